"""What everybody may read afterwards is true for each ending: a table of endings and texts."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from tests.documents.conftest import TEXT, a_certificate, a_dossier, beyond_reach

from eenmalig.documents.public_course import PublicCourse
from eenmalig.documents.publication import AFTER, BLOCKS, after_sending
from eenmalig.domain.approvals import AUTHORITIES
from eenmalig.domain.delivery import EarlyEnd

if TYPE_CHECKING:
    from collections.abc import Sequence

BEGAN, ENDED = "2026-11-22T13:00:00+00:00", "2026-11-22T13:09:00+00:00"
NAMES = [block.name for block in BLOCKS if block.edition == AFTER]
UNTOUCHED = [{"what": "case_evidence", "until": None}]
# Of everybody who was to get it, somebody was not tried.
PARTLY = {"recipients": 525, "delivered": 31, "failed": 2, "unknown": 1, "not_sent": 491}
IN_DOUBT = {"recipients": 525, "delivered": 0, "failed": 0, "unknown": 3, "not_sent": 522}
AUTHORITY = {
    "nl": dict(zip(AUTHORITIES, ("de politie", "de gemeente", "de officier"), strict=True)),
    "en": dict(zip(AUTHORITIES, ("the police", "the municipality", "the public"), strict=True)),
}
# What may stand only where it is so, and in which words.
SAYS = {
    "no_more": {"nl": "Vanaf dat moment is niets meer verstuurd", "en": "nothing more was sent"},
    "while": {"nl": "Tijdens het versturen trok", "en": "During sending,"},
    "stopped": {"nl": "Het versturen is gestopt", "en": "Sending was stopped"},
    "time": {"nl": "De tijd was om", "en": "Time was up"},
    "provider": {"nl": "niet goed ging bij het bedrijf", "en": "did not go well at the company"},
    "broken": {"nl": "Het versturen is afgebroken", "en": "Sending was broken off"},
    "uncertain": {"nl": "We weten niet of er echt sms", "en": "whether messages were really sent"},
    "unsent": {"nl": "Er is geen sms gestuurd", "en": "No message was sent"},
}


class Ending(NamedTuple):
    """How it went, and which of the sentences are then so."""

    course: PublicCourse
    says: set[str]
    outcomes: dict[str, int] | None = PARTLY
    beyond: Sequence[dict[str, Any]] = beyond_reach()

    @property
    def withdrawn(self) -> bool:
        return self.course.withdrawn_by is not None


def went(
    ending: str, early: str | None = None, by: str | None = None, **other: Any
) -> PublicCourse:
    course = PublicCourse([BEGAN, ENDED], ending, early, by, accepted=True)
    return course._replace(**other)


def unsent(ending: str, by: str | None = None, **other: Any) -> Ending:
    course = went(ending, by=by, **{"days": [], "accepted": False, **other})
    return Ending(course, {"unsent"}, None, UNTOUCHED)


ENDINGS: dict[str, Ending] = {
    "completed": Ending(went("completed"), set()),
    **{
        f"withdrawn_by_{by}": Ending(went("withdrawn", "withdrawn", by), {"no_more", "while"})
        for by in AUTHORITIES
    },
    "stopped": Ending(went("stopped", EarlyEnd.STOPPED), {"no_more", "stopped"}),
    **{
        early: Ending(went("ended_early", early), {"no_more", "time"})
        for early in (EarlyEnd.WINDOW_CLOSED, EarlyEnd.DEADLINE_NEAR)
    },
    **{
        early: Ending(went("ended_early", early), {"no_more", "stopped", "provider"})
        for early in (
            EarlyEnd.GATEWAY_REFUSES,
            EarlyEnd.GATEWAY_UNRELIABLE,
            EarlyEnd.SAME_REFUSAL,
        )
    },
    "withdrawn_too_late": Ending(went("completed", by="police"), set()),
    "stopped_then_withdrawn": Ending(
        went("stopped", EarlyEnd.STOPPED, "municipality"), {"no_more", "stopped"}
    ),
    "withdrawn_with_all_in_doubt": Ending(
        went("withdrawn", "withdrawn", "police", accepted=False),
        {"no_more", "while", "uncertain"},
        IN_DOUBT,
    ),
    "all_in_doubt": Ending(went("all_in_doubt", accepted=False), {"uncertain"}, IN_DOUBT),
    "failed": Ending(
        went("failed", accepted=False, days=[BEGAN]), {"no_more", "broken", "uncertain"}, None
    ),
    "superseded": Ending(
        went("superseded", accepted=False, days=[BEGAN]), {"no_more", "broken", "uncertain"}, None
    ),
    "evidence_lost": Ending(went("lapsed", accepted=False, days=[]), {"uncertain"}, None),
    "unsent": unsent("lapsed"),
    "unsent_rejected": unsent("rejected", "public_prosecutor"),
    "unsent_withdrawn": unsent("withdrawn", "police"),
    "unsent_stopped": unsent("stopped"),
    "unsent_refused": unsent("none_accepted", days=[BEGAN, ENDED]),
}


def sentences(text: str) -> list[str]:
    """Return the sentences of a text: no heading runs into them, and no markup."""
    plain = unescape(re.sub(r"<[^>]+>", "\n", text)).replace(TEXT, "")
    return [each.strip() for each in re.split(r"[.:?]\s|\n", plain) if each.strip()]


def told(ending: Ending, name: str) -> str:
    changes = {"ending": ending.course.ending, "outcomes": ending.outcomes}
    certificate = {**a_certificate(), **changes, "beyond_reach": ending.beyond}
    return after_sending(a_dossier(), certificate, ending.course)[name]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
def test_each_text_says_how_it_ended_and_nothing_of_another_ending(
    ending: Ending, name: str
) -> None:
    language = name.split(".")[1]
    text = unescape(told(ending, name))
    assert {what for what, words in SAYS.items() if words[language] in text} == ending.says


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
def test_that_all_three_approved_stands_unqualified_only_where_nobody_took_it_back(
    ending: Ending, name: str
) -> None:
    language = name.split(".")[1]
    text = told(ending, name)
    three, first = {"nl": ("alle drie", "eerst"), "en": ("all three", "at first")}[language]
    of_three = [each for each in sentences(text) if three in each.lower()]
    together = {"nl": "samen besloten", "en": "decided together"}[language]
    of_three += [each for each in sentences(text) if together in each]
    withdrew = {"nl": r"trok (\S+ \S+)", "en": r"(the \S+)[a-z ]* withdrew"}[language]
    named = set(re.findall(withdrew, text))
    if ending.withdrawn:
        assert of_three
        assert all(first in each.lower() for each in of_three)
        assert named == {AUTHORITY[language][str(ending.course.withdrawn_by)]}
        assert "Had één" not in text
        assert "Had one" not in text
    else:
        assert all(first not in each.lower() for each in of_three)
        assert named == set()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
def test_no_count_but_whole_tens_of_those_that_were_tried(ending: Ending, name: str) -> None:
    text = " ".join(sentences(told(ending, name)))
    dates = r"\d+ (?:november|december|maart|November|December|March) \d{4}"
    shown = set(re.findall(r"\d+", re.sub(dates, "", text))) - {"112"}
    assert shown == ({"30"} if ending.outcomes == PARTLY else set())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
def test_where_nothing_was_sent_no_sentence_takes_for_granted_that_somebody_got_it(
    ending: Ending, name: str
) -> None:
    text = unescape(told(ending, name))
    taken_for_granted = (
        *("kreeg ik", "wie de sms kreeg", "jij een sms kreeg", "We probeerden", "Hij gaat naar"),
        *("I get", "who got the message", "you got a message", "We tried", "It goes to"),
        *("We volgen", "We follow"),
    )
    if "unsent" in ending.says:
        assert [each for each in taken_for_granted if each in text] == []
    else:
        assert "Hij gaat naar" not in text
        assert "It goes to" not in text
