"""Hand-overs that wait, on their page: what a worker kept of a check, and who may begin what."""

from __future__ import annotations

import builtins
import hashlib
import os
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.bench import CITY, HANDOVER, add_handover
from tests.pages.conftest import ORIGIN, Person

from eenmalig.steps.known_copies import look_at_copies
from eenmalig.steps.waiting_copies import check_waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench
    from tests.pages.conftest import Triggered

    Browse = Callable[[Person], Any]

HERE = frozenset({CITY})
TEAM = Person("data-team-lelystad", reading=HERE, triggering=HERE)
READER = Person("police-lelystad", "11", reading=HERE, answering=HERE)
STRANGER = Person("data-team-utrecht", reading=frozenset({"utrecht"}))
PATH = "/aanleveringen"
CHECK, START = f"{PATH}/{CITY}/controleren", f"{PATH}/{CITY}/starten"


@pytest.fixture
def bench(fresh: Bench) -> Bench:
    """An installation in which a hand-over waits that nobody looked at."""
    return fresh


def test_it_is_checked_by_clicking_and_then_started_by_clicking(
    bench: Bench, browse: Browse, triggered: Triggered
) -> None:
    with browse(TEAM) as browser:
        page = browser.open(PATH)
        assert HANDOVER in page.text
        assert "nog niet vastgelegd" in page.text
        assert START not in page.text
        assert browser.send(page, CHECK).status_code == 303
        check_waiting(bench.stores, CITY, None)
        page = browser.open(PATH)
        recipients = bench.truth.totals.recipients
        for said in ("In orde", f"{recipients} ontvangers", "bron 1", "Uiterlijk vernietigd"):
            assert said in page.text
        answer = browser.send(page, START)
        assert browser.open(answer.headers["location"]).text.count("De campagne is aangevraagd")
    assert triggered == [
        (f"handover_check_{CITY}", {"handover": None}, TEAM.staff_id),
        (f"sms_campaign_{CITY}", {"handover": HANDOVER}, TEAM.staff_id),
    ]


def test_what_is_wrong_is_told_at_once_and_cannot_be_started(
    bench: Bench, browse: Browse, triggered: Triggered
) -> None:
    folder = bench.home.handover / CITY / HANDOVER
    files = [path.name for path in folder.iterdir() if path.name != "handover.yaml"]
    with browse(TEAM) as browser:
        check_waiting(bench.stores, CITY, HANDOVER)
        before = browser.open(PATH)
        for name in files[:2]:
            (folder / name).write_text("<b>changed</b>")
        check_waiting(bench.stores, CITY, HANDOVER)
        page = browser.open(PATH)
        answer = browser.send(before, START)
        assert "Er is niets gebeurd" in browser.open(answer.headers["location"]).text
    assert "In de aanlevering staan fouten." in page.text
    assert page.text.count("<code>handover-invalid</code>") == 1
    assert page.text.count("de sha256 klopt niet") == 2
    assert "Verbeter elke genoemde fout" in page.text
    assert 'lang="en"' not in page.text
    assert "Niet in orde" in page.text
    assert START not in page.text
    assert not any(name in page.text for name in files)
    assert triggered == []


def test_mistakes_and_warnings_are_told_in_the_language_of_the_visitor(
    bench: Bench, browse: Browse
) -> None:
    folder = bench.home.handover / CITY / HANDOVER
    declared = folder / "handover.yaml"
    first = next(path.name for path in sorted(folder.iterdir()) if path.name.startswith("klanten"))
    (folder / first).write_bytes(b"%PDF-1.7")
    digest = hashlib.sha256(b"%PDF-1.7").hexdigest()
    written = yaml.safe_load(declared.read_text())
    (position,) = (n for n, each in enumerate(written["sources"]) if each["file"] == first)
    written["sources"][position]["sha256"] = digest
    declared.write_text(yaml.safe_dump(written))
    check_waiting(bench.stores, CITY, HANDOVER)
    with browse(TEAM) as browser:
        page = browser.open(PATH).text
        english = browser.open(PATH, **{"Accept-Language": "en"}).text
    assert f"bron {position + 1}: is een PDF" in page
    assert "De soort van een export is niet bekend." in page
    assert f"source {position + 1}: is a PDF" not in page
    assert f"source {position + 1}: is a PDF" in english
    assert "format is not known." in english


