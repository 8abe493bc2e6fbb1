"""The way out: what can be neither destroyed nor proved any more is given up, signed, and told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.bench import PROFILE, cannot_be_removed
from tests.steps.test_destruction import gateway_away, sent

from eenmalig.domain.campaign import State
from eenmalig.domain.gateway_settings import GatewaySettings
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.giving_up import give_up
from eenmalig.steps.install import install
from eenmalig.steps.overdue import destroy_overdue
from eenmalig.stores import schema

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
    (bench.evidence / "dossier.json").unlink()
    assert bench.look().wrong
    assert giving(bench, "evidence", "not_provable")
    assert bench.look().wrong == []
    assert bench.verdict().given_up == ["evidence"]
    assert bench.campaign.sending_began_at is not None


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
