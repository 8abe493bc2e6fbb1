"""In what a dossier departs from the usual: what an approver should read before anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.documents import counts
from eenmalig.documents.settings_in_words import window_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from eenmalig.pages.page_words import PageWords

    Data = Mapping[str, Any]

# With fewer, a text that somebody reads along with points at its recipient. The smallest real
# campaign that is known had some 500.
FEW_RECIPIENTS = 25
_EARLIEST, _LATEST = "09:00", "21:00"
_WEEK_END = "sun"


def departures(dossier: Data, wording: PageWords) -> Iterator[str]:
    """Give a sentence for each departure, the gravest for recipients first."""
    yield from _people(dossier, wording)
    yield from _ground(dossier, wording)
    if counts.total(dossier["counts"], "recipients") < FEW_RECIPIENTS:
        yield wording.say("decision", "few_recipients", limit=FEW_RECIPIENTS)
    window = dossier["window"]
    shown = window_in_words(window, wording.documents)
    if (dossier.get("profile") or {}).get("window"):
        yield wording.say("decision", "window_of_rehearsal", window=shown)
    elif _is_unusual(window):
        yield wording.say("decision", "window_unusual", window=shown)
    for warning in dossier["warnings"]:
        yield wording.documents.name("text_warning", warning)


def _people(dossier: Data, wording: PageWords) -> Iterator[str]:
    """Give whose texting or not texting a person decided on against the rule."""
    for source in dossier["sources"]:
        named = _named(source, wording)
        if source.get("also_text"):
            reasons = [wording.name("because", reason) for reason in source["also_text"]]
            because = wording.say("decision", "or_because").join(reasons)
            yield wording.say("decision", "also_text", source=named, because=because)
        if source.get("unread"):
            places = ", ".join(source["unread"])
            yield wording.say("decision", "unread", source=named, places=places)
    for each in dossier.get("lists") or ():
        if each["accept_unreadable"]:
            list_of = wording.documents.name("excluded", each["category"])
            told = {"n": each["list"], "category": list_of, "count": each["accept_unreadable"]}
            yield wording.say("decision", "list_unreadable", **told)


def _named(source: Data, wording: PageWords) -> str:
    """Return which source it is, without what was decided about it: its sentence says that."""
    known = [key for key in ("kind", "device", "format") if key in source]
    kind = ", ".join(wording.name(key, source[key]) for key in known)
    return f"{source['source']} ({kind})" if kind else str(source["source"])


def _ground(dossier: Data, wording: PageWords) -> Iterator[str]:
    """Give where the legal basis is not the usual one, and what this campaign follows."""
    basis = dossier["legal_basis"] or {}
    if not basis:
        yield wording.say("decision", "no_basis")
    elif "exemption" in basis:
        yield wording.say("decision", "exemption", reason=basis["exemption"])
    if dossier.get("follows"):
        yield wording.say("decision", "follows", campaign=dossier["follows"])


def _is_unusual(window: Data) -> bool:
    early, late = window["from"] < _EARLIEST, window["until"] > _LATEST
    return early or late or _WEEK_END in window["days"]
