"""The texts for the municipality on a campaign's page: what there is, and what is not there yet.

They stand outside the evidence: anybody may have changed them. So only names that publishing writes
are read, only plain files, none larger than such a text, and only once the records say that
somebody had a reason to write it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.documents.publication import AFTER, BEFORE, BLOCKS
from eenmalig.domain.approvals import Standing
from eenmalig.errors import EenmaligError
from eenmalig.evidence.ledger import CLOSED
from eenmalig.evidence.plain_files import read_plain
from eenmalig.evidence.reading import latest
from eenmalig.evidence.rules_3 import MALFORMED
from eenmalig.pages.campaign_seen import committed
from eenmalig.pages.what_now import outcome_of
from eenmalig.stores.private_files import is_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from eenmalig.documents.publication import Block
    from eenmalig.evidence.records import Record
    from eenmalig.pages.campaign_seen import SeenCampaign
    from eenmalig.pages.readable_stores import ReadableStores

NAMES = frozenset(block.name for block in BLOCKS)
# Ten times what the longest takes.
_LARGEST = 2**16


class PublicText(NamedTuple):
    """A text to read and to copy; ``why_not`` (a key of the words) where there is none to show."""

    block: Block
    content: str
    why_not: str


class PublicEdition(NamedTuple):
    """The texts of before sending, or of after destruction; none, and ``why_not``, until then."""

    name: str
    texts: Sequence[PublicText]
    why_not: str


def public_texts(stores: ReadableStores, seen: SeenCampaign) -> list[PublicEdition]:
    """Return both editions; none once it stands that none will be written."""
    try:
        has_ended = outcome_of(seen) is not None
    except MALFORMED:  # then nothing of its records is shown
        return []
    if has_ended and not _is_due(BEFORE, seen.records):
        return []
    folder = _folder(stores, seen.campaign.id)
    return [_edition(name, folder, seen.records) for name in (BEFORE, AFTER)]


def public_text(stores: ReadableStores, campaign: str, name: str) -> bytes | None:
    """Return one text of ``NAMES`` to take along; None where the page shows none.

    Fails when the campaign's ledger does not hold.
    """
    (block,) = (block for block in BLOCKS if block.name == name)
    if not _is_due(block.edition, committed(stores, campaign).records):
        return None
    text = _read(block, _folder(stores, campaign))
    return None if text.why_not else text.content.encode()


def _edition(name: str, folder: Path | None, records: Sequence[Record]) -> PublicEdition:
    if not _is_due(name, records):
        return PublicEdition(name, (), f"{name}_later")
    texts = [_read(block, folder) for block in BLOCKS if block.edition == name]
    is_gone = all(text.why_not == "text_missing" for text in texts)
    return PublicEdition(name, () if is_gone else texts, "gone" if is_gone else "")


def _is_due(edition: str, records: Sequence[Record]) -> bool:
    """Whether the records say that this edition was to be written."""
    gate = latest(records, "gate")
    approved = gate is not None and gate.data.get("standing") == Standing.APPROVED
    return approved and (edition == BEFORE or records[-1].kind == CLOSED)


def _folder(stores: ReadableStores, campaign: str) -> Path | None:
    """Return the folder of a campaign's texts, None where there is none of its own."""
    folder = stores.home.publication / campaign
    return folder if is_folder(folder) else None


def _read(block: Block, folder: Path | None) -> PublicText:
    try:
        if folder is None or not os.path.lexists(folder / block.name):
            return PublicText(block, "", "text_missing")
        content = read_plain(folder / block.name, block.name, _LARGEST).decode()
    except (EenmaligError, OSError, UnicodeDecodeError):
        return PublicText(block, "", "text_odd")
    return PublicText(block, content, "")
