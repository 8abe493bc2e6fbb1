"""Text blocks for the municipality's page, its contact centre and the press, to paste elsewhere.

Everybody may read them. So nothing in them leads to anybody: of all counts one is told, in tens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from eenmalig.documents.moments import date, figure, until
from eenmalig.documents.passages import Passage, as_fragment, as_text
from eenmalig.documents.public_answers import PublicAnswers
from eenmalig.documents.public_course import taken_back, when, why_not
from eenmalig.documents.settings_in_words import window_in_words
from eenmalig.documents.words import LANGUAGES, Words, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from eenmalig.documents.public_course import PublicCourse

    Data = Mapping[str, Any]

BEFORE, AFTER = "before", "after"
TEXT, HTML = "txt", "html"
_PARTS = (("page", (TEXT, HTML)), ("contact_centre", (TEXT,)), ("press", (TEXT,)))
_ROUNDED_TO = 10
_CASE = "case_evidence"
_SENT, _UNSENT = "sent", "unsent"


class Block(NamedTuple):
    """One text: its edition, for whom it is (``part``), its language and its kind (``ending``)."""

    edition: str
    part: str
    language: str
    ending: str

    @property
    def name(self) -> str:
        """The file that it stands in."""
        return f"{self.edition}-{self.part}.{self.language}.{self.ending}"


# All that there can be: an edition at a time, and of each language what belongs together.
BLOCKS = tuple(
    Block(edition, part, language, ending)
    for edition in (BEFORE, AFTER)
    for language in LANGUAGES
    for part, endings in _PARTS
    for ending in endings
)


class _Edition(NamedTuple):
    """What differs between before and afterwards.

    ``course`` is what the keys of the words end in. ``taken_back`` tells which authority took its
    approval back, empty where none did.
    """

    course: str
    happened: Passage
    how_many: str
    numbers: tuple[Passage, ...]
    taken_back: str = ""

    @property
    def was_sent(self) -> bool:
        """Whether somebody gets or may have got it."""
        return self.course != _UNSENT


def before_sending(dossier: Data, *, is_draft: bool = False) -> dict[str, str]:
    """Return the blocks for before sending, by file name. They tell no count at all.

    They follow from the dossier alone. A draft, while not all have approved, says so first.
    """

    def edition(answers: PublicAnswers, wording: Words) -> _Edition:
        window = window_in_words(dossier["window"], wording)
        last = date(dossier["deadline"], wording)
        sent = answers.say(
            "when_text", first=date(dossier["created_at"], wording), last=last, window=window
        )
        gone_by = answers.say("numbers_until", deadline=last)
        return _Edition(
            BEFORE,
            answers.passage("when", sent),
            answers.say("press_how_many_before"),
            (answers.passage("numbers", gone_by),),
        )

    return _blocks(BEFORE, dossier, edition, is_draft=is_draft)


def after_sending(dossier: Data, certificate: Data, course: PublicCourse) -> dict[str, str]:
    """Return the blocks for after destruction, by file name."""

    def edition(answers: PublicAnswers, wording: Words) -> _Edition:
        beyond = {remnant["what"]: remnant for remnant in certificate["beyond_reach"]}
        was_sent = "recipients_phones" in beyond
        about = _about(certificate["outcomes"] or {}, wording) if was_sent else ""
        how_many = answers.say("sent_about", about=about) if about else ""
        if was_sent:
            lines = [*when(course, answers, wording), how_many or answers.say("sent_to_some")]
            lines += [answers.say("sent_twice")] if _was_doubled(certificate) else []
            lines += [answers.say("sent_no_more")]
        else:
            lines = why_not(course, answers, wording)
        quoted = "" if was_sent else answers.text
        return _Edition(
            _SENT if was_sent else _UNSENT,
            answers.passage("sent", *lines, quoted=quoted),
            (how_many or answers.say("press_no_number")) if was_sent else answers.say("not_sent"),
            _gone(certificate, answers, wording, was_sent=was_sent),
            taken_back(course, answers, wording),
        )

    return _blocks(AFTER, dossier, edition)


def _blocks(
    name: str,
    dossier: Data,
    edition: Callable[[PublicAnswers, Words], _Edition],
    *,
    is_draft: bool = False,
) -> dict[str, str]:
    """Return each block of an edition, by file name."""
    files = {}
    for language in LANGUAGES:
        wording = words(language)
        answers = PublicAnswers(dossier, wording)
        its = edition(answers, wording)
        notices = {"rehearsal": dossier["rehearsal"], "draft": is_draft}
        notice = " ".join(answers.say(key) for key, applies in notices.items() if applies)
        passages = {
            "page": _page(answers, its),
            "contact_centre": _contact_centre(answers, its),
            "press": _press(answers, its),
        }
        for block in BLOCKS:
            if (block.edition, block.language) == (name, language):
                title = answers.say(f"title_{block.part}", sender=answers.sender)
                written = as_fragment if block.ending == HTML else as_text
                files[block.name] = written(title, notice, passages[block.part])
    return files


def _page(answers: PublicAnswers, its: _Edition) -> list[Passage]:
    real = [answers.is_it_real(its.taken_back)] if its.was_sent else []
    why = answers.why_and_what_to_do() if its.was_sent else ()
    asked = [answers.how_to_check(), answers.how_to_get_no_more()]
    return [*real, its.happened, *why, *asked, *answers.where_to_turn(), *its.numbers]


def _contact_centre(answers: PublicAnswers, its: _Edition) -> list[Passage]:
    never = ("ask", "look", "confirm") if its.was_sent else ("ask", "confirm")
    rules = [answers.say(f"rules_never_{what}") for what in never]
    listed = answers.passage("ask_listed", answers.say("ask_listed_answer"))
    afraid = [answers.say("ask_afraid_answer"), *answers.help_lines()]
    *_, complaint = answers.where_to_turn()
    return [
        answers.passage("rules", *rules),
        its.happened,
        *([_ask_real(answers, its), listed] if its.was_sent else []),
        answers.how_to_get_no_more(),
        answers.passage("ask_afraid", *afraid),
        complaint,
        answers.passage("ask_press", answers.say("ask_press_answer")),
        *its.numbers,
    ]


def _ask_real(answers: PublicAnswers, its: _Edition) -> Passage:
    decided = "ask_real_answer_first" if its.taken_back else "ask_real_answer"
    told = [answers.say(decided), its.taken_back, answers.say("ask_real_compare")]
    closing = (answers.say("ask_real_other"),)
    real = answers.passage("ask_real", " ".join(filter(None, told)), quoted=answers.text)
    return real._replace(closing=closing)


def _press(answers: PublicAnswers, its: _Edition) -> list[Passage]:
    what, works = answers.say(f"press_what_{its.course}"), answers.say("press_works_answer")
    return [
        answers.passage("press_what", what, quoted=answers.text),
        its.happened,
        answers.passage("press_who", *_who_decided(answers, its)),
        answers.passage("press_how_many", its.how_many),
        answers.passage("press_suspects", answers.say("press_suspects_answer")),
        *its.numbers,
        *([answers.passage("press_works", works)] if its.was_sent else []),
    ]


def _who_decided(answers: PublicAnswers, its: _Edition) -> list[str]:
    who = answers.say("press_who_answer", city=answers.city)
    if its.taken_back:
        return [who, f"{answers.say('press_who_first')} {its.taken_back}"]
    return [who, answers.say(f"press_who_{its.course}")]


def _about(outcomes: Mapping[str, int], wording: Words) -> str:
    """Return to how many was sent, in whole tens; nothing where that is none.

    So nobody can work out from it how few failed, or how few there were.
    """
    tried = outcomes.get("recipients", 0) - outcomes.get("not_sent", 0)
    tens = tried // _ROUNDED_TO * _ROUNDED_TO
    return figure(tens, wording) if tens else ""


def _was_doubled(certificate: Data) -> bool:
    return bool(certificate["listing"] and certificate["listing"]["doubled"])


def _gone(
    certificate: Data, answers: PublicAnswers, wording: Words, *, was_sent: bool
) -> tuple[Passage, ...]:
    """Return what became of the numbers, and what may still be there and until when."""
    proved = certificate["numbers_unreadable"] and not certificate["findings"]
    gone = answers.say(
        "numbers_gone" if proved else "numbers_not_proved",
        day=date(certificate["destroyed_at"], wording),
    )
    left = [
        answers.say(
            "kept_until" if remnant["until"] else "kept_unknown",
            what=wording.name("public_beyond", remnant["what"]),
            until=until(remnant, wording),
        )
        for remnant in certificate["beyond_reach"]
        if remnant["what"] != _CASE
    ]
    lines = (answers.say("kept_text"),) if left else ()
    case = (answers.say("kept_case"),)
    not_known = answers.say("numbers_not_known" if was_sent else "numbers_not_kept")
    return (
        answers.passage("numbers", gone, not_known),
        Passage(answers.say("kept"), lines, items=left, closing=case),
    )
