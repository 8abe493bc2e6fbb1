"""Whether what is said of the search for numbers can be: that it ran where, and over what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.evidence.checks.case import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eenmalig.evidence.checks.case import Case

# Every search that came to its end has read these; the others depend on the installation.
_ALWAYS_READ = {"evidence", "inventory"}


def check(case: Case) -> Iterator[str]:
    """Tell where a search is said to have run without numbers or places, or too late."""
    for record in case.all("scanned"):
        search = record.data
        if search["ran"] == (search["why"] is not None):
            yield f"{told(record)}: that it ran and why it did not contradict each other"
        if not search["ran"]:
            continue
        if search["numbers"] == 0:
            yield f"{told(record)}: it ran without a number"
        missing = _ALWAYS_READ - {place["place"] for place in search["places"]}
        for place in sorted(missing - set(search.get("not_covered") or [])):
            yield f"{told(record)}: it ran, and {place} was not searched"
        gone = [item.seq for item in case.all("destroyed") if item.data["what"] == "working_copy"]
        if gone and min(gone) < record.seq and not case.begun_anew:
            yield f"{told(record)}: it ran when the working copy was gone"
