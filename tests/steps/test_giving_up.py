"""The way out: what can be neither destroyed nor proved any more is given up, signed, and told."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from tests.bench import PROFILE, add_handover, cannot_be_removed
from tests.steps.test_destruction import gateway_away, killed_at, sent
from tests.steps.test_destruction_of_scratch import left_in_scratch

from eenmalig.domain.campaign import State
from eenmalig.domain.gateway_settings import GatewaySettings
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.checks.looked import SOMETHING_LEFT
from eenmalig.evidence.commit import Commit
from eenmalig.steps.giving_up import give_up
from eenmalig.steps.install import install
from eenmalig.steps.known_copies import UNTRIGGERED_HOURS
from eenmalig.steps.overdue import destroy_overdue
from eenmalig.stores import schema
from eenmalig.stores.keys import KeyName

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench

HOURS = PROFILE["destruction_deadline_hours"]


@pytest.fixture
def due(bench: Bench) -> Bench:
    sent(bench)
    bench.put_forward(hours=HOURS)
    return bench


def giving(
    bench: Bench,
    what: str,
    why: str = "provider_gone",
    settings: GatewaySettings | None = None,
) -> bool:
    return give_up(bench.stores, bench.campaign.id, settings, what, why, "beheerder")


def refused(does: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(EenmaligError) as caught:
        does()
    assert caught.value.code is Code.NOT_GIVEN_UP
    return tuple(caught.value.mistakes)


def test_messages_at_a_provider_that_is_gone_are_given_up_and_never_called_deleted(
    due: Bench,
) -> None:
    assert destroy_overdue(due.stores, None).wrong
    with gateway_away(due):
        assert giving(due, "provider_messages", settings=due.settings)
    assert not due.left()
    certificate = due.kept("certificate.json")
    (finding,) = certificate["findings"]
    assert (finding["what"], finding["why"]) == ("provider_messages", "provider_gone")
    assert finding["by"] == "beheerder"
    assert "provider_messages" not in {each["what"] for each in certificate["items"]}
    assert destroy_overdue(due.stores, None).wrong == []
    due.gateway.base_url = "http://127.0.0.1:1"
    assert due.look().wrong == []
    assert due.verdict().provider == "not_looked"
    assert due.verdict().given_up == ["provider_messages"]


@pytest.mark.parametrize("connection", ["none", "another"])
def test_messages_are_not_given_up_without_the_connection_to_the_gateway_that_sent(
    due: Bench, connection: str
) -> None:
    another = GatewaySettings("http://127.0.0.1:1", due.settings.account_sid, "x")
    with pytest.raises(EenmaligError) as caught:
        giving(due, "provider_messages", settings=another if connection == "another" else None)
    assert caught.value.code in (Code.GATEWAY_SETTINGS, Code.GATEWAY_REFUSED)
    assert due.records("given_up") == []


def test_messages_that_the_provider_may_still_let_go_of_are_not_given_up_at_once(
    bench_with: Callable[[object], Bench],
) -> None:
    bench = bench_with({"pace": {"sending_seconds": 300}})
    bench.approve()
    bench.send()
    bench.put_forward(hours=HOURS)
    told = refused(lambda: giving(bench, "provider_messages", settings=bench.settings))
    assert told[-1] == "the provider answers: not until a day after the deadline"
    bench.put_forward(hours=HOURS + 24)
    assert giving(bench, "provider_messages", settings=bench.settings)


def test_nothing_is_given_up_before_the_deadline(bench: Bench) -> None:
    sent(bench)
    assert refused(lambda: giving(bench, "provider_messages")) == ("its deadline has not passed",)
    assert bench.left() == {"vault", "keys", "working copy"}


def test_only_what_destruction_fails_at_is_given_up(due: Bench) -> None:
    assert refused(lambda: giving(due, "vault")) == ("destruction fails at provider_messages",)
    assert due.records("given_up") == []


def test_what_can_be_destroyed_after_all_is_not_given_up(bench: Bench) -> None:
    bench.put_forward(hours=HOURS)
    assert not giving(bench, "vault")
    assert bench.records("given_up") == []
    assert bench.campaign.state is State.CLOSED
    assert refused(lambda: giving(bench, "vault")) == (
        "it is destroyed, and its evidence is closed",
    )


def test_a_file_on_a_dead_disk_is_given_up_and_told_as_not_destroyed(bench: Bench) -> None:
    bench.put_forward(hours=HOURS)
    vault = bench.stores.vault_folder(bench.campaign.id) / "vault.db"
    with bench.patch.context() as patch:
        cannot_be_removed(patch, vault)
        assert giving(bench, "vault", "disk_dead")
    items = {each["what"] for each in bench.kept("certificate.json")["items"]}
    assert items == {"number_key", "ref_key", "journal_key", "working_copy"}
    assert bench.campaign.state is State.CLOSED


@pytest.mark.parametrize("what", ["working_copy", "vault", "number_key"])
def test_what_was_given_up_and_is_still_there_is_told_as_that_by_every_look(
    bench: Bench, what: str
) -> None:
    stuck = {
        "working_copy": bench.home.handover
        / bench.city
        / bench.campaign.handover
        / "handover.yaml",
        "vault": bench.stores.vault_folder(bench.campaign.id) / "vault.db",
        "number_key": bench.stores.keys(bench.campaign.id).path(KeyName.NUMBER),
    }[what]
    bench.put_forward(hours=HOURS)
    with bench.patch.context() as patch:
        cannot_be_removed(patch, stuck)
        assert giving(bench, what, "not_removable")
        for hours in (HOURS, HOURS + 2 * UNTRIGGERED_HOURS):
            bench.put_forward(hours=hours)
            assert bench.look().wrong == []
    assert stuck.exists()
    looks = bench.stores.evidence(bench.campaign.id).verifications()
    assert [look.data["result"]["given_up"] for look in looks] == [[what]]
    assert bench.verdict().given_up == [what]
    # It can be removed after all: of a working copy that is done at the next occasion.
    bench.put_forward(hours=HOURS)
    assert bench.look().wrong == []
    assert stuck.exists() == (what != "working_copy")


def test_a_texted_working_copy_that_was_given_up_never_came_back(due: Bench) -> None:
    stuck = due.home.handover / due.city / due.campaign.handover / "handover.yaml"
    with due.patch.context() as patch:
        cannot_be_removed(patch, stuck)
        assert giving(due, "working_copy", "not_removable", due.settings)
        assert due.look().wrong == []
    assert stuck.exists()
    assert due.verdict().given_up == ["working_copy"]
    # Another one of that case is what it was before: somebody put it there.
    add_handover(due.home, due.original, "terug")
    assert due.look().wrong == ["handover holds working copies of a case that was texted: 1"]


def test_scratch_copies_are_given_up_at_once_and_nothing_else_of_the_vault(bench: Bench) -> None:
    stuck = left_in_scratch(bench) / "export"
    folder = bench.stores.vault_folder(bench.campaign.id)
    bench.put_forward(hours=HOURS)
    with bench.patch.context() as patch:
        cannot_be_removed(patch, stuck)
        assert giving(bench, "scratch", "not_removable")
        assert bench.look().wrong == []
    assert [path.name for path in folder.iterdir()] == ["scratch"]
    certificate = bench.kept("certificate.json")
    items = {each["what"] for each in certificate["items"]}
    assert items == {"number_key", "ref_key", "journal_key", "working_copy"}
    assert not certificate["numbers_unreadable"]
    assert bench.verdict().given_up == ["scratch"]
    (folder / "vault.db").touch()
    assert bench.look().wrong == [f"{bench.campaign.id}: vault is not as it should be"]


def test_what_else_of_a_vault_cannot_be_removed_is_not_given_up_with_its_scratch_copies(
    bench: Bench,
) -> None:
    stuck = left_in_scratch(bench) / "export"
    bench.put_forward(hours=HOURS)
    with bench.patch.context() as patch:
        vault = bench.stores.vault_folder(bench.campaign.id) / "vault.db"
        cannot_be_removed(patch, stuck, vault)
        with pytest.raises(EenmaligError) as caught:
            giving(bench, "scratch", "not_removable")
        assert caught.value.code is Code.DESTRUCTION_INCOMPLETE
        assert giving(bench, "vault", "not_removable")
    assert bench.look().wrong == []
    assert bench.verdict().given_up == ["scratch", "vault"]


def test_what_comes_back_beside_what_was_given_up_is_told_and_nobody_verifies_it(
    bench: Bench,
) -> None:
    key = bench.stores.keys(bench.campaign.id).path(KeyName.NUMBER)
    bench.put_forward(hours=HOURS)
    with bench.patch.context() as patch:
        cannot_be_removed(patch, key)
        assert giving(bench, "number_key", "not_removable")
    bench.stores.vault_folder(bench.campaign.id).mkdir(parents=True)
    assert bench.look().wrong == [f"{bench.campaign.id}: vault is not as it should be"]
    with pytest.raises(EenmaligError) as invalid:
        bench.verdict()
    assert list(invalid.value.mistakes) == [SOMETHING_LEFT]


def test_a_ledger_that_can_never_hold_again_is_set_aside_for_one_that_says_so(
    bench: Bench,
) -> None:
    ledger, lines = bench.evidence / "ledger.jsonl", schema.lines
    with bench.stores.inventory.changing() as changes:
        first = changes.lines(bench.campaign.id, ledger.name)[0]
        changed = first.replace(b"lelystad", b"lelystat", 1)
        changes.connection.execute(lines.update().where(lines.c.seq == 1).values(line=changed))
    ledger.write_bytes(ledger.read_bytes().replace(first, changed))
    bench.put_forward(hours=HOURS)
    (told,) = destroy_overdue(bench.stores, None).wrong
    assert "is destroyed, and that is not certified" in told
    # What was destroyed then waited for a ledger that can be signed.
    bench.put_forward(hours=2 * HOURS)
    # Killed while it begins a new one, a person tries again.
    with killed_at(bench, Commit, "record", "before"):
        giving(bench, "evidence", "not_provable")
    with bench.stores.inventory.reading() as look:
        assert look.lines(bench.campaign.id, ledger.name)
    assert giving(bench, "evidence", "not_provable")
    assert any(bench.home.lost.glob(f"*-{bench.campaign.id}/ledger.jsonl"))
    assert bench.campaign.state is State.CLOSED
    assert [each["what"] for each in bench.kept("certificate.json")["findings"]] == ["evidence"]
    kinds = [record.kind for record in bench.stores.evidence(bench.campaign.id).records()]
    assert kinds[0] == "opened"
    assert kinds.count("destroyed") == len(bench.kept("certificate.json")["items"])
    assert bench.look().wrong == []
    bench.verdict()


def test_closed_evidence_that_can_never_hold_again_is_given_up_and_no_other(bench: Bench) -> None:
    sent(bench)
    bench.destroy()
    assert bench.look().wrong == []
    assert refused(lambda: giving(bench, "evidence")) == ("its evidence holds",)
    back = bench.stores.vault_folder(bench.campaign.id)
    back.mkdir(parents=True)
    assert bench.look().wrong
    assert refused(lambda: giving(bench, "evidence")) == ("its evidence holds",)
    back.rmdir()
    (bench.evidence / "dossier.json").unlink()
    assert bench.look().wrong
    assert giving(bench, "evidence", "not_provable")
    assert bench.look().wrong == []
    assert bench.verdict().given_up == ["evidence"]
    assert bench.campaign.sending_began_at is not None


def test_evidence_is_judged_as_verification_judges_it(bench: Bench) -> None:
    shutil.rmtree(bench.evidence)
    bench.destroy()
    bench.stores.evidence(bench.campaign.id).records()
    assert bench.look().wrong
    with pytest.raises(EenmaligError):
        bench.verdict()
    assert giving(bench, "evidence", "not_provable")
    assert bench.look().wrong == []
    assert bench.verdict().given_up == ["evidence"]


def test_what_another_look_cures_is_no_reason_to_give_evidence_up(bench: Bench) -> None:
    bench.destroy()
    assert refused(lambda: giving(bench, "evidence")) == ("its evidence holds",)
    vault = bench.stores.vault_folder(bench.campaign.id)
    vault.mkdir(parents=True)
    assert bench.look().wrong
    assert refused(lambda: giving(bench, "evidence")) == ("its evidence holds",)


def test_a_trusted_key_that_is_lost_for_good_is_forgotten_by_who_says_so(bench: Bench) -> None:
    bench.put_forward(hours=HOURS)
    for path in (*bench.home.trust.iterdir(), *bench.home.signing.iterdir()):
        path.unlink()
    install(bench.home, "tests", replace_lost=True)
    (told,) = destroy_overdue(bench.stores, None).wrong
    assert "evidence-invalid" in told
    assert giving(bench, "evidence", "not_provable")
    assert bench.look().wrong == []
    bench.verdict()
