"""Nothing is sent without every approval of exactly what would be sent."""

from __future__ import annotations

import json
import shutil
import sqlite3
from random import SystemRandom
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import APPROVERS, CITY, PROFILE, RECIPIENTS, STAFF

from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.documents.words import words
from eenmalig.domain.approvals import AUTHORITIES, Decision, Standing
from eenmalig.domain.campaign import State
from eenmalig.domain.canonical import canonical, digest
from eenmalig.errors import Code, EenmaligError
from eenmalig.settings import loading as config
from eenmalig.steps import send as send_step
from eenmalig.steps.installation import now
from rehearsal import numbers
from rehearsal.gateway import running

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.bench import Bench


def is_refused(bench: Bench, code: Code) -> EenmaligError:
    with pytest.raises(EenmaligError) as refused:
        bench.send()
    assert refused.value.code is code
    assert bench.gateway.counts()["posts"] == 0
    assert bench.campaign.sending_began_at is None
    return refused.value


def change_dossier(bench: Bench, change: Callable[[dict[str, Any]], None]) -> None:
    dossier = bench.kept("dossier.json")
    change(dossier)
    (bench.evidence / "dossier.json").write_bytes(canonical(dossier) + b"\n")


@pytest.mark.parametrize(
    "change",
    [
        lambda dossier: dossier.update(text=dossier["text"] + "."),
        lambda dossier: dossier.update(sender_id="Iemand"),
        lambda dossier: dossier["counts"].update(recipients=1),
        lambda dossier: dossier["authorities"].update(police=["prosecutor-lelystad"]),
        lambda dossier: dossier.update(approve_by="2099-01-01T00:00:00+00:00"),
        lambda dossier: dossier.pop("warnings"),
    ],
)
def test_a_dossier_edited_after_approval_is_not_sent(
    bench: Bench, change: Callable[[dict[str, Any]], None]
) -> None:
    bench.approve()
    change_dossier(bench, change)
    is_refused(bench, Code.DOSSIER_CHANGED)
    with pytest.raises(EenmaligError):
        bench.gate()


def test_a_dossier_that_is_gone_or_unreadable_is_not_sent(bench: Bench) -> None:
    bench.approve()
    (bench.evidence / "dossier.json").write_text("{")
    is_refused(bench, Code.DOSSIER_CHANGED)
    (bench.evidence / "dossier.json").unlink()
    is_refused(bench, Code.DOSSIER_CHANGED)


def test_a_dossier_edited_and_signed_anew_is_not_what_was_approved(bench: Bench) -> None:
    bench.approve()
    change_dossier(bench, lambda dossier: dossier.update(text="Een andere tekst."))
    evidence = bench.stores.evidence(bench.campaign.id)
    forged = bench.kept("dossier.json")
    with evidence.commit() as commit:
        commit.record("dossier", {"digest": digest(forged)}, now())
    refused = is_refused(bench, Code.APPROVAL_MISSING)
    assert all("approved another dossier" in each for each in refused.mistakes)


def test_what_is_sent_is_what_was_approved_also_when_the_city_file_changes(
    bench: Bench, tmp_path: Path
) -> None:
    approved = bench.kept("dossier.json")["text"]
    bench.approve()
    shutil.copytree(config.CAMPAIGNS, tmp_path / "campaigns")
    file = tmp_path / "campaigns" / f"{CITY}.yaml"
    file.write_text(file.read_text().replace("Dit is het enige bericht", "Dit is een bericht"))
    bench.patch.setattr(config.load_city, "__defaults__", (tmp_path / "campaigns",))
    assert config.load_city(CITY).message_text != approved
    bench.send()
    sent = list(Gateway(bench.settings).messages("Politie"))
    assert {each.body for each in sent} == {approved}
    assert len(sent) == RECIPIENTS


