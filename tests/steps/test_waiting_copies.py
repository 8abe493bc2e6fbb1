"""Hand-overs that wait: tried by a worker, with what came of it kept as long as it stands so."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import CITY, HANDOVER, add_handover

from eenmalig.errors import Code, EenmaligError
from eenmalig.steps import waiting_copies
from eenmalig.steps.known_copies import UNTRIGGERED_HOURS, look_at_copies, scratch_beside
from eenmalig.steps.overdue import destroy_overdue
from eenmalig.steps.waiting_copies import check_waiting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.bench import Bench

    from eenmalig.stores.working_copies import WorkingCopy


class KilledError(BaseException):
    """The process is gone."""


def known(bench: Bench, name: str = HANDOVER) -> WorkingCopy:
    (row,) = [row for row in bench.stores.inventory.working_copies() if row.name == name]
    return row


def checked(bench: Bench, name: str = HANDOVER) -> Mapping[str, Any]:
    found = known(bench, name).checked
    assert found is not None
    return found


def test_counts_are_those_of_a_campaign_and_the_copy_gets_its_deadline(fresh: Bench) -> None:
    check_waiting(fresh.stores, CITY, HANDOVER)
    result = checked(fresh)
    assert result["holds"] is True
    assert result["total"]["recipients"] == fresh.truth.totals.recipients
    assert result["total"]["read"] == fresh.truth.totals.read
    sources = [export["counts"] for export in result["exports"] if not export["is_list"]]
    assert sources == [tally.per_source() for tally in fresh.truth.per_source]
    assert result["wrong"] == []
    assert known(fresh).deadline is not None
    assert known(fresh).campaign is None


def test_no_small_count_by_reason_is_kept(fresh: Bench) -> None:
    check_waiting(fresh.stores, CITY, HANDOVER)
    result = checked(fresh)
    every = [result["total"], *filter(None, (export["counts"] for export in result["exports"]))]
    by_reason = [
        count
        for counts in every
        for group in ("refused", "excluded", "set_aside")
        for count in counts[group].values()
    ]
    assert "<5" in by_reason
    assert not [count for count in by_reason if count in range(1, 5)]


def test_every_mistake_is_kept_at_once_and_no_name_of_a_file(fresh: Bench) -> None:
    folder = fresh.home.handover / CITY / HANDOVER
    names = [path.name for path in folder.iterdir() if path.name != "handover.yaml"]
    for name in names[:2]:
        (folder / name).write_text("changed")
    check_waiting(fresh.stores, CITY, HANDOVER)
    result = checked(fresh)
    assert result["holds"] is False
    assert len(result["wrong"]) >= 2
    assert not any(name in json.dumps(result) for name in names)


def test_without_a_name_each_is_tried_that_was_not_tried_as_it_is(
    fresh: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_handover(fresh.home, fresh.original, "tweede")
    add_handover(fresh.home, fresh.original, "elders", city="utrecht")
    tried: list[str] = []
    real = waiting_copies._tried  # noqa: SLF001 - whatever it comes to

    def try_(*arguments: Any) -> Mapping[str, Any]:
        tried.append(arguments[2].name)
        return real(*arguments)

    monkeypatch.setattr(waiting_copies, "_tried", try_)
    check_waiting(fresh.stores, CITY, None)
    assert sorted(tried) == [HANDOVER, "tweede"]
    check_waiting(fresh.stores, CITY, None)
    assert len(tried) == 2
    declaration = fresh.home.handover / CITY / "tweede" / "handover.yaml"
    declaration.write_text(declaration.read_text() + "# corrected\n")
    look_at_copies(fresh.stores)
    assert known(fresh, "tweede").checked is None
    check_waiting(fresh.stores, CITY, None)
    assert tried[2:] == ["tweede"]


def test_what_a_campaign_took_in_is_not_tried(fresh: Bench) -> None:
    fresh.extract()
    check_waiting(fresh.stores, CITY, HANDOVER)
    check_waiting(fresh.stores, CITY, None)
    assert known(fresh).checked is None
    assert known(fresh).campaign == fresh.campaign.id


@pytest.mark.parametrize(
    ("name", "code"),
    [("nergens", Code.HANDOVER_MISSING), ("../utrecht/overdracht", Code.HANDOVER_NAME)],
)
def test_a_name_that_is_none_is_refused(fresh: Bench, name: str, code: Code) -> None:
    with pytest.raises(EenmaligError) as refused:
        check_waiting(fresh.stores, CITY, name)
    assert refused.value.code is code


def test_a_check_that_is_killed_leaves_the_old_result_and_what_is_beside_goes_too(
    fresh: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_waiting(fresh.stores, CITY, HANDOVER)
    before = checked(fresh)
    folder = fresh.home.handover / CITY / HANDOVER
    with monkeypatch.context() as patch:

        def killed(*arguments: Any) -> None:
            (arguments[3] / "copy.db").write_text("in the clear")
            patch.setattr(waiting_copies, "remove_all", lambda _: None)  # nothing cleans up
            raise KilledError

        patch.setattr(waiting_copies, "_tried", killed)
        with pytest.raises(KilledError):
            check_waiting(fresh.stores, CITY, HANDOVER)
    assert checked(fresh) == before
    assert scratch_beside(folder).exists()
    # As any working copy it has a deadline, and the campaign that takes the hand-over in ends it.
    fresh.extract()
    assert scratch_beside(folder).exists()
    fresh.destroy()
    assert not scratch_beside(folder).exists()
    assert not fresh.left()


def test_what_nobody_triggers_is_destroyed_with_what_a_killed_check_left(fresh: Bench) -> None:
    check_waiting(fresh.stores, CITY, HANDOVER)
    scratch = scratch_beside(fresh.home.handover / CITY / HANDOVER)
    scratch.mkdir()
    (scratch / "copy.db").write_text("in the clear")
    look_at_copies(fresh.stores)
    fresh.put_forward(hours=UNTRIGGERED_HOURS + 1)
    assert destroy_overdue(fresh.stores, None).wrong == []
    assert list((fresh.home.handover / CITY).iterdir()) == []
    look_at_copies(fresh.stores)
    assert fresh.stores.inventory.working_copies() == []


def test_nothing_is_kept_of_what_was_changed_meanwhile(
    fresh: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = waiting_copies._tried  # noqa: SLF001 - whatever it comes to
    folder = fresh.home.handover / CITY / HANDOVER

    def changing(*arguments: Any) -> Mapping[str, Any]:
        result = real(*arguments)
        (folder / "handover.yaml").write_text("city: lelystad")
        return result

    monkeypatch.setattr(waiting_copies, "_tried", changing)
    check_waiting(fresh.stores, CITY, HANDOVER)
    assert known(fresh).checked is None


def test_a_check_takes_no_hand_over_away_from_its_campaign(
    fresh: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = waiting_copies._tried  # noqa: SLF001 - whatever it comes to

    def while_triggered(*arguments: Any) -> Mapping[str, Any]:
        fresh.extract()
        return real(*arguments)

    monkeypatch.setattr(waiting_copies, "_tried", while_triggered)
    check_waiting(fresh.stores, CITY, HANDOVER)
    assert known(fresh).campaign == fresh.campaign.id
    assert known(fresh).deadline == fresh.campaign.deadline


def test_a_destroyed_copy_is_known_without_what_a_check_told(fresh: Bench) -> None:
    check_waiting(fresh.stores, CITY, HANDOVER)
    assert known(fresh).destroyed().checked is None
    shutil.rmtree(fresh.home.handover / CITY / HANDOVER)
    add_handover(fresh.home, fresh.original)
    look_at_copies(fresh.stores)
    assert known(fresh).checked is None
    assert replace(known(fresh), checked={}) != known(fresh)
