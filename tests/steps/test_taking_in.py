from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.bench import CITY, HANDOVER, RECIPIENTS, add_handover

from eenmalig.domain.campaign import State
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.extract import extract
from eenmalig.steps.installation import Run
from eenmalig.steps.scan import scan_for_numbers
from rehearsal.handovers import make_handover

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.bench import Bench


def refused(code: Code, step: Callable[[], object]) -> EenmaligError:
    with pytest.raises(EenmaligError) as error:
        step()
    assert error.value.code is code
    return error.value


def nothing_was_taken_in(bench: Bench) -> None:
    assert bench.stores.inventory.campaigns() == []
    assert not bench.home.vault.exists()
    assert not bench.home.keys.exists()
    assert (bench.home.handover / CITY / HANDOVER).is_dir()


def redeclare(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change what a hand-over declares, and give every file the digest that it has now."""
    declared = yaml.safe_load((folder / "handover.yaml").read_text())
    change(declared)
    for entry in (*declared["sources"], *declared.get("exclusions", ())):
        content = (folder / entry["file"]).read_bytes()
        entry["sha256"] = hashlib.sha256(content).hexdigest()
    (folder / "handover.yaml").write_text(yaml.safe_dump(declared))


def whole(bench: Bench) -> None:
    bench.approve()
    bench.send()
    bench.collected()
    bench.destroy()


def case_of(folder: Path, reference: str) -> None:
    redeclare(folder, lambda declared: declared.update(case_reference=reference))


def test_the_same_run_takes_in_once(bench: Bench) -> None:
    add_handover(bench.home, bench.original, "tweede")
    refused(Code.RUN_REFUSED, lambda: bench.extract("tweede"))
    assert len(bench.stores.inventory.campaigns()) == 1


def test_a_second_run_with_the_hand_over_of_an_open_campaign_is_refused(
    bench: Bench, another_run: Callable[[Bench, str], Bench]
) -> None:
    refused(Code.HANDOVER_CLAIMED, another_run(bench, "b").extract)
    assert bench.left() == {"vault", "keys", "working copy"}


def test_a_case_for_which_sending_began_is_refused_for_good(
    bench: Bench, another_run: Callable[[Bench, str], Bench]
) -> None:
    whole(bench)
    again = another_run(bench, "b")
    refused(Code.HANDOVER_MISSING, again.extract)
    add_handover(bench.home, bench.original)
    refused(Code.CASE_ALREADY_SENT, again.extract)
    add_handover(bench.home, bench.original, "andere-naam")
    refused(Code.CASE_ALREADY_SENT, lambda: again.extract("andere-naam"))
    assert bench.gateway.counts()["posts"] == RECIPIENTS


def test_the_inventory_itself_refuses_a_case_for_which_sending_began(bench: Bench) -> None:
    """Another run may have begun between the first check and taking in."""
    whole(bench)
    other = replace(
        bench.campaign, id=f"{CITY}-2026-05-01-bcde", run="other", state=State.EXTRACTING
    )
    with bench.stores.inventory.changing() as changes:
        refused(Code.CASE_ALREADY_SENT, lambda: changes.take_in(other))


def test_of_two_open_campaigns_of_one_case_only_the_first_to_send_may(
    bench: Bench, another_run: Callable[[Bench, str], Bench]
) -> None:
    add_handover(bench.home, bench.original, "tweede")
    second = another_run(bench, "b")
    second.extract("tweede")
    assert second.campaign.case_reference == bench.campaign.case_reference
    whole(bench)
    second.stores.inventory.update(second.campaign.id, state=State.ASKING)
    with pytest.raises(EenmaligError) as spent, second.stores.inventory.changing() as changes:
        changes.begin_sending(second.campaign.id, second.campaign.deadline)
    assert spent.value.code is Code.CASE_ALREADY_SENT


def test_a_number_of_another_open_campaign_is_excluded_whatever_its_key(
    bench: Bench, another_run: Callable[[Bench, str], Bench]
) -> None:
    name = "tweede"
    add_handover(bench.home, bench.original, name)
    case_of(bench.home.handover / CITY / name, "PL-2026-0002")
    second = another_run(bench, "b")
    second.extract(name)
    refused(Code.NO_RECIPIENT, second.normalize)
    (counted,) = second.records("normalized")
    elsewhere = counted.data["counts"]["excluded"]["open_elsewhere"]
    totals = bench.truth.totals
    assert elsewhere == totals.recipients + totals.duplicates
    second.destroy()
    assert second.look().wrong == []
    assert second.verdict().ending == "nothing_to_send"
    assert bench.left() == {"vault", "keys", "working copy"}


def test_only_the_numbers_in_common_with_an_open_campaign_are_excluded(
    bench: Bench, another_run: Callable[[Bench, str], Bench], tmp_path: Path
) -> None:
    shared = sorted(bench.truth.recipient_numbers)[:3]
    other = make_handover(
        tmp_path / "other", city=CITY, case_reference="PL-2026-0003", recipients=8
    )
    extra = "Nummer;Naam\n" + "".join(f"{each};klant\n" for each in shared)
    (tmp_path / "other" / "gesprekken.csv").write_text(extra)
    redeclare(tmp_path / "other", lambda _: None)
    add_handover(bench.home, tmp_path / "other", "tweede")
    second = another_run(bench, "b")
    second.extract("tweede")
    second.normalize()
    counts = second.kept("dossier.json")["counts"]
    assert counts["excluded"]["open_elsewhere"] == len(shared)
    assert counts["recipients"] <= other.recipients


def test_after_destruction_another_case_may_hold_the_same_numbers(
    bench: Bench, another_run: Callable[[Bench, str], Bench]
) -> None:
    bench.destroy()
    add_handover(bench.home, bench.original, "tweede")
    case_of(bench.home.handover / CITY / "tweede", "PL-2026-0002")
    second = another_run(bench, "b")
    second.extract("tweede")
    second.normalize()
    assert second.kept("dossier.json")["counts"]["recipients"] == RECIPIENTS


def test_a_hand_over_without_a_recipient_is_destroyed_and_says_so(fresh: Bench) -> None:
    folder = fresh.home.handover / CITY / HANDOVER
    for each in ("klanten.csv", "gesprekken.csv"):
        (folder / each).write_text("Telefoonnummer;Nummer\n;\ngeen;onbekend\n")
    for each in ("bestellingen.xlsx", "adresboek.vcf"):
        (folder / each).unlink()

    def fewer(declared: dict[str, Any]) -> None:
        declared["sources"] = [e for e in declared["sources"] if e["file"].endswith(".csv")]

    redeclare(folder, fewer)
    fresh.extract()
    refused(Code.NO_RECIPIENT, fresh.normalize)
    assert fresh.gateway.counts()["posts"] == 0
    fresh.destroy()
    assert not fresh.left()
    assert fresh.look().wrong == []
    assert fresh.verdict().ending == "nothing_to_send"


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("bestellingen.xlsx", b"PK\x03\x04 not a workbook", Code.SOURCE_FORMAT),
        ("klanten.csv", b"Naam;Leeftijd\nBas;17\n", Code.SOURCE_COLUMN),
        ("adresboek.vcf", b"", Code.SOURCE_UNREADABLE),
    ],
)
def test_an_export_that_cannot_be_read_is_one_clear_error_and_then_destroyed(
    fresh: Bench, file: str, content: bytes, code: Code
) -> None:
    folder = fresh.home.handover / CITY / HANDOVER
    (folder / file).write_bytes(content)
    redeclare(folder, lambda _: None)
    error = refused(code, fresh.extract)
    assert file not in str(error)
    assert "source" in str(error)
    assert fresh.campaign.state is State.EXTRACTING
    fresh.destroy()
    assert not fresh.left()
    assert fresh.look().wrong == []
    assert fresh.verdict().ending == "failed"
    assert scan_for_numbers(fresh.original, [fresh.home.root]).found == {}


def test_a_changed_export_is_refused_and_the_working_copy_stays(fresh: Bench) -> None:
    with (fresh.home.handover / CITY / HANDOVER / "klanten.csv").open("a") as file:
        file.write("\n")
    error = refused(Code.HANDOVER_INVALID, fresh.extract)
    assert "klanten" not in str(error)
    nothing_was_taken_in(fresh)


@pytest.mark.parametrize(
    ("staff", "number"), [("police-lelystad", 0), ("prosecutor-lelystad", None)]
)
def test_an_authority_that_nobody_can_answer_for_fails_before_anything_is_taken_in(
    fresh: Bench, staff: str, number: int | None
) -> None:
    held = json.loads(fresh.home.staff.read_text())
    if number is None:
        del held[staff]
    else:
        held[staff]["active"] = False
    fresh.home.staff.write_text(json.dumps(held))
    refused(Code.APPROVER_UNKNOWN, fresh.extract)
    nothing_was_taken_in(fresh)


@pytest.mark.parametrize("asked_by", [None, "", "police-lelystad", "prosecutor-lelystad"])
def test_who_asks_is_known_and_never_approves(fresh: Bench, asked_by: str | None) -> None:
    run = Run(fresh.run.dag_id, fresh.run.run_id, asked_by)
    form = {"handover": HANDOVER}
    refused(Code.RUN_REFUSED, lambda: extract(fresh.stores, run, CITY, form, fresh.settings))
    nothing_was_taken_in(fresh)


@pytest.mark.parametrize(
    "form", [{}, {"handover": 3}, {"handover": HANDOVER, "note": "a word"}, {"name": HANDOVER}]
)
def test_a_form_holds_the_name_of_the_hand_over_and_nothing_else(
    fresh: Bench, form: Mapping[str, object]
) -> None:
    refused(Code.RUN_REFUSED, lambda: extract(fresh.stores, fresh.run, CITY, form, fresh.settings))
    nothing_was_taken_in(fresh)


def test_a_run_named_after_a_number_is_refused(fresh: Bench, tmp_path: Path) -> None:
    assert tmp_path.is_dir()
    number = next(iter(fresh.truth.recipient_numbers))
    run = Run(fresh.run.dag_id, f"about {number}", "data-team-lelystad")
    error = refused(
        Code.RUN_REFUSED,
        lambda: extract(fresh.stores, run, CITY, {"handover": HANDOVER}, fresh.settings),
    )
    assert number[3:] not in str(error)
    nothing_was_taken_in(fresh)


def test_a_gateway_that_refuses_the_credentials_fails_before_anything_is_taken_in(
    fresh: Bench,
) -> None:
    fresh.gateway.token = "f" * 32
    refused(Code.GATEWAY_REFUSED, fresh.extract)
    nothing_was_taken_in(fresh)


def test_a_gateway_that_is_not_there_fails_before_anything_is_taken_in(fresh: Bench) -> None:
    fresh.gateway.process.kill()
    fresh.gateway.process.wait()
    refused(Code.GATEWAY_UNREACHABLE, fresh.extract)
    nothing_was_taken_in(fresh)


@pytest.mark.parametrize("address", ["https://api.twilio.com", "http://192.0.2.1:80"])
def test_a_gateway_elsewhere_is_refused_before_a_file_is_read(fresh: Bench, address: str) -> None:
    shutil.rmtree(fresh.home.handover)
    fresh.gateway.base_url = address
    refused(Code.GATEWAY_NOT_LOOPBACK, fresh.extract)
