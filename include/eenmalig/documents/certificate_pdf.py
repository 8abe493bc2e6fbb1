"""The certificate of destruction as a PDF, in Dutch a proces-verbaal van vernietiging."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from eenmalig.documents.moments import date, figure, moment, stamp
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
    said = words(certificate["language"])
    paper = Paper(
        title=said.say("certificate", "title"),
        language=certificate["language"],
        dated=datetime.fromisoformat(certificate["destroyed_at"]),
        banner=said.say("common", "rehearsal") if certificate["rehearsal"] else None,
        footer=f"{certificate['campaign']} | {said.say('certificate', 'page')}",
    )
    for section in (_opening, _facts, _items, _beyond, _looked, _seal):
        section(paper, certificate, said)
    return paper.as_bytes()


def _opening(paper: Paper, certificate: Data, said: Words) -> None:
    place = {"city": certificate["display_name"], "campaign": certificate["campaign"]}
    paper.title(said.say("certificate", "title"), said.say("certificate", "subtitle", **place))
    if certificate["rehearsal"]:
        paper.paragraph(said.say("certificate", "rehearsal_text"), bold=True)
    when = moment(certificate["destroyed_at"], said)
    paper.paragraph(said.say("certificate", "declaration", when=when))


def _facts(paper: Paper, certificate: Data, said: Words) -> None:
    paper.heading(said.say("certificate", "facts"))
    paper.facts(
        [
            (said.say("common", "city"), certificate["display_name"]),
            (said.say("common", "case_reference"), certificate["case_reference"]),
            (said.say("common", "requested_by"), certificate["requested_by"]),
            (
                said.say("certificate", "taken_in_at"),
                moment(certificate["taken_in_at"], said),
            ),
            (
                said.say("certificate", "destroyed_at"),
                moment(certificate["destroyed_at"], said),
            ),
            (said.say("common", "deadline"), _deadline(certificate, said)),
            (
                said.say("certificate", "destroyed_by"),
                said.name("destroyed_by", certificate["destroyed_by"]),
            ),
            (said.say("common", "ending"), said.name("ending", certificate["ending"])),
            (said.say("certificate", "ground"), said.name("ground", certificate["ground"])),
            (said.say("certificate", "outcomes"), _outcomes(certificate, said)),
            (
                said.say("common", "software"),
                said.say("common", "software_value", **certificate["software"]),
            ),
        ]
    )


def _deadline(certificate: Data, said: Words) -> str:
    deadline, destroyed = certificate["deadline"], certificate["destroyed_at"]
    met = datetime.fromisoformat(destroyed) <= datetime.fromisoformat(deadline)
    return said.say("certificate", "in_time" if met else "too_late", when=moment(deadline, said))


def _outcomes(certificate: Data, said: Words) -> str:
    outcomes = certificate["outcomes"]
    if not outcomes:
        return said.say("report", "no_delivery")
    shown = {key: figure(count, said) for key, count in outcomes.items()}
    return said.say("certificate", "outcomes_value", **shown)


def _items(paper: Paper, certificate: Data, said: Words) -> None:
    paper.heading(said.say("certificate", "items"))
    if not certificate["items"]:
        paper.paragraph(said.say("certificate", "nothing"))
        return
    head = [
        said.say("certificate", "what"),
        said.say("common", "count"),
        said.say("certificate", "how"),
        said.say("certificate", "proof"),
        said.say("common", "when"),
    ]
    rows = [
        [
            said.name("item", each["what"]),
            figure(each["count"], said),
            said.name("how", each["how"]),
            said.name("proof", each["proof"]),
            stamp(each["at"]),
        ]
        for each in certificate["items"]
    ]
    paper.table(head, rows, widths=(27, 8, 26, 24, 15))


def _beyond(paper: Paper, certificate: Data, said: Words) -> None:
    paper.heading(said.say("certificate", "beyond"))
    paper.paragraph(said.say("certificate", "beyond_text"))
    no_date = said.say("certificate", "no_date")
    rows = [
        [
            said.name("beyond", each["what"]),
            date(each["until"], said) if each["until"] else no_date,
        ]
        for each in certificate["beyond_reach"]
    ]
    head = [said.say("certificate", "what"), said.say("common", "until")]
    paper.table(head, rows, widths=(70, 30))


def _looked(paper: Paper, certificate: Data, said: Words) -> None:
    del certificate
    paper.heading(said.say("certificate", "looked"))
    paper.paragraph(said.say("certificate", "looked_text"))


def _seal(paper: Paper, certificate: Data, said: Words) -> None:
    paper.heading(said.say("certificate", "seal"))
    paper.fixed(certificate["ledger_head"])
    paper.paragraph(said.say("certificate", "seal_text"))
