"""False statements about what was sent and what became of it."""

from __future__ import annotations

from tests.lies.resigning import add, both, bound_to, dated, drop, more, move, moved, put, twice

OTHER = "ab" * 32
NO_DAY = {"days": ["mon"], "from": "00:00", "until": "00:01"}
EARLIER, LATER = "2020-01-01T00:00:00+00:00", "2999-01-01T00:00:00+00:00"
LISTED = {"doubled": 0, "unaccounted": 0, "never_listed": 3}

OF_SENDING = [
    ("sent before anybody was asked", move("sending_began", before="dossier"), "before any record"),
    ("sending dated earlier", dated("sending_began", hours=-1), "before one that it follows"),
    ("sent in no window", bound_to(window=NO_DAY), "window of the dossier was not open"),
    ("another dossier sent", put("sending_began", "dossier", to=OTHER), "about another dossier"),
    ("no beginning", drop("sending_began"), "before any record of kind sending_began"),
    ("two beginnings", twice("sending_began"), "2 records of kind sending_began"),
    ("no end of sending", drop("sent"), "no end of sending is on record"),
    ("two ends of sending", twice("sent"), "2 records of kind sent"),
    ("sent after the deadline", dated("sent", days=1), "the deadline had passed"),
    ("one more tried", more("sent", "tried"), "are not all recipients"),
    ("one more accepted", more("sent", "accepted"), "are not those who were tried"),
    ("one more not sent", more("sent", "not_sent"), "are not all recipients"),
    ("one less in doubt", more("sent", "in_doubt", by=-1), "are not those who were tried"),
    ("stopped, and completed", put("sent", "ended_early", to="stopped"), "the ending is not"),
    (
        "not sent without a reason",
        both(more("sent", "not_sent"), more("sent", "tried", by=-1)),
        "nothing says why",
    ),
    ("sent in no time", put("sent", "seconds", to=-1.0), "seconds is not what it must be"),
    ("sent for hours", put("sent", "seconds", to=9999.0), "before its step ended"),
    ("sent before it began", moved("sent", "started_at", days=-2), "before the campaign did"),
    ("a code that is a text", put("sent", "provider_code", to="x"), "provider_code is not what"),
    ("a code that ended nothing", put("sent", "provider_code", to=21606), "did not end early"),
    ("stopped when it was over", add("stopped", {"by": "x"}, before="outcomes"), "after a record"),
    (
        "a stop dated later",
        add("stopped", {"by": "x", "given_at": LATER}, before="sent"),
        "is after",
    ),
    (
        "a stop dated earlier",
        add("stopped", {"by": "x", "given_at": EARLIER}, before="sent"),
        "began",
    ),
    ("no outcomes", drop("outcomes"), "no outcomes are on record"),
    ("outcomes before the end", move("outcomes", before="sent"), "after a record of kind outcomes"),
    ("one more delivered", more("outcomes", "outcomes", "delivered"), "outcomes do not add up"),
    (
        "a doubt called delivered",
        both(
            more("outcomes", "outcomes", "delivered"),
            more("outcomes", "outcomes", "unknown", by=-1),
        ),
        "more stayed in doubt than are unknown",
    ),
    (
        "a failure called delivered",
        both(
            more("outcomes", "outcomes", "delivered"),
            more("outcomes", "outcomes", "failed", by=-1),
        ),
        "codes are not those of all who failed",
    ),
    ("a negative count", put("outcomes", "outcomes", "failed", to=-2), "outcomes is not what"),
    ("a yes for a count", put("outcomes", "accepted", to=True), "accepted is not what"),
    ("a count with a point", put("outcomes", "accepted", to=38.0), "accepted is not what"),
    ("a count in words", put("outcomes", "accepted", to="38"), "accepted is not what"),
    ("a count beyond all", put("outcomes", "accepted", to=10**30), "accepted is not what"),
    ("more recipients", more("outcomes", "outcomes", "recipients"), "not those of record norm"),
    ("other codes", put("outcomes", "failed_by_code", to={"21610": 9}), "the codes are not"),
    ("one more found", more("outcomes", "in_doubt", "found"), "in doubt does not add up"),
    (
        "one less accepted and deleted",
        both(
            more("outcomes", "accepted", by=-1),
            more("destroyed provider_messages", "count", by=-1),
        ),
        "in doubt are not those who were tried",
    ),
    (
        "two less accepted and deleted",
        both(
            more("outcomes", "accepted", by=-2),
            more("destroyed provider_messages", "count", by=-2),
        ),
        "accepted messages were forgotten",
    ),
    (
        "more accepted and deleted than tried",
        both(
            more("outcomes", "accepted", by=9), more("destroyed provider_messages", "count", by=9)
        ),
        "more were accepted than were tried",
    ),
    (
        "some never listed",
        lambda lie: lie.one("outcomes").data.update(listing=LISTED),
        "deleted, or told as not provable",
    ),
    ("waited for weeks", put("outcomes", "waited_seconds", to=1e6), "before the waiting ended"),
    ("not sent, though tried", more("outcomes", "outcomes", "not_sent"), "not that of record sent"),
    (
        "outcomes without doubt",
        lambda lie: lie.one("outcomes").data.pop("in_doubt"),
        "in_doubt is missing",
    ),
]