def test_a_sentence_that_nobody_knows_is_shown_as_it_is_and_said_to_be_english(
    bench: Bench, browse: Browse
) -> None:
    check_waiting(bench.stores, CITY, HANDOVER)
    (known,) = bench.stores.inventory.working_copies()
    new = "<b>something</b> new"
    checked = {**(known.checked or {}), "holds": False, "wrong": [f"[source-format] {new}"]}
    checked["exports"][0]["warnings"] = [new]
    with bench.stores.inventory.changing() as changes:
        assert changes.keep_check(known, checked)
    with browse(TEAM) as browser:
        page = browser.open(PATH).text
    assert page.count('<span lang="en">&lt;b&gt;something&lt;/b&gt; new</span>') == 2
    assert "<code>source-format</code>" in page
    assert "De soort van een export is niet bekend." in page


def test_a_campaign_that_took_it_in_is_named_and_nothing_can_be_pressed(
    bench: Bench, browse: Browse, triggered: Triggered
) -> None:
    check_waiting(bench.stores, CITY, HANDOVER)
    with browse(TEAM) as browser:
        before = browser.open(PATH)
        bench.extract()
        page = browser.open(PATH)
        assert f"/campagnes/{bench.campaign.id}" in page.text
        assert START not in page.text
        browser.send(before, START)
    assert triggered == []


def test_who_only_reads_sees_no_button_and_another_city_sees_nothing(
    bench: Bench, browse: Browse, triggered: Triggered
) -> None:
    check_waiting(bench.stores, CITY, HANDOVER)
    with browse(READER) as browser:
        page = browser.open(PATH)
        assert HANDOVER in page.text
        assert "<form" not in page.text
    with browse(STRANGER) as browser:
        assert HANDOVER not in browser.open(PATH).text
    token = _token(browse)
    fields = {"token": token, "handover": HANDOVER}
    for person in (READER, STRANGER):
        with browse(replace(person, user_id=TEAM.user_id)) as browser:
            for path in (CHECK, START):
                sent = browser.client.post(path, data=fields, headers={"Origin": ORIGIN})
                assert sent.status_code == 403
    assert triggered == []


def test_a_form_from_elsewhere_or_with_a_path_for_a_name_begins_nothing(
    bench: Bench, browse: Browse, triggered: Triggered
) -> None:
    check_waiting(bench.stores, CITY, HANDOVER)
    token = _token(browse)
    with browse(TEAM) as browser:
        for path in (CHECK, START):
            for fields, origin in (
                ({"handover": HANDOVER}, ORIGIN),
                ({"handover": HANDOVER, "token": token}, "http://elsewhere.example"),
            ):
                sent = browser.client.post(path, data=fields, headers={"Origin": origin})
                assert sent.status_code == 400
            for name in ("../utrecht", "nergens", "x" * 300):
                fields = {"handover": name, "token": token}
                sent = browser.client.post(path, data=fields, headers={"Origin": ORIGIN})
                assert sent.headers["location"].endswith("not_now")
        assert browser.open(f"{PATH}?done=<script>").status_code != 200
    assert triggered == []


def test_names_that_cannot_be_are_counted_and_not_shown(bench: Bench, browse: Browse) -> None:
    folder = bench.home.handover / CITY
    shutil.copytree(folder / HANDOVER, folder / "zaak van iemand")
    with browse(TEAM) as browser:
        page = browser.open(PATH)
    assert "1 map heeft een naam die niet kan" in page.text
    assert "iemand" not in page.text


def test_no_file_of_a_hand_over_is_opened(
    bench: Bench, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_waiting(bench.stores, CITY, HANDOVER)
    opened: list[str] = []
    real_open, real_os_open = builtins.open, os.open

    def watch(path: Any, *arguments: Any, **more: Any) -> Any:
        opened.append(str(path))
        return real_open(path, *arguments, **more)

    def watch_os(path: Any, *arguments: Any, **more: Any) -> int:
        opened.append(str(path))
        return real_os_open(path, *arguments, **more)

    with browse(TEAM) as browser:
        monkeypatch.setattr(builtins, "open", watch)
        monkeypatch.setattr(os, "open", watch_os)
        assert browser.open(PATH).status_code == 200
        monkeypatch.undo()
    assert not [path for path in opened if str(bench.home.handover) in path]


def test_where_working_copies_are_out_of_reach_what_a_worker_saw_is_shown(
    bench: Bench, browse: Browse
) -> None:
    add_handover(bench.home, bench.original, "tweede")
    check_waiting(bench.stores, CITY, None)
    look_at_copies(bench.stores)
    bench.home.handover.rename(bench.home.root / "elsewhere")
    with browse(TEAM) as browser:
        page = browser.open(PATH)
    assert page.text.count(f'action="{START}"') == 2


def _token(browse: Browse) -> str:
    from eenmalig_airflow.pages.own_forms import form_token  # noqa: PLC0415 - as above

    with browse(TEAM):
        return form_token(TEAM)  # type: ignore[arg-type]
