"""A run searches all that is kept for its own numbers before it destroys them."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from eenmalig.cleartext.leak_scan import LeakScan
from eenmalig.domain.approvals import Decision
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps import leak_check, scan
from eenmalig.steps.scan import numbers_of
from eenmalig.stores import control_files, private_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.bench import Bench

    from eenmalig.stores.home import Home

PLACES = ["evidence", "inventory", "answers", "publication", "airflow_logs", "airflow_database"]
# Where nothing was approved yet.
UNPUBLISHED = [place for place in PLACES if place != "publication"]


@pytest.fixture
def with_airflow(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """A campaign in a home in which Airflow left logs and a database."""
    for name in ("AIRFLOW_HOME", "AIRFLOW__LOGGING__BASE_LOG_FOLDER"):
        monkeypatch.delenv(name, raising=False)
    (bench.home.airflow / "logs" / "task").mkdir(parents=True)
    (bench.home.airflow / "logs" / "task" / "1.log").write_text("2026-11-26 nothing of anybody\n")
    with closing(sqlite3.connect(bench.home.airflow / "airflow.db")) as database, database:
        database.execute("CREATE TABLE log (extra TEXT)")
    return bench


def scanned(bench: Bench) -> dict[str, Any]:
    (record,) = bench.records("scanned")
    return dict(record.data)


def hits(bench: Bench) -> dict[str, int]:
    return {place["place"]: place["hits"] for place in scanned(bench)["places"] if place["hits"]}


def controls(home: Home) -> list[Path]:
    return [path for path in home.root.rglob(".control-*") if path.is_file()]


def insert(path: Path, text: str) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("INSERT INTO log VALUES (?)", (text,))


def in_log(home: Home, number: str) -> None:
    log = home.airflow / "logs" / "task" / "1.log"
    log.write_text(f"{log.read_text()}refused: 0{number.removeprefix('+31')}\n")


def in_database(home: Home, number: str) -> None:
    insert(home.airflow / "airflow.db", f"hash {hashlib.sha256(number.encode()).hexdigest()}")


def deleted_from_database(home: Home, number: str) -> None:
    insert(home.airflow / "airflow.db", f"to {number}")
    with closing(sqlite3.connect(home.airflow / "airflow.db")) as database, database:
        database.execute("PRAGMA secure_delete = OFF")
        database.execute("DELETE FROM log")


def in_journal(home: Home, number: str) -> None:
    (home.airflow / "airflow.db-wal").write_bytes(f"frame {number}".encode())


def in_answers(home: Home, number: str) -> None:
    (home.answers / "answers.db-journal").write_text(base64.b64encode(number.encode()).decode())


def in_evidence(home: Home, number: str) -> None:
    (home.evidence / "notes.txt").write_text(number)


def in_inventory(home: Home, number: str) -> None:
    (home.inventory / "export.csv").write_text(f"nummer\n{number}\n")


def in_lost(home: Home, number: str) -> None:
    home.lost.mkdir()
    (home.lost / "inventory.db").write_text(number)


def in_outbox(home: Home, number: str) -> None:
    home.outbox.mkdir()
    (home.outbox / "outbox.db").write_text(number)


LEAKS: list[tuple[Callable[[Home, str], None], str]] = [
    (in_log, "airflow_logs"),
    (in_database, "airflow_database"),
    (deleted_from_database, "airflow_database"),
    (in_journal, "airflow_database"),
    (in_answers, "answers"),
    (in_evidence, "evidence"),
    (in_inventory, "inventory"),
    (in_lost, "lost"),
    (in_outbox, "outbox"),
]


def test_a_run_proves_that_it_searched_every_place_and_leaves_nothing(with_airflow: Bench) -> None:
    bench = with_airflow
    bench.approve()
    bench.gate()
    bench.send()
    bench.collected()
    bench.destroy()
    data = scanned(bench)
    assert (data["ran"], data["why"], data["not_covered"]) == (True, None, [])
    assert data["numbers"] >= len(bench.truth.recipient_numbers)
    assert [place["place"] for place in data["places"]] == PLACES
    for place in data["places"]:
        assert place["control_found"], place
        assert place["hits"] == place["unread"] == 0, place
        assert place["files"], place
        assert place["bytes"], place
    assert controls(bench.home) == []
    assert bench.look().wrong == []
    assert bench.verdict().ending == "completed"


@pytest.mark.parametrize(("leak", "place"), LEAKS)
def test_a_number_where_none_may_be_ends_the_run_red_once_all_is_destroyed(
    with_airflow: Bench, leak: Callable[[Home, str], None], place: str
) -> None:
    bench = with_airflow
    leak(bench.home, min(bench.truth.recipient_numbers))
    with pytest.raises(EenmaligError) as refused:
        bench.destroy()
    assert refused.value.code is Code.LEAK_FOUND
    assert f"1 in {place}" in str(refused.value)
    assert hits(bench) == {place: 1}
    assert not bench.left()
    with pytest.raises(EenmaligError) as again:
        bench.destroy()
    assert again.value.code is Code.LEAK_FOUND
    assert len(bench.records("scanned")) == 1


def test_numbers_that_were_excluded_or_refused_are_searched_for_too(
    with_airflow: Bench, tmp_path: Path
) -> None:
    bench = with_airflow
    every_number, _ = numbers_of(bench.original, tmp_path / "scratch", lambda: None)
    others = every_number - set(bench.truth.recipient_numbers)
    (bench.home.airflow / "logs" / "other.log").write_text("\n".join(others))
    with pytest.raises(EenmaligError):
        bench.destroy()
    assert hits(bench) == {"airflow_logs": len(others)}


def test_what_is_not_here_is_named_as_not_covered(with_airflow: Bench) -> None:
    shutil.rmtree(with_airflow.home.airflow)
    with_airflow.destroy()
    assert scanned(with_airflow)["not_covered"] == ["airflow_logs", "airflow_database"]


def test_a_number_that_a_city_publishes_is_not_searched_for_and_every_other_is(
    with_airflow: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = with_airflow.home.handover / with_airflow.city / with_airflow.campaign.handover
    numbers, _ = numbers_of(folder, tmp_path, lambda: None)
    public = min(numbers)
    monkeypatch.setattr(scan, "published_numbers", lambda: frozenset({f"0{public[3:]}"}))
    assert numbers_of(folder, tmp_path, lambda: None)[0] == numbers - {public}


@pytest.mark.parametrize("left", ["nothing", "one changed file", "no declaration"])
def test_numbers_are_those_that_can_still_be_read(with_airflow: Bench, left: str) -> None:
    bench = with_airflow
    folder = bench.home.handover / bench.campaign.city / bench.campaign.handover
    if left == "nothing":
        shutil.rmtree(folder)
    elif left == "no declaration":
        (folder / "handover.yaml").unlink()
    else:
        first = min(path for path in folder.iterdir() if path.suffix != ".yaml")
        first.write_bytes(b"")
    bench.destroy()
    data = scanned(bench)
    if left == "one changed file":
        assert (data["ran"], data["exports_not_read"]) == (True, 1)
    else:
        assert (data["ran"], data["why"], data["places"]) == (False, "no_numbers", [])
    assert not bench.left()
    assert controls(bench.home) == []


def test_an_export_that_never_ends_holds_nothing_up(with_airflow: Bench) -> None:
    bench = with_airflow
    folder = bench.home.handover / bench.campaign.city / bench.campaign.handover
    first = min(path for path in folder.iterdir() if path.suffix != ".yaml")
    first.unlink()
    os.mkfifo(first)
    bench.destroy()
    assert scanned(bench)["exports_not_read"] == 1


def test_a_search_that_runs_out_of_time_tells_what_it_covered(
    with_airflow: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = with_airflow
    in_evidence(bench.home, min(bench.truth.recipient_numbers))
    with (bench.home.airflow / "logs" / "long.log").open("wb") as file:
        file.truncate(64 * 1024**3)
    monkeypatch.setattr(leak_check, "MOST_SECONDS", 12.0)
    with pytest.raises(EenmaligError) as refused:
        bench.destroy()
    assert refused.value.code is Code.LEAK_FOUND
    data = scanned(bench)
    assert data["why"] == "out_of_time"
    assert [place["place"] for place in data["places"]] == UNPUBLISHED[:4]
    assert data["places"][-1]["bytes"] > 0


def test_after_the_deadline_nothing_is_searched(with_airflow: Bench) -> None:
    with_airflow.put_forward(hours=3)
    with_airflow.destroy()
    assert scanned(with_airflow)["why"] == "out_of_time"


def test_a_place_that_takes_no_control_is_told_and_ends_the_run_red(
    with_airflow: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = with_airflow

    def write_new(path: Path, content: bytes) -> None:
        if path.parent == bench.home.answers:
            raise OSError(28, "No space left on device")
        private_files.write_new(path, content)

    monkeypatch.setattr("eenmalig.stores.control_files.write_new", write_new)
    with pytest.raises(EenmaligError) as refused:
        bench.destroy()
    assert refused.value.code is Code.SCAN_NOT_PROVED
    blind = [place["place"] for place in scanned(bench)["places"] if not place["control_found"]]
    assert blind == ["answers"]
    assert not bench.left()


def test_what_a_killed_search_left_is_passed_over_and_removed(with_airflow: Bench) -> None:
    bench = with_airflow
    home = bench.home
    places = (home.evidence, home.inventory, home.answers, home.airflow, home.airflow / "logs")
    for place in places:
        assert control_files.plant(place, bench.campaign.id, b"left")
        assert control_files.plant(place, "lelystad-2026-01-01-abcd", b"of another")
    bench.decide("police", Decision.REJECT)
    bench.destroy()
    assert controls(home) == []
    assert control_files.plant(home.inventory, bench.campaign.id, b"left")
    assert control_files.plant(home.evidence, bench.campaign.id, b"left")
    assert bench.look().wrong == []
    assert controls(home) == []


def test_the_last_guard_searches_nothing(with_airflow: Bench) -> None:
    with_airflow.put_forward(hours=3)
    assert with_airflow.look().wrong == []
    assert with_airflow.records("scanned") == []


def test_a_search_that_reads_nothing_proves_nothing(
    with_airflow: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LeakScan, "search_file", lambda *_: None)
    with pytest.raises(EenmaligError) as refused:
        with_airflow.destroy()
    assert refused.value.code is Code.SCAN_NOT_PROVED
    assert not any(place["control_found"] for place in scanned(with_airflow)["places"])


def test_a_working_copy_that_was_renamed_is_searched_for_all_the_same(with_airflow: Bench) -> None:
    bench = with_airflow
    place = bench.home.handover / bench.campaign.city / bench.campaign.handover
    place.rename(place.with_name("een-andere-naam"))
    bench.destroy()
    assert (scanned(bench)["ran"], scanned(bench)["exports_not_read"]) == (True, 0)
    assert scanned(bench)["numbers"] > 0
