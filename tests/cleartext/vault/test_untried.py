"""A stolen vault with its keys shows who is still to be sent to, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from eenmalig.cleartext.vault import tables
from eenmalig.cleartext.vault.journal import TRIED, Journal
from eenmalig.cleartext.vault.seal import Seal
from eenmalig.stores.keys import KeyName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from eenmalig.cleartext.vault.vault import Vault

RECIPIENTS = 300
_SEALED_LENGTH = 40


def sealed_numbers(vault: Vault) -> dict[str, bytes]:
    """Return what stands for each recipient's number, by ref."""
    query = sa.select(tables.recipients.c.ref, tables.recipients.c.sealed)
    with vault.engine.connect() as connection:
        return {row.ref: row.sealed for row in connection.execute(query)}


def raw(vault: Vault) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(vault.folder.iterdir()))


def pieces(sealed: bytes) -> Iterator[bytes]:
    """Yield parts of a sealed number that a page could keep although the whole is gone."""
    for start in range(0, _SEALED_LENGTH - 8, 8):
        yield sealed[start : start + 8]


@pytest.fixture
def numbers(vault: Vault, mobiles: Callable[[int], list[str]]) -> dict[str, str]:
    drawn = {vault.ref(number): number for number in mobiles(RECIPIENTS)}
    vault.stage_recipients(list(drawn.items()))
    return drawn


def test_the_bytes_of_vault_and_journal_open_with_the_keys_to_the_untried_alone(
    vault: Vault, numbers: dict[str, str]
) -> None:
    before, recipient_set = sealed_numbers(vault), vault.recipient_set()
    assert {len(sealed) for sealed in before.values()} == {_SEALED_LENGTH}
    journal, refs = Journal(vault), list(numbers)
    came_to = {
        "accepted": lambda ref: journal.accepted(ref, f"SM{ref}", "queued"),
        "refused": lambda ref: journal.refused(ref, 21610),
        "in doubt": journal.in_doubt,
        "taken back": journal.not_processed,
    }
    tried = {name: refs[start : start + 100 : 4] for start, name in enumerate(came_to)}
    for name, end in came_to.items():
        for ref in tried[name]:
            journal.attempt(ref, vault.now)
            end(ref)
    stolen = raw(vault)
    gone = {*tried["accepted"], *tried["refused"], *tried["in doubt"]}
    seal = Seal(vault.keys.open(KeyName.NUMBER, vault.now))
    for ref, sealed in before.items():
        if ref in gone:
            assert not any(piece in stolen for piece in pieces(sealed))
        else:
            assert sealed in stolen
            assert seal.open(sealed, f"number/{ref}").decode() == numbers[ref]
    left = {recipient.ref: recipient.e164 for recipient in vault.recipients(without=TRIED)}
    assert left == {ref: number for ref, number in numbers.items() if ref not in gone}
    assert vault.recipient_set() == recipient_set
    assert vault.recipient_refs() == set(numbers)


def test_what_a_dead_process_was_trying_goes_with_its_doubt(
    vault: Vault, numbers: dict[str, str]
) -> None:
    before = sealed_numbers(vault)
    first, *others = numbers
    Journal(vault).attempt(first, vault.now)
    assert before[first] in raw(vault)
    assert Journal(vault).doubt_unfinished() == 1
    assert before[first] not in raw(vault)
    assert sealed_numbers(vault) == {**before, first: tables.REMOVED}
    assert all(before[ref] in raw(vault) for ref in others)


def test_what_an_earlier_program_kept_of_those_who_were_tried_goes_at_the_next_start(
    vault: Vault, numbers: dict[str, str]
) -> None:
    before = sealed_numbers(vault)
    first, second = list(numbers)[:2]
    journal = Journal(vault)
    for ref in (first, second):
        journal.attempt(ref, vault.now)
    journal.accepted(first, "SM1", "queued")
    with vault.writing() as connection:
        kept = tables.recipients.update().where(tables.recipients.c.ref == first)
        connection.execute(kept.values(sealed=before[first]))
    journal.doubt_unfinished()
    assert sealed_numbers(vault) == {**before, first: tables.REMOVED, second: tables.REMOVED}


def test_what_was_in_doubt_is_found_by_its_keyed_hash_without_its_number(
    vault: Vault, numbers: dict[str, str]
) -> None:
    ref, number = next(iter(numbers.items()))
    journal = Journal(vault)
    journal.attempt(ref, vault.now)
    journal.in_doubt(ref)
    assert sealed_numbers(vault)[ref] == tables.REMOVED
    assert vault.ref(number) in journal.doubtful()
    journal.found(ref, "SM1")
    assert journal.summary(RECIPIENTS).accepted == 1
