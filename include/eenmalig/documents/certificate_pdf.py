"""The certificate of destruction as a PDF, in Dutch a proces-verbaal van vernietiging."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from eenmalig.documents.case_facts import (
    about_case,
    decisions,
    how_many,
    is_all_gone,
    numbers_label,
    without_outcomes,
)
from eenmalig.documents.counts import of_outcomes
from eenmalig.documents.ended_by import ended_by
from eenmalig.documents.found import at_provider, of_destruction, of_scan
from eenmalig.documents.moments import figure, stamp, until, zoned
from eenmalig.documents.paper import Paper
from eenmalig.documents.words import Words, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    Data = Mapping[str, Any]


def render_certificate(certificate: Data) -> bytes:
    """Return the certificate as an A4 PDF whose text can be searched and copied.

    The same data give the same bytes: the document is dated by the destruction it states.
    Fails when a part of the certificate is missing.
    """
    wording = words(certificate["language"])
    paper = Paper(
        title=wording.say("certificate", "title"),
        language=certificate["language"],
        dated=datetime.fromisoformat(certificate["destroyed_at"]),
        banner=wording.say("common", "rehearsal") if certificate["rehearsal"] else None,
        footer=f"{certificate['campaign']} | {wording.say('certificate', 'page')}",
    )
    for section in (
        _opening,
        _facts,
        _approvals,
        _items,
        _provider,
        _findings,
        _scan,
        _beyond,
        _looked,
        _seal,
    ):
        section(paper, certificate, wording)
    return paper.as_bytes()


def _opening(paper: Paper, certificate: Data, wording: Words) -> None:
    place = {"city": certificate["display_name"], "campaign": certificate["campaign"]}
    paper.title(
        wording.say("certificate", "title"), wording.say("certificate", "subtitle", **place)
    )
    if certificate["rehearsal"]:
        paper.paragraph(wording.say("certificate", "rehearsal_text"), bold=True)
    when = zoned(certificate["destroyed_at"], wording)
    declaration = "declaration" if is_all_gone(certificate) else "declaration_not_all"
    paper.paragraph(wording.say("certificate", declaration, when=when))


def _facts(paper: Paper, certificate: Data, wording: Words) -> None:
    ended = "destroyed_at" if is_all_gone(certificate) else "destruction_ended"
    paper.heading(wording.say("certificate", "facts"))
    paper.facts(
        [
            (wording.say("common", "city"), certificate["display_name"]),
            *about_case(certificate, wording),
            (
                wording.say("certificate", "taken_in_at"),
                zoned(certificate["taken_in_at"], wording),
            ),
            (
                wording.say("certificate", ended),
                zoned(certificate["destroyed_at"], wording),
            ),
            (wording.say("common", "deadline"), _deadline(certificate, wording)),
            (
                wording.say("certificate", "destroyed_by"),
                wording.name("destroyed_by", certificate["destroyed_by"]),
            ),
            (wording.say("common", "ending"), wording.name("ending", certificate["ending"])),
            *ended_by(certificate, wording),
            (wording.say("certificate", "ground"), wording.name("ground", certificate["ground"])),
            (numbers_label(certificate, wording), how_many(certificate, wording)),
            (wording.say("certificate", "outcomes"), _outcomes(certificate, wording)),
            (
                wording.say("common", "software"),
                wording.say("common", "software_value", **certificate["software"]),
            ),
        ]
    )


def _deadline(certificate: Data, wording: Words) -> str:
    deadline, destroyed = certificate["deadline"], certificate["destroyed_at"]
    met = datetime.fromisoformat(destroyed) <= datetime.fromisoformat(deadline)
    return wording.say(
        "certificate", "in_time" if met else "too_late", when=zoned(deadline, wording)
    )


def _outcomes(certificate: Data, wording: Words) -> str:
    outcomes = certificate["outcomes"]
    if not outcomes:
        return without_outcomes(certificate, wording)
    return wording.say("certificate", "outcomes_value", **of_outcomes(outcomes, wording))


def _approvals(paper: Paper, certificate: Data, wording: Words) -> None:
    """Say what each authority decided, and which was not asked. Its first edition did not."""
    if "approvals" not in certificate:
        return
    paper.heading(wording.say("report", "approvals"))
    paper.paragraph(wording.say("certificate", "approvals_text"))
    head = [
        wording.say("common", "authority"),
        wording.say("common", "staff_id"),
        wording.say("report", "decision"),
        wording.say("common", "when"),
    ]
    rows = [
        [told.authority, told.staff_id, told.words, told.when]
        for told in decisions({"approvals": certificate["approvals"]}, wording)
    ]
    paper.table(head, rows, widths=(20, 25, 25, 30))


def _items(paper: Paper, certificate: Data, wording: Words) -> None:
    paper.heading(wording.say("certificate", "items"))
    if not certificate["items"]:
        paper.paragraph(wording.say("certificate", "nothing"))
        return
    head = [
        wording.say("certificate", "what"),
        wording.say("common", "count"),
        wording.say("certificate", "how"),
        wording.say("certificate", "proof"),
        wording.say("certificate", "when_there"),
    ]
    rows = [
        [
            wording.name("item", item["what"]),
            figure(item["count"], wording),
            wording.name("how", item["how"]),
            wording.name("proof", item["proof"]),
            stamp(item["at"]),
        ]
        for item in certificate["items"]
    ]
    paper.table(head, rows, widths=(27, 8, 26, 24, 15))
    if certificate["numbers_unreadable"]:
        paper.paragraph(wording.say("certificate", "numbers_unreadable"))


def _provider(paper: Paper, certificate: Data, wording: Words) -> None:
    """Say what the provider's list showed that should not be, and what cannot be proved."""
    told = list(at_provider(certificate["items"], certificate["listing"], wording))
    if told:
        paper.heading(wording.say("findings", "at_provider"))
    for sentence in told:
        paper.paragraph(sentence)


def _findings(paper: Paper, certificate: Data, wording: Words) -> None:
    """Say what was found to be changed or lost, or given up; nothing when there was nothing."""
    told = list(of_destruction(certificate["findings"], wording))
    if told:
        paper.heading(wording.say("findings", "title"))
    for sentence in told:
        paper.paragraph(sentence)


def _scan(paper: Paper, certificate: Data, wording: Words) -> None:
    paper.heading(wording.say("scan", "title"))
    for sentence in of_scan(certificate["scan"], wording):
        paper.paragraph(sentence)


def _beyond(paper: Paper, certificate: Data, wording: Words) -> None:
    paper.heading(wording.say("certificate", "beyond"))
    paper.paragraph(wording.say("certificate", "beyond_text"))
    rows = [
        [wording.name("beyond", remnant["what"]), until(remnant, wording)]
        for remnant in certificate["beyond_reach"]
    ]
    head = [wording.say("certificate", "what"), wording.say("common", "until")]
    paper.table(head, rows, widths=(70, 30))


def _looked(paper: Paper, certificate: Data, wording: Words) -> None:
    del certificate
    paper.heading(wording.say("certificate", "looked"))
    paper.paragraph(wording.say("certificate", "looked_text"))


def _seal(paper: Paper, certificate: Data, wording: Words) -> None:
    paper.heading(wording.say("certificate", "seal"))
    paper.fixed(certificate["ledger_head"])
    paper.paragraph(wording.say("certificate", "seal_text"))
