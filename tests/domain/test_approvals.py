"""Approvals: each policy, broken alone, stops the campaign and is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from eenmalig.domain.approvals import (
    AUTHORITIES,
    Answer,
    Decision,
    Standing,
    answer_by,
    mistakes,
    require_approved,
    standing,
)
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable

ASKED = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
APPROVE_BY = ASKED + timedelta(hours=1)
DOSSIER: dict[str, Any] = {
    "digest": "ab" * 32,
    "approve_by": APPROVE_BY.isoformat(),
    "minutes_for_each_authority": 10,
    "requested_by": "data-team",
    "authorities": {
        "police": ["police-one", "police-two"],
        "municipality": ["mayor"],
        "public_prosecutor": ["prosecutor", "police-one"],
    },
}
POLICE, MUNICIPALITY, PROSECUTOR = (
    Answer(authority, staff_id, Decision.APPROVE, DOSSIER["digest"], ASKED)
    for authority, staff_id in zip(AUTHORITIES, ("police-one", "mayor", "prosecutor"), strict=True)
)
ALL = [POLICE, MUNICIPALITY, PROSECUTOR]


def with_police(**changes: Any) -> list[Answer]:
    """The three answers, the one of the police changed."""
    return [replace(POLICE, **changes), MUNICIPALITY, PROSECUTOR]


def requested_by(staff_id: str) -> dict[str, Any]:
    return {**DOSSIER, "requested_by": staff_id}


def test_three_approvals_of_exactly_this_dossier_are_assent() -> None:
    require_approved(DOSSIER, ALL)
    assert mistakes(DOSSIER, list(reversed(ALL))) == []


@pytest.mark.parametrize(
    ("dossier", "answers", "named"),
    [
        (DOSSIER, [MUNICIPALITY, PROSECUTOR], "police: no answer on record"),
        (DOSSIER, [POLICE, PROSECUTOR], "municipality: no answer on record"),
        (DOSSIER, [POLICE, MUNICIPALITY], "public_prosecutor: no answer on record"),
        (DOSSIER, with_police(decision=Decision.REJECT), "police: did not approve"),
        (DOSSIER, with_police(dossier="cd" * 32), "police: approved another dossier"),
        (
            DOSSIER,
            with_police(staff_id="stranger"),
            "police: answered by somebody not listed for it",
        ),
        (DOSSIER, with_police(at=APPROVE_BY), "police: answered too late"),
        (DOSSIER, with_police(at=APPROVE_BY + timedelta(days=1)), "police: answered too late"),
        (requested_by("police-one"), ALL, "who asked for the campaign answered"),
        (
            requested_by("police-two"),
            [replace(POLICE, staff_id="police-two"), *ALL],
            "who asked for the campaign answered",
        ),
        (
            DOSSIER,
            [POLICE, MUNICIPALITY, replace(PROSECUTOR, staff_id="police-one")],
            "one person answered for two authorities",
        ),
        (
            DOSSIER,
            [replace(PROSECUTOR, staff_id="police-one"), *ALL],
            "one person answered for two authorities",
        ),
    ],
)
def test_one_broken_policy_is_enough_and_is_named_alone(
    dossier: dict[str, Any], answers: list[Answer], named: str
) -> None:
    with pytest.raises(EenmaligError) as caught:
        require_approved(dossier, answers)
    assert caught.value.code is Code.APPROVAL_MISSING
    assert list(caught.value.mistakes) == [named]


@pytest.mark.parametrize("authority", AUTHORITIES)
@pytest.mark.parametrize(
    "spoil",
    [
        lambda each: replace(each, decision=Decision.REJECT),
        lambda each: replace(each, dossier="another"),
        lambda each: replace(each, staff_id="stranger"),
        lambda each: replace(each, at=APPROVE_BY),
        lambda each: replace(each, authority="somebody_else"),
    ],
)
def test_no_authority_can_be_done_without(
    authority: str, spoil: Callable[[Answer], Answer]
) -> None:
    spoilt = [spoil(each) if each.authority == authority else each for each in ALL]
    with pytest.raises(EenmaligError) as caught:
        require_approved(DOSSIER, spoilt)
    assert [each for each in caught.value.mistakes if each.startswith(authority)]


def test_a_withdrawn_approval_is_none() -> None:
    later = replace(POLICE, decision=Decision.REJECT, at=ASKED + timedelta(minutes=1))
    assert mistakes(DOSSIER, [*ALL, later]) == ["police: did not approve"]


def test_a_rejection_stands_whatever_the_same_authority_says_later() -> None:
    rejected = replace(POLICE, staff_id="police-two", decision=Decision.REJECT)
    assert mistakes(DOSSIER, [rejected, *ALL]) == ["police: did not approve"]
    assert standing(DOSSIER, [rejected, *ALL], ASKED) is Standing.REJECTED


@pytest.mark.parametrize(("position", "minutes"), list(enumerate([40, 50, 60])))
def test_each_authority_leaves_the_next_its_minimum_of_time(position: int, minutes: int) -> None:
    authority = AUTHORITIES[position]
    last = ASKED + timedelta(minutes=minutes)
    assert answer_by(DOSSIER, authority) == last
    in_time, late = ([*ALL] for _ in range(2))
    in_time[position] = replace(ALL[position], at=last - timedelta(seconds=1))
    late[position] = replace(ALL[position], at=last)
    assert mistakes(DOSSIER, in_time) == []
    assert mistakes(DOSSIER, late) == [f"{authority}: answered too late"]


def test_an_authority_that_the_dossier_lists_nobody_for_cannot_approve() -> None:
    nobody = {**DOSSIER, "authorities": {**DOSSIER["authorities"], "police": []}}
    without = {**DOSSIER, "authorities": {"municipality": ["mayor"], "public_prosecutor": ["x"]}}
    for dossier in (nobody, without):
        assert "police: answered by somebody not listed for it" in mistakes(dossier, ALL)


def test_without_answers_every_authority_is_missing() -> None:
    assert mistakes(DOSSIER, []) == [f"{each}: no answer on record" for each in AUTHORITIES]


@pytest.mark.parametrize(
    ("answers", "now", "stands"),
    [
        ([], ASKED, Standing.WAITING),
        (ALL[:2], APPROVE_BY - timedelta(seconds=1), Standing.WAITING),
        (with_police(staff_id="stranger"), ASKED, Standing.WAITING),
        (ALL, ASKED, Standing.APPROVED),
        (ALL, APPROVE_BY + timedelta(days=1), Standing.APPROVED),
        ([], APPROVE_BY, Standing.LAPSED),
        (ALL[:2], APPROVE_BY, Standing.LAPSED),
        (with_police(at=APPROVE_BY), APPROVE_BY, Standing.LAPSED),
        (with_police(dossier="another"), APPROVE_BY, Standing.LAPSED),
        (with_police(decision=Decision.REJECT), ASKED, Standing.REJECTED),
        (with_police(decision=Decision.REJECT), APPROVE_BY, Standing.REJECTED),
    ],
)
def test_how_the_approvals_stand(answers: list[Answer], now: datetime, stands: Standing) -> None:
    assert standing(DOSSIER, answers, now) is stands


@pytest.mark.parametrize("each", ALL)
def test_one_rejection_rejects_whoever_gives_it_and_whatever_the_others_say(each: Answer) -> None:
    rejection = replace(each, decision=Decision.REJECT)
    assert standing(DOSSIER, [rejection], ASKED) is Standing.REJECTED
    assert standing(DOSSIER, [*ALL, rejection], ASKED) is Standing.REJECTED
    assert standing(DOSSIER, [rejection, *ALL], ASKED) is Standing.REJECTED
    by_a_stranger = replace(rejection, staff_id="stranger", dossier="another")
    assert standing(DOSSIER, [*ALL, by_a_stranger], ASKED) is Standing.REJECTED


def test_an_answer_is_read_back_as_it_was_recorded() -> None:
    data = {**vars(POLICE), "decision": "approve", "at": ASKED.isoformat()}
    assert Answer.from_data(data) == POLICE


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"decision": "approved"}, "Decision"),
        ({"decision": ""}, "Decision"),
        ({"decision": None}, "Decision"),
        ({"at": "soon"}, "isoformat"),
    ],
)
def test_a_malformed_answer_is_refused(changes: dict[str, Any], told: str) -> None:
    data = {**vars(POLICE), "decision": "approve", "at": ASKED.isoformat(), **changes}
    with pytest.raises(ValueError, match=told):
        Answer.from_data(data)
