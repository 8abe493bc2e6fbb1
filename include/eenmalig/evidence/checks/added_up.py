"""Whether every candidate and every recipient is accounted for, through all records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.evidence.checks.case import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eenmalig.evidence.checks.case import Case
    from eenmalig.evidence.records import Record

_UNUSED = ("refused", "excluded", "set_aside")
_ENDS = ("delivered", "failed", "unknown", "not_sent")


def check(case: Case) -> Iterator[str]:
    """Tell where the candidates do not add up, or others were counted than were taken in."""
    for record in case.all("normalized"):
        counts = record.data["counts"]
        accounted = sum(sum(counts[group].values()) for group in _UNUSED)
        if accounted + counts["duplicates"] + counts["recipients"] != counts["read"]:
            yield f"{told(record)}: the candidates do not add up"
        for extracted in case.all("extracted"):
            for name in ("cells", "list_cells"):
                if extracted.data[name] != record.data[name]:
                    yield f"{told(record)}: {name} is not as many as were sealed"
            yield from _of_lists(record, extracted)
            if len(extracted.data["sources"]) != len(record.data["sources"]):
                yield f"{told(record)}: not as many sources as were taken in"
        if (counts["recipients"] > 0) != (case.last("dossier") is not None):
            yield f"{told(record)}: a dossier is there without recipients, or these without it"


def _of_lists(normalized: Record, extracted: Record) -> Iterator[str]:
    """Tell where other entries of lists were no number than a person had accepted."""
    lists = extracted.data.get("lists")
    if lists is None:
        return
    if len(lists) != extracted.data["exclusion_lists"]:
        yield f"{told(extracted)}: lists are not as many as exclusion_lists"
    accepted = sum(each["accept_unreadable"] for each in lists)
    if normalized.data["exclusions"]["unreadable"] != accepted:
        yield f"{told(normalized)}: not as many unreadable entries as were accepted"


def check_sent(case: Case) -> Iterator[str]:
    """Tell where those who were tried, and who were not, are not all recipients."""
    for record in case.all("sent"):
        sent = record.data
        if sent["tried"] + sent["not_sent"] != _recipients(case):
            yield f"{told(record)}: tried and not_sent are not all recipients"
        if sent["accepted"] + sent["refused_by_provider"] + sent["in_doubt"] != sent["tried"]:
            yield f"{told(record)}: accepted, refused and in doubt are not those who were tried"
        if sent["not_sent"] and sent["ended_early"] is None:
            yield f"{told(record)}: not everybody was sent to, and nothing says why"


def check_outcomes(case: Case) -> Iterator[str]:
    """Tell where the outcomes do not add up by themselves."""
    for record in case.all("outcomes"):
        ends, doubt = record.data["outcomes"], record.data["in_doubt"]
        if ends["recipients"] != _recipients(case) and not case.begun_anew:
            yield f"{told(record)}: the recipients are not those of record normalized"
        if sum(ends[name] for name in _ENDS) != ends["recipients"]:
            yield f"{told(record)}: the outcomes do not add up"
        if sum(record.data["failed_by_code"].values()) != ends["failed"]:
            yield f"{told(record)}: the codes are not those of all who failed"
        if doubt["found"] + doubt["unknown"] != doubt["asked"]:
            yield f"{told(record)}: what was in doubt does not add up"
        if doubt["unknown"] > ends["unknown"]:
            yield f"{told(record)}: more stayed in doubt than are unknown"
        if not case.journal_was_lost:
            yield from _with_accepted(record)


def check_known(case: Case) -> Iterator[str]:
    """Tell where outcomes know less than was known before, or more than can be."""
    known = 0
    for record in case.all("outcomes"):
        for sent in case.all("sent"):
            yield from _with_sent(record, sent)
            if not case.journal_was_lost:
                yield from _with_tried(record, sent)
        if _covered(record) < known:
            yield f"{told(record)}: accepted messages were forgotten"
        known = _covered(record)


def _with_sent(record: Record, sent: Record) -> Iterator[str]:
    ends = record.data["outcomes"]
    if ends["not_sent"] != sent.data["not_sent"]:
        yield f"{told(record)}: not_sent is not that of record sent"
    if _covered(record) < sent.data["accepted"]:
        yield f"{told(record)}: accepted messages were forgotten"
    if _covered(record) > sent.data["accepted"] + sent.data["in_doubt"]:
        yield f"{told(record)}: more were accepted than were tried"


def _with_tried(record: Record, sent: Record) -> Iterator[str]:
    """Whoever was tried was refused, accepted or stayed in doubt, by the journal or by the list."""
    ends, doubt = record.data["outcomes"], record.data["in_doubt"]
    tried = ends["recipients"] - ends["not_sent"]
    known = record.data["accepted"] + sent.data["refused_by_provider"] + doubt["unknown"]
    if tried not in {known, known + _covered(record) - record.data["accepted"]}:
        yield f"{told(record)}: accepted, refused and in doubt are not those who were tried"
    if _covered(record) - sent.data["accepted"] > doubt["found"]:
        yield f"{told(record)}: more were accepted later than were found"


def _with_accepted(record: Record) -> Iterator[str]:
    """Each accepted message is delivered, failed, or without a final report."""
    ends, accepted = record.data["outcomes"], record.data["accepted"]
    if ends["delivered"] > accepted:
        yield f"{told(record)}: more were delivered than were accepted"
    if ends["recipients"] - ends["not_sent"] - record.data["in_doubt"]["unknown"] < accepted:
        yield f"{told(record)}: more were accepted than were tried"
    unreported = ends["unknown"] - record.data["in_doubt"]["unknown"]
    if unreported > _covered(record) - ends["delivered"]:
        yield f"{told(record)}: more are unknown than were accepted or in doubt"


def _covered(record: Record) -> int:
    """Return how many messages were accepted, those included that the list never showed."""
    listing = record.data.get("listing") or {}
    return int(record.data["accepted"]) + int(listing.get("never_listed", 0))


def _recipients(case: Case) -> int:
    normalized = case.last("normalized")
    return int(normalized.data["counts"]["recipients"]) if normalized is not None else 0
