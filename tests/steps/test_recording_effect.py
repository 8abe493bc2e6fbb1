"""What was named before sending is measured afterwards: totals only, signed, after the ledger."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import put_clock_forward
from tests.effects import MEASURES, folder_of, record, weeks_since
from tests.second_checker import LEDGER, read_lines, sha256, trusted

from eenmalig.domain.approvals import Decision
from eenmalig.domain.effect_cells import Cell, current
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.effect_chain import EFFECT, Effect, read_effect
from eenmalig.evidence.signing import Trust
from eenmalig.steps.recording_effect import record_effect
from eenmalig.steps.verify_destruction import verify_destruction

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.bench import Bench


def refused(bench: Bench, rows: Sequence[str], **how: bool) -> EenmaligError:
    before = kept(bench)
    with pytest.raises(EenmaligError) as told:
        record(bench, rows, **how)
    assert kept(bench) == before
    return told.value


def kept(bench: Bench) -> bytes:
    path = folder_of(bench) / EFFECT
    return path.read_bytes() if path.exists() else b""


def read(bench: Bench, folder: Path | None = None) -> Effect:
    evidence = bench.home.evidence / bench.campaign.id
    return read_effect(folder or folder_of(bench), evidence, Trust(bench.home.trust))


def test_totals_are_signed_after_the_ledgers_end_and_small_ones_never_stand_there(
    weeks_ago: Bench,
) -> None:
    before, week, after = weeks_since(weeks_ago)
    rows = [f"{before};1;7", f"{week};1;3", f"{after};1;4", f"{week};{MEASURES[1]};2"]
    came_to = record(weeks_ago, rows)
    assert (came_to.new, came_to.corrected) == (2, 0)
    assert came_to.waits == {MEASURES[1]: week}
    found = read(weeks_ago)
    assert found.measures == MEASURES
    assert current(found.cells) == {
        MEASURES[0]: [Cell(MEASURES[0], before, before, 7), Cell(MEASURES[0], week, after, 7)]
    }
    assert b'"number":3' not in kept(weeks_ago)
    # Somebody else's code: chained to the ledger's last line, and signed by the same key.
    evidence = weeks_ago.home.evidence / weeks_ago.campaign.id
    keys, wrong = trusted(weeks_ago.home.trust)
    end = sha256((evidence / LEDGER).read_bytes().splitlines()[-1])
    records, head = read_lines(
        folder_of(weeks_ago) / EFFECT, weeks_ago.campaign.id, end, keys, wrong
    )
    assert (wrong, len(records), head) == ([], 1, came_to.head)
    assert weeks_ago.verdict().ending == "completed"


def test_recording_the_same_again_adds_nothing_and_later_weeks_go_on(weeks_ago: Bench) -> None:
    before, week, after = weeks_since(weeks_ago)
    rows = [f"{before};1;7", f"{week};1;3"]
    assert record(weeks_ago, rows).waits == {MEASURES[0]: week}
    once = kept(weeks_ago)
    assert record(weeks_ago, rows).new == 0
    assert kept(weeks_ago) == once
    assert record(weeks_ago, [*rows, f"{after};1;4"]).new == 1
    assert kept(weeks_ago).startswith(once)
    assert [cell.number for cell in read(weeks_ago).cells] == [7, 7]


def test_what_is_left_in_the_end_is_told_as_fewer_than_five(weeks_ago: Bench) -> None:
    _, week, _ = weeks_since(weeks_ago)
    record(weeks_ago, [f"{week};1;3", f"{week};2;9"], final=True)
    assert [cell.number for cell in read(weeks_ago).cells] == [None, 9]


def test_a_correction_is_made_on_purpose_and_the_first_total_stays_on_record(
    weeks_ago: Bench,
) -> None:
    _, week, _ = weeks_since(weeks_ago)
    record(weeks_ago, [f"{week};1;12"])
    error = refused(weeks_ago, [f"{week};1;31"])
    assert error.code is Code.TOTALS_INVALID
    assert "31" not in str(error)
    assert record(weeks_ago, [f"{week};1;31"], correct=True).corrected == 1
    found = read(weeks_ago)
    assert [cell.number for cell in found.cells] == [12, 31]
    assert current(found.cells)[MEASURES[0]][0].number == 31


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("{week};Iets anders;9", "row 2: the measure is none of those named beforehand"),
        ("{week};3;9", "row 2: the measure is none of those named beforehand"),
        ("week 49;1;9", "row 2: the week must be a year and a week"),
        ("2099-W01;1;9", "row 2: the week is not over yet"),
        ("9999-W52;1;9", "row 2: the week is not over yet"),
        ("1926-W48;1;9", "row 2: the week is more than two years before that of sending"),
        ("0001-W01;1;9", "row 2: the week is more than two years before that of sending"),
        ("{before};1;1\n{week};1;1\n{after};1;99999", "measure 1: {week} to {after} come to more"),
        ("{week};1;-9", "row 2: the number must be a whole one"),
        ("{week};1;612345678", "row 2: the number must be a whole one"),
        ("{week};1;", "row 2: the number must be a whole one"),
        ("{week};1;9\n{week};1;9", "row 3: the same week and measure stood before"),
        ("", "there is no row below the header"),
    ],
)
def test_a_wrong_row_is_told_with_its_place_and_nothing_is_recorded(
    weeks_ago: Bench, row: str, told: str
) -> None:
    since = dict(zip(("before", "week", "after"), weeks_since(weeks_ago), strict=True))
    error = refused(weeks_ago, row.format(**since).split("\n"))
    assert error.code is Code.TOTALS_INVALID
    assert [mistake for mistake in error.mistakes if mistake.startswith(told.format(**since))]
    assert "612345678" not in str(error)


def test_a_correction_by_a_few_people_stays_unsaid(weeks_ago: Bench) -> None:
    _, week, after = weeks_since(weeks_ago)
    record(weeks_ago, [f"{week};1;9", f"{after};1;5"])
    for numbers in ((10, 5), (9, 4), (5, 5)):
        rows = [f"{week};1;{numbers[0]}", f"{after};1;{numbers[1]}"]
        error = refused(weeks_ago, rows, correct=True)
        assert "differ by fewer than 5 from the total on record" in str(error)
    assert record(weeks_ago, [f"{week};1;4"], correct=True).corrected == 1


def test_a_clock_that_was_set_back_records_nothing_that_cannot_be_read(weeks_ago: Bench) -> None:
    before, week, _ = weeks_since(weeks_ago)
    record(weeks_ago, [f"{before};1;9"])
    put_clock_forward(weeks_ago.patch, days=14)
    error = refused(weeks_ago, [f"{week};1;9"])
    assert "is dated before the one before it" in str(error)
    put_clock_forward(weeks_ago.patch, days=21, seconds=-30)
    assert record(weeks_ago, [f"{week};1;9"]).new == 1
    assert len(read(weeks_ago).records) == 2


def test_what_stands_in_the_place_of_its_folder_is_not_followed(
    weeks_ago: Bench, tmp_path: Path
) -> None:
    weeks_ago.home.effect.mkdir()
    folder_of(weeks_ago).symlink_to(tmp_path)
    error = refused(weeks_ago, [f"{weeks_since(weeks_ago)[1]};1;9"])
    assert error.code is Code.EFFECT_REFUSED


def test_a_column_that_stands_there_twice_is_refused(weeks_ago: Bench) -> None:
    file = weeks_ago.home.root.parent / "twee.csv"
    file.write_text(f"week;measure;number;aantal\n{weeks_since(weeks_ago)[1]};1;12;77\n")
    with pytest.raises(EenmaligError, match="each once"):
        record_effect(
            weeks_ago.stores, weeks_ago.campaign.id, file, "tests", final=False, correct=False
        )


def test_no_effect_without_an_end_a_message_and_a_measure_named_beforehand(bench: Bench) -> None:
    assert refused(bench, ["2026-W01;1;9"]).code is Code.EFFECT_REFUSED
    bench.decide("police", Decision.REJECT)
    bench.gate()
    bench.destroy()
    assert refused(bench, ["2026-W01;1;9"]).mistakes == ("nothing was sent",)


def lines(content: bytes) -> list[bytes]:
    return content.split(b"\n")[:-1]


def changed_number(content: bytes) -> bytes:
    return content.replace(b'"number":7', b'"number":8', 1)


def swapped(content: bytes) -> bytes:
    return b"".join(line + b"\n" for line in reversed(lines(content)))


def without_the_first(content: bytes) -> bytes:
    return b"".join(line + b"\n" for line in lines(content)[1:])


def cut(content: bytes) -> bytes:
    return content[:-9]


@pytest.mark.parametrize("deed", [changed_number, swapped, without_the_first, cut])
def test_what_was_changed_does_not_hold_and_nothing_is_added_to_it_until_it_is_set_aside(
    weeks_ago: Bench, tmp_path: Path, deed: Any
) -> None:
    before, week, _ = weeks_since(weeks_ago)
    record(weeks_ago, [f"{before};1;7"])
    record(weeks_ago, [f"{before};1;7", f"{week};1;9"])
    (folder_of(weeks_ago) / EFFECT).write_bytes(deed(kept(weeks_ago)))
    with pytest.raises(EenmaligError) as told:
        read(weeks_ago)
    assert told.value.code is Code.EVIDENCE_INVALID
    assert refused(weeks_ago, [f"{week};2;9"]).code is Code.EVIDENCE_INVALID
    folder_of(weeks_ago).rename(tmp_path / "aside")
    record(weeks_ago, [f"{before};1;7", f"{week};1;9"])
    (totals,) = current(read(weeks_ago).cells).values()
    assert [cell.number for cell in totals] == [7, 9]


def test_signed_totals_that_cannot_be_are_told(
    weeks_ago: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever holds the key can sign them; they are told all the same."""
    monkeypatch.setattr("eenmalig.steps.recording_effect.misfits", lambda *_: [])
    _, week, after = weeks_since(weeks_ago)
    for cell, told in (
        ({"measure": "Later bedacht"}, "record 1: a measure was not named beforehand"),
        ({"number": 3}, "record 1 is not what it must be"),
        ({"first": "2026-W99"}, "record 1: a week is none"),
        ({"last": "2099-W01"}, "record 1: a week was not over"),
    ):
        (folder_of(weeks_ago) / EFFECT).unlink(missing_ok=True)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Cell, "_asdict", lambda its, cell=cell: {**_fields(its), **cell})
            record(weeks_ago, [f"{week};1;9"])
        with pytest.raises(EenmaligError) as error:
            read(weeks_ago)
        assert f"{EFFECT}: {told}" in error.value.mistakes
    (folder_of(weeks_ago) / EFFECT).unlink()
    record(weeks_ago, [f"{week};1;9"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            Cell, "_asdict", lambda its: {**_fields(its), "first": week, "last": its.last}
        )
        record(weeks_ago, [f"{after};1;9"])
    with pytest.raises(EenmaligError, match="weeks do not follow those before"):
        read(weeks_ago)


def _fields(cell: Cell) -> dict[str, object]:
    return dict(zip(Cell._fields, cell, strict=True))


def test_an_effect_of_another_campaign_does_not_follow_this_ledger(weeks_ago: Bench) -> None:
    _, week, _ = weeks_since(weeks_ago)
    record(weeks_ago, [f"{week};1;9"])
    path = weeks_ago.home.evidence / weeks_ago.campaign.id / LEDGER
    *others, last = lines(path.read_bytes())
    altered = json.loads(last)
    altered["record"]["seq"] += 1
    path.write_bytes(b"".join(line + b"\n" for line in others))
    with pytest.raises(EenmaligError):
        read(weeks_ago)


def test_a_disk_that_is_full_leaves_what_was_on_record(
    weeks_ago: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, week, _ = weeks_since(weeks_ago)
    record(weeks_ago, [f"{before};1;7"])
    once = kept(weeks_ago)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("eenmalig.stores.private_files.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        record(weeks_ago, [f"{before};1;7", f"{week};1;9"])
    monkeypatch.undo()
    assert kept(weeks_ago) == once
    assert [path.name for path in folder_of(weeks_ago).iterdir()] == [EFFECT]


def test_verification_and_the_leak_search_take_no_harm_from_it(weeks_ago: Bench) -> None:
    _, week, _ = weeks_since(weeks_ago)
    record(weeks_ago, [f"{week};1;9"])
    assert verify_destruction(weeks_ago.stores, weeks_ago.settings).wrong == []
    assert weeks_ago.stores.strangers() == []