def exchange(
    bench: Bench,
    change: Callable[[list[tuple[str, str]], tuple[str, str]], list[tuple[str, str]]],
) -> None:
    """Give the campaign other recipients, as somebody with all keys and both stores could."""
    stranger = next(numbers.mobiles(SystemRandom()))
    stores = bench.stores
    with stores.inventory.lease(bench.campaign.id) as lease:
        with stores.vault(bench.campaign, lease) as vault:
            pairs = [(recipient.ref, recipient.e164) for recipient in vault.recipients()]
            vault.stage_recipients(change(pairs, (vault.ref(stranger), stranger)))
        stores.inventory.update(bench.campaign.id, staged=lease.token)


def test_a_recipient_added_to_the_vault_after_approval_stops_the_campaign(bench: Bench) -> None:
    bench.approve()
    exchange(bench, lambda pairs, added: [*pairs, added])
    refused = is_refused(bench, Code.DOSSIER_CHANGED)
    assert refused.mistakes == ("the set of recipients is another one",)


def test_a_recipient_exchanged_in_the_vault_after_approval_stops_the_campaign(
    bench: Bench,
) -> None:
    bench.approve()
    exchange(bench, lambda pairs, added: [*pairs[1:], added])
    is_refused(bench, Code.DOSSIER_CHANGED)


def test_another_account_at_the_gateway_is_not_the_approved_one(bench: Bench) -> None:
    bench.approve()
    with running("none") as other:
        bench.gateway, first = other, bench.gateway
        refused = is_refused(bench, Code.DOSSIER_CHANGED)
        assert refused.mistakes == ("the gateway, its address or its account is another one",)
        bench.gateway = first


def test_another_version_of_the_software_is_not_the_approved_one(bench: Bench) -> None:
    bench.approve()
    changed = {"version": "0.1.0", "digest": "0" * 64}
    bench.patch.setattr(send_step, "software", lambda _: changed)
    refused = is_refused(bench, Code.DOSSIER_CHANGED)
    assert refused.mistakes == ("the software is another version",)


@pytest.mark.parametrize("missing", AUTHORITIES)
def test_each_of_the_three_is_needed(bench: Bench, missing: str) -> None:
    for authority in set(AUTHORITIES) - {missing}:
        bench.decide(authority)
    with pytest.raises(EenmaligError) as ended:
        bench.gate()
    assert ended.value.code is Code.APPROVAL_MISSING
    refused = is_refused(bench, Code.APPROVAL_MISSING)
    assert refused.mistakes == (f"{missing}: no answer on record",)


def test_states_that_somebody_forges_in_the_inventory_are_no_assent(bench: Bench) -> None:
    bench.stores.inventory.update(bench.campaign.id, state=State.SENDING)
    is_refused(bench, Code.APPROVAL_MISSING)


def test_an_answer_that_nobody_signed_stops_the_campaign(bench: Bench) -> None:
    bench.decide("police")
    bench.decide("municipality")
    ledger = bench.evidence / "ledger.jsonl"
    last = json.loads(ledger.read_text().splitlines()[-1])
    last["record"]["data"].update(
        authority="public_prosecutor", staff_id=APPROVERS["public_prosecutor"]
    )
    last["record"]["seq"] += 1
    with ledger.open("ab") as file:
        file.write(canonical(last) + b"\n")
    is_refused(bench, Code.LEDGER_CHANGED)


@pytest.mark.parametrize(
    ("staff_id", "user_id"),
    [
        ("municipality-lelystad", str(STAFF["municipality-lelystad"])),
        ("data-team-lelystad", str(STAFF["data-team-lelystad"])),
        ("nobody-known", "99"),
        ("police-lelystad", str(STAFF["municipality-lelystad"])),
        ("police-lelystad", "0"),
    ],
)
def test_an_answer_of_somebody_else_is_refused_and_not_recorded(
    bench: Bench, staff_id: str, user_id: str
) -> None:
    with pytest.raises(EenmaligError) as refused:
        bench.answer("police", staff_id=staff_id, user_id=user_id)
    assert refused.value.code is Code.APPROVAL_NOT_YOURS
    assert bench.records("approval_answered") == []


