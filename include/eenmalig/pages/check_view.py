"""What the page of a check shows: that the evidence holds, or each thing that does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.documents.moments import figure, moment
from eenmalig.pages.counted import Figures
from eenmalig.pages.destruction_seen import traced_in_words
from eenmalig.pages.finding_words import in_words
from eenmalig.pages.page_words import page_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eenmalig.evidence.verdict import Verdict
    from eenmalig.pages.campaign_check import Checked


def check_view(checked: Checked, language: str, *, sees_small: bool) -> dict[str, Any]:
    """Return what the page shows. ``unchecked`` is why nothing was checked (a key of the words).

    ``sees_small`` is whether counts of people under 5 are shown.
    """
    wording = page_words(language)
    unchecked = "busy" if checked.busy else "too_large" if checked.too_large else ""
    return {
        "rehearsal": checked.rehearsal,
        "verdict": checked.verdict,
        "remarks": list(_remarks(checked.verdict, Figures(wording, sees_small)))
        if checked.verdict
        else [],
        "trace": list(traced_in_words(checked.traced, wording)),
        "wrong": in_words(checked.findings, wording),
        "unchecked": unchecked,
        "unlooked": checked.unlooked,
        "so_far": checked.so_far,
    }


def _remarks(verdict: Verdict, figures: Figures) -> Iterator[str]:
    """Give what holds, and a person should know all the same."""
    wording = figures.wording
    for change in verdict.replaced_keys:
        yield wording.say(
            "verified",
            "key_replaced",
            old=change["old"],
            new=change["new"],
            when=moment(change["at"], wording.documents),
            by=change["by"] or wording.name("common", "unknown"),
        )
    for name in ("not_provable", "late_deleted"):
        count = getattr(verdict, name)
        if count:
            yield wording.say("verified", name, count=figures.shown(count))
    if verdict.findings:
        count = figure(verdict.findings, wording.documents)
        yield wording.say("verified", "findings", count=count)
    if verdict.given_up:
        what = ", ".join(wording.name("item", each) for each in verdict.given_up)
        yield wording.say("verified", "given_up", what=what)
