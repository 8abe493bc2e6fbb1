"""Whole and right exports of every format, from the builders: what fuzzing begins with."""

from __future__ import annotations

import io
from random import SystemRandom
from typing import Any

import openpyxl
from tests.cleartext.sources.builders import axiom, case_uco, jcard, ods, ufed, xls, xry
from tests.fuzz.database_exports import database_exports
from tests.fuzz.text_exports import text_exports

from rehearsal import numbers

NAMES = ("Jansen", "Huisarts", "Oma")


def exports() -> dict[str, list[bytes]]:
    """Return the exports by their reader's name. Each holds at least one number."""
    drawn = numbers.mobiles(SystemRandom())
    one, two, three = next(drawn), next(drawn), next(drawn)
    return {
        "csv": _delimited(one, two),
        "xlsx": [_xlsx(one, two)],
        "xls": [xls.xls(_sheets(one, two), hidden={"b": xls.HIDDEN})],
        "ods": [ods.ods(_sheets(one, two), hidden=["b"])],
        "vcard": [_vcard(one, two, version) for version in ("2.1", "3.0", "4.0")],
        "jcard": _jcard(one, two),
        "case": [_case(one, two)],
        "ufed": _ufed(one, two, three),
        "xry": _xry(one, two, three),
        "axiom": [_axiom(one, two)],
        **text_exports(one, two, three),
        **database_exports(one, two, three),
    }


def _delimited(one: str, two: str) -> list[bytes]:
    text = f'Naam;Tel;x\r\nJansen;{one};1\r\n"Oma ""b""";"{two}\n{one}";\r\n'
    return [
        text.encode(),
        text.replace(";", "\t").encode("utf-16"),
        f"sep=|\nVan|Naar|Datum\n{one}|{two}|2026\n".encode("cp1252"),
    ]


def _sheets(one: str, two: str) -> dict[str, list[list[Any]]]:
    entries = f"Phone-Mobile: {one}\nEmail-Home: a@example.com\nPhone-: {two}"
    return {
        "a": [["rapport"], [None], ["Naam", "Telefoon"], ["Oma", one], ["x", float(two[1:])]],
        "b": [["Contacts (1)"], ["#", "Name", "Entries"], [1.0, "Jansen", entries]],
    }


def _xlsx(one: str, two: str) -> bytes:
    held, made = io.BytesIO(), openpyxl.Workbook()
    for name, rows in _sheets(one, two).items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(held)
    return held.getvalue()


def _vcard(one: str, two: str, version: str) -> bytes:
    quoted = "NOTE;ENCODING=QUOTED-PRINTABLE:a=\r\n=C3=A9\r\n" if version == "2.1" else ""
    return (
        f"BEGIN:VCARD\r\nVERSION:{version}\r\nFN:Jansen\r\n{quoted}item1.TEL;TYPE=CELL:{one}\r\n"
        "item1.X-ABLabel:_$!<Home>!$_\r\nAGENT:BEGIN:VCARD\\nTEL:1\\nEND:VCARD\r\n"
        f"AGENT:\r\nBEGIN:VCARD\r\nTEL:{two[:6]}\r\n {two[6:]}\r\nEND:VCARD\r\nEND:VCARD\r\n"
    ).encode()


def _jcard(one: str, two: str) -> list[bytes]:
    card = jcard.card(jcard.telephone(one, [two]), name="Oma")
    return [jcard.jcard(card), jcard.jcard(card, jcard.card(jcard.telephone(two)), indent=1)]


def _case(one: str, two: str) -> bytes:
    contact = case_uco.facet("ContactFacet", displayName="Oma", phoneNumber=case_uco.refers("a"))
    when = case_uco.moment("2026-01-19T21:38:19.023000+00:00")
    call = case_uco.facet("CallFacet", startTime=when, from_=case_uco.refers("a"))
    return case_uco.case(
        case_uco.account("a", [one, {"@value": two}]),
        case_uco.node("c", "Contact", contact),
        case_uco.node("d", "Call", call),
        indent=1,
    )


def _ufed(one: str, two: str, own: str) -> list[bytes]:
    me = ufed.party(own, owner=True)
    told = [
        ufed.model_type("Contact", ufed.contact("Jansen", ufed.phone(one), ufed.phone(None))),
        ufed.model_type("Call", ufed.call(ufed.party(f"{one}/{two}", name="Oma"), me)),
        ufed.model_type("SMS", ufed.sms(ufed.party(two), me)),
        ufed.model_type(
            "Chat",
            ufed.chat([ufed.party(f"{two[1:]}@s.whatsapp.net"), me], [ufed.instant_message(me)]),
        ),
    ]
    device = ufed.metadata("Device Info", [("MSISDN", own)])
    report = ufed.report(*told, metadata_sections=[device])
    return [report, ufed.archive(("report.xml", report))]


def _xry(one: str, two: str, own: str) -> list[bytes]:
    return [
        xry.export("Contacts", xry.contact(1, "Oma", one), xry.contact(2, "Jansen", one, two)),
        xry.export("Calls", xry.call(1, "Received", "From", one), xry.call(2, "Dialed", "To", two)),
        xry.export("SMS", xry.message(1, "Deliver", one, own)),
        xry.export("General Information", xry.device(("Subscriber number", own), ("MSISDN", own))),
    ]


def _axiom(one: str, two: str) -> bytes:
    return axiom.export(
        axiom.artifact("Android Contacts", axiom.contact(f"{one}\n{two}", name="Oma")),
        axiom.artifact("Android Call Logs", axiom.call(one)),
        axiom.artifact("Android SMS", axiom.message(one, two, "Outgoing")),
    )
