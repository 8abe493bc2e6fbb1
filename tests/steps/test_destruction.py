from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpcore
import pytest
from tests.bench import PROFILE, RECIPIENTS, at_call

from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.documents import typesetting
from eenmalig.domain.campaign import State
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps import certifying as closing
from eenmalig.steps import destruction, provider_deletion
from eenmalig.steps.overdue import destroy_overdue
from eenmalig.steps.own_destruction import destroy
from eenmalig.steps.scan import scan_for_numbers
from eenmalig.steps.stop import stop_campaign
from eenmalig.stores.keys import KeyName
from rehearsal.gateway import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.bench import Bench

# The parts of a destruction, in order, and what of them is done when the one named dies.
PARTS = (
    *("begin", "scratch", "number_key", "last_look", "ref_key", "working_copy"),
    *("provider", "vault"),
)


class KilledError(BaseException):
    """Stands for the end of the process: nothing in the product may catch it."""


@contextmanager
def killed_at(bench: Bench, holder: object, name: str, moment: str) -> Iterator[None]:
    """Die before or after a function, once."""
    real = getattr(holder, name)

    def dying(*args: object, **kwargs: object) -> object:
        result = None if moment == "before" else real(*args, **kwargs)
        assert result is None or moment == "after"
        raise KilledError

    with bench.patch.context() as patch:
        patch.setattr(holder, name, dying)
        with pytest.raises(KilledError):
            yield


@contextmanager
def gateway_away(bench: Bench) -> Iterator[None]:
    """Have every connection to the gateway refused."""

    def refused(*_: object) -> None:
        raise httpcore.ConnectError

    with bench.patch.context() as patch:
        patch.setattr(httpcore.SyncBackend, "connect_tcp", refused)
        yield


def sent(bench: Bench) -> None:
    bench.approve()
    bench.send()
    bench.collected()


def is_incomplete(destroying: Callable[[], None]) -> EenmaligError:
    with pytest.raises(EenmaligError) as incomplete:
        destroying()
    assert incomplete.value.code is Code.DESTRUCTION_INCOMPLETE
    return incomplete.value


def is_gone_and_proved(bench: Bench, ending: str = "completed") -> None:
    counts = bench.gateway.counts()
    assert counts["remaining"] == 0
    assert counts["deleted"] == counts["accepted"]
    assert not bench.left()
    assert bench.campaign.state is State.CLOSED
    assert scan_for_numbers(bench.original, [bench.home.root]).found == {}
    assert bench.look().wrong == []
    assert bench.verdict().ending == ending


@pytest.mark.parametrize(
    ("part", "moment"), [(PARTS[0], "before"), *((part, "after") for part in PARTS)]
)
def test_a_destruction_killed_at_any_part_goes_on_where_it_was(
    bench: Bench, part: str, moment: str
) -> None:
    sent(bench)
    with killed_at(bench, destruction._Destruction, part, moment):  # noqa: SLF001
        bench.destroy()
    assert bench.campaign.open
    bench.destroy()
    is_gone_and_proved(bench)
    items = [each["what"] for each in bench.kept("certificate.json")["items"]]
    assert len(items) == len(set(items)) == 6
    assert bench.kept("report.json")["outcomes"]["delivered"] == RECIPIENTS


@pytest.mark.parametrize(
    ("holder", "name", "moment"),
    [
        (provider_deletion, "delete_messages", "after"),
        (closing, "_write_documents", "before"),
        (closing, "render_certificate", "after"),
        (closing, "render_report", "after"),
        (closing, "_write_documents", "after"),
    ],
)
def test_a_destruction_killed_within_a_part_goes_on_where_it_was(
    bench: Bench, holder: object, name: str, moment: str
) -> None:
    sent(bench)
    with killed_at(bench, holder, name, moment):
        bench.destroy()
    bench.destroy()
    is_gone_and_proved(bench)


def test_once_the_keys_are_destroyed_a_killed_destruction_leaves_nothing_readable(
    bench: Bench,
) -> None:
    sent(bench)
    with killed_at(bench, destruction._Destruction, "ref_key", "after"):  # noqa: SLF001
        bench.destroy()
    assert bench.stores.keys(bench.campaign.id).present() == [KeyName.JOURNAL]
    vault = bench.stores.vault_folder(bench.campaign.id)
    assert scan_for_numbers(bench.original, [vault]).found == {}
    with (
        bench.stores.vault(bench.campaign) as opened,
        pytest.raises(EenmaligError) as unreadable,
    ):
        list(opened.recipients())
    assert unreadable.value.code is Code.KEY_MISSING


