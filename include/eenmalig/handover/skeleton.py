"""The skeleton of `handover.yaml`: what can be looked up is filled in, what cannot is left open."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from eenmalig.handover.explained import EXPLAINED
from eenmalig.handover.unfilled import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eenmalig.domain.list_words import SaidOfList

_WIDTH = 96
_TOP = (
    f"Replace every {PLACEHOLDER} by an answer; until then this hand-over is refused.",
    "No names and no telephone numbers: only references, and reasons in your own words.",
    "Then try it: eenmalig handover check FOLDER",
)
_FOLLOWS = (
    "Only for a corrected hand-over: the campaign that it follows, which sent nothing and ended.",
    "follows: CITY-YEAR-MONTH-DAY-LETTERS",
)
_MEASURES = (
    "Only if the effect is to be measured afterwards: what is counted by week, named beforehand.",
    "measures: [calls to the help line of the text, ...]",
)
_OPTIONAL = (
    "A source may also have these keys.",
    (
        "column: the header of the column with the numbers, or its position from 1, in a table; "
        "of several, columns: with a list of them."
    ),
    "last_used_after: YYYY-MM-DD; who had no contact later than that day is set aside.",
    (
        "also_text: who was set aside and is to be texted after all: a code with all, or with a "
        "list of places as eenmalig handover refused prints them."
    ),
    (
        "unread: columns of a database with numbers that are not read and may be passed over, as a "
        "refusal prints them: table/column."
    ),
    (
        "companions: of a WhatsApp database also LID.sqlite or msgstore.db, to learn the numbers "
        "of people whom it knows by an id; move the file and sha256 of that entry there."
    ),
)
_LISTS = (
    "Lists of numbers that may not be texted. To move an entry here, cut it out above and give it",
    f"category: instead of kind and device, {EXPLAINED['category']}.",
    (
        "accept_unreadable: N says that exactly N entries of a list are no number, and that nobody "
        "can correct them; approvers see it first. eenmalig handover check tells which they are."
    ),
)
_NO_SOURCE = "None was found: every file seems to be a list of numbers that may not be texted."
_IS_LIST = (
    "Its name or its headings say that its numbers may not be texted. Is that so? If not, move it "
    "below sources: and give kind and device instead of category."
)
_PERHAPS_LIST = (
    "Is it a list of numbers that may not be texted{perhaps}? Its name or its headings may say so. "
    "If not, move it below sources: and give kind and device instead of category."
)


@dataclass(frozen=True)
class Listed:
    """A file by its name and its SHA-256 in 64 hex digits."""

    name: str = field(repr=False)
    sha256: str = field(repr=False)


@dataclass(frozen=True)
class Entry:
    """What is known of one export. Without a ``format``, ``reason`` says why nobody can read it.

    ``needs_companion`` says that its newest rows stand in another file, which is not there.
    ``says_list`` is what its name or headings say of a list of exclusion.
    """

    file: Listed
    companions: Sequence[Listed] = ()
    format: str | None = None
    reason: Sequence[str] = ()
    needs_companion: bool = False
    says_list: SaidOfList | None = None


def skeleton(city: str | None, entries: Sequence[Entry]) -> str:
    """Return the text of a `handover.yaml` that declares these exports and leaves the rest open."""
    return "\n".join(_lines(city, entries)) + "\n"


def _lines(city: str | None, entries: Sequence[Entry]) -> Iterator[str]:
    yield from _comment(*_TOP)
    yield ""
    yield f"city: {_text(city or PLACEHOLDER)}"
    yield from _open("case_reference")
    yield from _open("criterion")
    yield "legal_basis:"
    yield from _open("public_prosecutor", "  ")
    yield from _open("examining_magistrate", "  ")
    yield from _comment(*_FOLLOWS)
    yield from _comment(*_MEASURES)
    yield ""
    yield "sources:"
    yield from _comment(f"kind: {EXPLAINED['kind']}.", f"device: {EXPLAINED['device']}.")
    yield from _comment(*_OPTIONAL)
    if all(entry.says_list for entry in entries):
        yield from _comment(_NO_SOURCE)
    for position, entry in enumerate(entries, start=1):
        if not entry.says_list:
            yield from _entry(position, entry)
    yield ""
    yield from _comment(*_LISTS)
    yield "exclusions:"
    for position, entry in enumerate(entries, start=1):
        if entry.says_list:
            yield from _entry(position, entry)


def _entry(position: int, entry: Entry) -> Iterator[str]:
    yield ""
    known = f"file {position}: {entry.format or 'NOT RECOGNISED'}"
    yield from _comment(known, *entry.reason, *_question(entry.says_list), indent="  ")
    yield f"  - file: {_text(entry.file.name)}"
    yield f"    sha256: {entry.file.sha256}"
    if entry.format:
        yield f"    format: {entry.format}"
    if entry.says_list:
        yield f"    category: {_category(entry.says_list)}"
    else:
        yield f"    kind: {PLACEHOLDER}"
        yield f"    device: {PLACEHOLDER}"
    if entry.needs_companion:
        yield from _open("companions", "    ")
    elif entry.companions:
        yield "    companions:"
    for companion in entry.companions:
        yield f"      - file: {_text(companion.name)}"
        yield f"        sha256: {companion.sha256}"


def _question(said: SaidOfList | None) -> Iterator[str]:
    if said and said.sure:
        yield _IS_LIST
    elif said:
        perhaps = f", of category {said.category}" if said.category else ""
        yield _PERHAPS_LIST.format(perhaps=perhaps)


def _category(said: SaidOfList) -> str:
    return str(said.category) if said.sure else PLACEHOLDER


def _open(key: str, indent: str = "") -> Iterator[str]:
    yield from _comment(f"{key}: {EXPLAINED[key]}", indent=indent)
    yield f"{indent}{key}: {PLACEHOLDER}"


def _comment(*sentences: str, indent: str = "") -> Iterator[str]:
    for sentence in sentences:
        begin = f"{indent}# "
        yield from textwrap.wrap(sentence, _WIDTH, initial_indent=begin, subsequent_indent=begin)


def _text(value: str) -> str:
    """Return a text quoted so that YAML gives back exactly it, whatever signs it holds."""
    quoted = yaml.safe_dump(value, default_style='"', allow_unicode=True, width=float("inf"))
    return str(quoted).rstrip("\n")
