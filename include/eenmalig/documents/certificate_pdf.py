"""The certificate of destruction as a PDF, in Dutch a proces-verbaal van vernietiging."""

from __future__ import annotations

from datetime import datetime
from itertools import chain
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
from eenmalig.documents.typesetting import typeset
from eenmalig.documents.words import Words, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Data = Mapping[str, Any]
    # What it is for the template, with what it shows.
    Part = Mapping[str, Any]


def render_certificate(certificate: Data) -> bytes:
    """Return the certificate as a tagged A4 PDF (PDF/UA-1), with its text attached.

    The same data give the same bytes: the document is dated by the destruction it states.
    Fails when a part of the certificate is missing, and when no PDF could be made of it
    (``CERTIFICATE_NOT_MADE``).
    """
    dated = datetime.fromisoformat(certificate["destroyed_at"])
    return typeset("certificate.typ", _shown(certificate), dated)


def _shown(certificate: Data) -> Data:
    """Return all that the template shows, in words."""
    wording = words(certificate["language"])
    place = {"city": certificate["display_name"], "campaign": certificate["campaign"]}
    sections = (
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
    )
    return {
        "language": certificate["language"],
        "title": wording.say("certificate", "title"),
        "subtitle": wording.say("certificate", "subtitle", **place),
        "banner": wording.say("common", "rehearsal") if certificate["rehearsal"] else None,
        "footer": f"{certificate['campaign']} | {wording.say('certificate', 'page')}",
        "attached": wording.say("certificate", "attached"),
        "parts": [*chain.from_iterable(section(certificate, wording) for section in sections)],
    }


def _opening(certificate: Data, wording: Words) -> Iterator[Part]:
    if certificate["rehearsal"]:
        yield {"warning": wording.say("certificate", "rehearsal_text")}
    when = zoned(certificate["destroyed_at"], wording)
    declaration = "declaration" if is_all_gone(certificate) else "declaration_not_all"
    yield {"paragraph": wording.say("certificate", declaration, when=when)}


def _facts(certificate: Data, wording: Words) -> Iterator[Part]:
    ended = "destroyed_at" if is_all_gone(certificate) else "destruction_ended"
    yield {"heading": wording.say("certificate", "facts")}
    yield {
        "facts": [
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
    }


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


def _approvals(certificate: Data, wording: Words) -> Iterator[Part]:
    """Say what each authority decided, and which was not asked. Its first edition did not."""
    if "approvals" not in certificate:
        return
    yield {"heading": wording.say("report", "approvals")}
    yield {"paragraph": wording.say("certificate", "approvals_text")}
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
    yield {"table": (head, rows, (20, 25, 25, 30))}


def _items(certificate: Data, wording: Words) -> Iterator[Part]:
    yield {"heading": wording.say("certificate", "items")}
    if not certificate["items"]:
        yield {"paragraph": wording.say("certificate", "nothing")}
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
    yield {"table": (head, rows, (27, 8, 26, 24, 15))}
    if certificate["numbers_unreadable"]:
        yield {"paragraph": wording.say("certificate", "numbers_unreadable")}


def _provider(certificate: Data, wording: Words) -> Iterator[Part]:
    """Say what the provider's list showed that should not be, and what cannot be proved."""
    told = list(at_provider(certificate["items"], certificate["listing"], wording))
    if told:
        yield {"heading": wording.say("findings", "at_provider")}
    for sentence in told:
        yield {"paragraph": sentence}


def _findings(certificate: Data, wording: Words) -> Iterator[Part]:
    """Say what was found to be changed or lost, or given up; nothing when there was nothing."""
    told = list(of_destruction(certificate["findings"], wording))
    if told:
        yield {"heading": wording.say("findings", "title")}
    for sentence in told:
        yield {"paragraph": sentence}


def _scan(certificate: Data, wording: Words) -> Iterator[Part]:
    yield {"heading": wording.say("scan", "title")}
    for sentence in of_scan(certificate["scan"], wording):
        yield {"paragraph": sentence}


def _beyond(certificate: Data, wording: Words) -> Iterator[Part]:
    yield {"heading": wording.say("certificate", "beyond")}
    yield {"paragraph": wording.say("certificate", "beyond_text")}
    rows = [
        [wording.name("beyond", remnant["what"]), until(remnant, wording)]
        for remnant in certificate["beyond_reach"]
    ]
    head = [wording.say("certificate", "what"), wording.say("common", "until")]
    yield {"table": (head, rows, (70, 30))}


def _looked(certificate: Data, wording: Words) -> Iterator[Part]:
    del certificate
    yield {"heading": wording.say("certificate", "looked")}
    yield {"paragraph": wording.say("certificate", "looked_text")}


def _seal(certificate: Data, wording: Words) -> Iterator[Part]:
    yield {"heading": wording.say("certificate", "seal")}
    yield {"fingerprint": certificate["ledger_head"]}
    yield {"paragraph": wording.say("certificate", "seal_text")}
