"""What a campaign found that should not be, in sentences of certificate and report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.documents.moments import counted, duration, figure, zoned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from eenmalig.documents.words import Words

    Data = Mapping[str, Any]
    Told = Callable[[int], int | str]

_LISTED = ("doubled", "unaccounted", "never_listed")


def at_provider(
    items: Sequence[Data], listing: Data | None, wording: Words, told: Told = int
) -> Iterator[str]:
    """Give a sentence for each kind of message that the provider's list should not have shown.

    So also for those of which nobody can prove that they are deleted there. ``told`` is how a count
    is told to who reads it.
    """
    for name in _LISTED:
        if listing and listing[name]:
            yield wording.say("findings", name, count=figure(told(listing[name]), wording))
    not_provable = sum(item.get("not_provable", 0) for item in items)
    if not_provable:
        yield wording.say("findings", "not_provable", count=figure(told(not_provable), wording))


def of_destruction(findings: Sequence[Data], wording: Words) -> Iterator[str]:
    """Give what destruction found to be cut, changed or lost, and what a person gave up."""
    for finding in findings:
        if "found" in finding:
            if wording.knows("findings", f"found_{finding['found']}"):
                yield wording.say("findings", f"found_{finding['found']}", **finding)
            if finding["files_beside"]:
                yield wording.say("findings", "found_beside", **finding)
        elif "new" in finding:
            when = zoned(finding["at"], wording)
            by = finding["by"] or wording.say("common", "unknown")
            keys = {"old": finding["old"], "new": finding["new"]}
            yield wording.say("findings", "key_replaced", **keys, when=when, by=by)
        elif "by" in finding:
            what, when = wording.name("item", finding["what"]), zoned(finding["at"], wording)
            why = wording.name("given_up", finding.get("why") or wording.say("common", "unknown"))
            yield wording.say(
                "findings", "given_up", what=what, by=finding["by"], when=when, why=why
            )
        elif finding["why"] == "link":
            yield wording.say("findings", "lost_link", what=wording.name("item", finding["what"]))
        elif wording.knows("findings", f"lost_{finding['what']}"):
            yield wording.say("findings", f"lost_{finding['what']}")
        else:
            yield wording.say("findings", "lost", what=wording.name("item", finding["what"]))


def of_scan(scan: Data | None, wording: Words, told: Told = int) -> Iterator[str]:
    """Give what the search for left numbers covered and found, or that it did not run.

    ``told`` is how a count is told to who reads it.
    """
    if scan is None or not scan["ran"]:
        yield wording.say("scan", "not_run")
        return
    places = ", ".join(wording.name("place", place["place"]) for place in scan["places"])
    yield wording.say(
        "scan",
        "covered",
        numbers=counted(told(scan["numbers"]), "number", wording),
        places=places,
        duration=duration(scan["seconds"], wording),
    )
    if scan.get("not_covered"):
        left_out = ", ".join(wording.name("place", name) for name in scan["not_covered"])
        yield wording.say("scan", "not_covered", places=left_out)
    for place in scan["places"]:
        named = wording.name("place", place["place"])
        if place["hits"]:
            count = figure(told(place["hits"]), wording)
            yield wording.say("scan", "hits", place=named, count=count)
        if not place["control_found"]:
            yield wording.say("scan", "control_missed", place=named)
    if all(place["control_found"] and not place["hits"] for place in scan["places"]):
        yield wording.say("scan", "nothing")