def test_an_approver_whose_account_was_closed_cannot_answer(bench: Bench) -> None:
    held = json.loads(bench.home.staff.read_text())
    held["police-lelystad"]["active"] = False
    bench.home.staff.write_text(json.dumps(held))
    with pytest.raises(EenmaligError) as asked:
        bench.ask("police")
    assert asked.value.code is Code.APPROVER_UNKNOWN
    with pytest.raises(EenmaligError) as answered:
        bench.answer("police")
    assert answered.value.code is Code.APPROVAL_NOT_YOURS


def test_the_question_shows_the_dossier_to_its_own_approvers_only(bench: Bench) -> None:
    asked = bench.ask("municipality")
    assert asked is not None
    dossier = bench.kept("dossier.json")
    assert asked.assignees == [
        (str(STAFF["municipality-lelystad"]), "municipality-lelystad"),
    ]
    assert dossier["text"] in asked.body
    assert str(RECIPIENTS) in asked.body
    assert words("nl").say("dossier", "small_elsewhere") in asked.body
    assert asked.answer_within.total_seconds() <= PROFILE["approval_window_minutes"] * 60
    (recorded,) = bench.records("approval_requested")
    signed = bench.records("dossier")[0].data["digest"]
    assert (recorded.data["authority"], recorded.data["dossier"]) == ("municipality", signed)


def test_who_has_answered_is_not_asked_again(bench: Bench) -> None:
    bench.ask("police")
    bench.answer("police")
    assert bench.ask("police") is None
    assert len(bench.records("approval_requested")) == 1


def test_after_a_rejection_nobody_is_asked_any_more(bench: Bench) -> None:
    bench.ask("police")
    bench.answer("police", Decision.REJECT)
    assert bench.ask("municipality") is None
    assert bench.ask("public_prosecutor") is None
    assert len(bench.records("approval_requested")) == 1


def test_after_a_rejection_no_approval_is_taken(bench: Bench) -> None:
    bench.decide("police", Decision.REJECT)
    with pytest.raises(EenmaligError) as refused:
        bench.answer("police", Decision.APPROVE)
    assert refused.value.code is Code.ANSWER_STANDS
    (answer,) = bench.records("approval_answered")
    assert answer.data["decision"] == "reject"
    assert bench.gate() is Standing.REJECTED


def test_nobody_can_answer_once_sending_is_over(bench: Bench) -> None:
    bench.approve()
    bench.send()
    with pytest.raises(EenmaligError) as late:
        bench.answer("police", Decision.REJECT)
    assert late.value.code is Code.ANSWER_TOO_LATE


def test_sending_a_second_time_sends_nothing(bench: Bench) -> None:
    bench.approve()
    bench.send()
    bench.send()
    database = sqlite3.connect(bench.home.inventory / "inventory.db")
    database.execute("UPDATE campaigns SET state = ?", (str(State.SENDING),))
    database.commit()
    database.close()
    bench.send()
    counts = bench.gateway.counts()
    assert (counts["posts"], counts["max_per_number"]) == (RECIPIENTS, 1)


def test_a_second_process_cannot_send_at_the_same_time(bench: Bench) -> None:
    bench.approve()
    bench.patch.setattr("eenmalig.steps.send.PATIENCE", 0.1)
    with bench.stores.inventory.lease(bench.campaign.id):
        is_refused(bench, Code.VAULT_BUSY)


def test_a_recipient_moved_to_another_place_in_the_vault_is_not_sent_to(bench: Bench) -> None:
    bench.approve()
    database = sqlite3.connect(bench.home.vault / bench.campaign.id / "vault.db")
    rows = database.execute("SELECT ref, sealed FROM recipients ORDER BY position").fetchall()
    (first, sealed), (second, _) = rows[0], rows[1]
    database.execute("UPDATE recipients SET sealed = ? WHERE ref = ?", (sealed, second))
    database.commit()
    database.close()
    with pytest.raises(EenmaligError) as damaged:
        bench.send()
    assert damaged.value.code is Code.VAULT_DAMAGED
    assert first != second
    assert bench.gateway.counts()["max_per_number"] <= 1