def test_a_certificate_that_cannot_be_made_keeps_nothing_and_is_made_later(bench: Bench) -> None:
    sent(bench)
    with bench.patch.context() as patch:
        patch.setattr(typesetting, "_TEMPLATES", bench.home.root)
        with pytest.raises(EenmaligError) as failed:
            bench.destroy()
    assert failed.value.code is Code.CERTIFICATE_NOT_MADE
    assert bench.left() == set()
    bench.destroy()
    is_gone_and_proved(bench)


def test_destroying_twice_changes_nothing(bench: Bench) -> None:
    sent(bench)
    bench.destroy()
    ledger = (bench.evidence / "ledger.jsonl").read_bytes()
    bench.destroy()
    assert (bench.evidence / "ledger.jsonl").read_bytes() == ledger
    is_gone_and_proved(bench)


def test_with_the_gateway_away_the_numbers_are_unreadable_and_the_rest_follows(
    bench: Bench,
) -> None:
    sent(bench)
    with gateway_away(bench):
        is_incomplete(lambda: destroy(bench.stores, bench.run, bench.settings))
    assert bench.stores.keys(bench.campaign.id).present() == [KeyName.JOURNAL]
    assert bench.left() == {"vault", "keys"}
    assert bench.gateway.counts()["remaining"] == RECIPIENTS
    bench.put_forward(hours=PROFILE["destruction_deadline_hours"])
    found = destroy_overdue(bench.stores, bench.settings)
    assert (found.destroyed, found.wrong) == ([bench.campaign.id], [])
    is_gone_and_proved(bench)
    assert bench.kept("certificate.json")["destroyed_by"] == "overdue"


def test_outcomes_are_signed_also_when_nobody_accepted_and_the_gateway_is_away(
    bench: Bench,
) -> None:
    bench.approve()
    bench.patch.setattr(Gateway, "check", lambda *_: None)
    # It waits for the gateway, until somebody stops the campaign.
    at_call(bench, 5, lambda: stop_campaign(bench.stores, bench.campaign.id, "tests"))
    with gateway_away(bench):
        bench.send()
        destroy(bench.stores, bench.run, bench.settings)
    assert bench.kept("report.json")["outcomes"]["not_sent"] == RECIPIENTS
    is_gone_and_proved(bench, "stopped")


def test_without_settings_of_a_gateway_nothing_is_called_deleted(bench: Bench) -> None:
    sent(bench)
    is_incomplete(lambda: destroy(bench.stores, bench.run, None))
    assert bench.gateway.counts()["remaining"] == RECIPIENTS
    bench.destroy()
    is_gone_and_proved(bench)


def test_at_another_account_an_absent_message_proves_nothing(bench: Bench) -> None:
    sent(bench)
    with running("none") as other:
        right, bench.gateway = bench.gateway, other
        is_incomplete(lambda: destroy(bench.stores, bench.run, bench.settings))
        bench.gateway = right
    assert "provider_messages" not in {each.data["what"] for each in bench.records("destroyed")}
    bench.destroy()
    is_gone_and_proved(bench)


def test_messages_that_the_provider_has_not_finished_with_are_tried_again_later(
    bench_with: Callable[[object], Bench],
) -> None:
    bench = bench_with({"pace": {"sending_seconds": 300}})
    bench.approve()
    bench.send()
    error = is_incomplete(lambda: destroy(bench.stores, bench.run, bench.settings))
    assert str(RECIPIENTS) in error.mistakes[0]
    counts = bench.gateway.counts()
    assert counts["deletes_refused"] >= RECIPIENTS
    assert counts["remaining"] == RECIPIENTS
    bench.destroy()
    is_gone_and_proved(bench)
    assert bench.kept("certificate.json")["items"][-3]["count"] == RECIPIENTS


def test_what_is_overdue_is_destroyed_with_the_journal_key_alone(bench: Bench) -> None:
    sent(bench)
    bench.stores.keys(bench.campaign.id).destroy(KeyName.NUMBER, KeyName.REF)
    bench.put_forward(hours=PROFILE["destruction_deadline_hours"])
    found = destroy_overdue(bench.stores, bench.settings)
    assert (found.destroyed, found.wrong) == ([bench.campaign.id], [])
    is_gone_and_proved(bench)


def test_a_campaign_about_which_nobody_was_asked_is_destroyed_at_its_deadline(
    bench: Bench,
) -> None:
    bench.put_forward(hours=PROFILE["destruction_deadline_hours"])
    found = destroy_overdue(bench.stores, None)
    assert found.wrong == []
    is_gone_and_proved(bench, "failed")


def test_damaged_evidence_keeps_nothing_alive_and_is_told(bench: Bench) -> None:
    sent(bench)
    ledger = bench.evidence / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace(b'"kind":"dossier"', b'"kind":"dosseir"'))
    bench.destroy()
    is_gone_and_proved(bench)
    (found,) = bench.records("ledger_found")
    assert found.data["found"] == "changed"
    assert bench.kept("certificate.json")["findings"] == [dict(found.data)]
