"""Builds reports as Cellebrite UFED Physical Analyzer writes them.

The schema is that of version 5 to 7 reports, as public programs that read them describe it:
CASE-Implementation-UFED-XML, Autopsy, IPED and UFEDLib name the same elements and attributes.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMESPACE = "http://pa.cellebrite.com/report/2.0"
MOMENT = "2026-03-02T20:58:11.000+01:00"


def field(name: str, value: str | None, kind: str = "String") -> str:
    """Return a field; None is written as the format writes nothing."""
    held = "<empty />"
    if value is not None:
        held = f'<value type="{kind}"><![CDATA[{value}]]></value>'
    return f'<field name="{name}" type="{kind}">{held}</field>'


def timestamp(name: str = "TimeStamp", moment: str = MOMENT) -> str:
    return (
        f'<field name="{name}" type="TimeStamp"><value type="TimeStamp" format="TimeStampKnown" '
        f'formattedTimestamp="{moment}">{moment}</value></field>'
    )


def model(kind: str, *children: str, state: str = "Intact", more: str = "") -> str:
    return (
        f'<model type="{kind}" id="8204cd26-21cc-4510-9bc2-543253465415" deleted_state="{state}" '
        f'decoding_confidence="High" isrelated="False" source_index="7" extractionId="0"{more}>'
        f"{''.join(children)}</model>"
    )


def several(name: str, kind: str, models: Iterable[str]) -> str:
    held = "".join(models)
    return f'<multiModelField name="{name}" type="{kind}">{held}</multiModelField>'


def one(name: str, kind: str, held: str) -> str:
    return f'<modelField name="{name}" type="{kind}">{held}</modelField>'


def party(
    identifier: str | None, *, name: str | None = None, owner: bool = False, role: str = "General"
) -> str:
    return model(
        "Party",
        field("Identifier", identifier),
        field("Role", role, "PartyRole"),
        field("Name", name),
        field("IsPhoneOwner", str(owner), "Boolean"),
        state="Unknown",
    )


def phone(number: str | None, category: str = "Mobile") -> str:
    return model(
        "PhoneNumber", field("Category", category), field("Value", number), field("Domain", None)
    )


def contact(name: str, *entries: str, state: str = "Intact", more: str = "") -> str:
    return model(
        "Contact",
        field("Source", None),
        field("Name", name),
        several("Photos", "ContactPhoto", [model("ContactPhoto", field("Name", "1.jpg"))]),
        several("Entries", "ContactEntry", entries),
        field("Notes", None),
        timestamp("TimeContacted"),
        several("Addresses", "StreetAddress", []),
        state=state,
        more=more,
    )


def call(*parties: str, source: str | None = None, moment: str = MOMENT) -> str:
    return model(
        "Call",
        field("Source", source),
        field("Direction", "Incoming", "CallType"),
        timestamp(moment=moment),
        several("Parties", "Party", parties),
    )


def sms(*parties: str, body: str = "Tot zo", state: str = "Intact") -> str:
    return model(
        "SMS",
        timestamp(),
        field("Body", body),
        field("Folder", "Inbox"),
        field("SMSC", "+31690000000"),
        several("Parties", "Party", parties),
        several("AllTimeStamps", "KeyValueModel", []),
        state=state,
    )


def instant_message(sender: str, *recipients: str, body: str = "Hoi", state: str = "Intact") -> str:
    return model(
        "InstantMessage",
        field("Body", body),
        one("From", "Party", sender),
        several("To", "Party", recipients),
        timestamp(),
        several("Attachments", "Attachment", [model("Attachment", field("Filename", "1.jpg"))]),
        state=state,
    )


def chat(
    participants: Iterable[str],
    messages: Iterable[str],
    *,
    source: str = "WhatsApp",
    state: str = "Intact",
) -> str:
    return model(
        "Chat",
        field("Source", source),
        field("Id", "31600000000@s.whatsapp.net"),
        timestamp("StartTime"),
        timestamp("LastActivity"),
        several("Participants", "Party", participants),
        several("Photos", "ContactPhoto", []),
        several("Messages", "InstantMessage", messages),
        state=state,
    )


def metadata(section: str, items: Iterable[tuple[str, str]]) -> str:
    held = "".join(
        f'<item name={quoteattr(name)} sourceExtraction="0"><![CDATA[{value}]]></item>'
        for name, value in items
    )
    return f"<metadata section={quoteattr(section)}>{held}</metadata>"


def model_type(kind: str, *models: str) -> str:
    return f'<modelType type="{kind}">{"".join(models)}</modelType>'


def report(
    *model_types: str, metadata_sections: Iterable[str] = (), namespace: str | None = NAMESPACE
) -> bytes:
    """Return a whole report. Without a namespace it is as some programs write it again."""
    own = f' xmlns="{namespace}"' if namespace else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<project id="6867effe-489a-4ece-8fc7-c1e3bb644efc" name="Toestel" '
        'reportVersion="5.2.0.0" licenseID="1" containsGarbage="False" '
        f'extractionType="FileSystem"{own}>\n'
        '<sourceExtractions><extractionInfo id="0" name="Toestel" type="FileSystem" />'
        "</sourceExtractions>"
        '<caseInformation><field name="Zaaknummer" isSystem="True" fieldType="CaseNumber">'
        f"{escape('A&B')}</field></caseInformation>"
        f"{''.join(metadata_sections)}"
        '<taggedFiles><file fs="userdata" id="f1" path="/data/1.jpg" size="1" deleted="Intact">'
        f"{metadata('File', [('MSISDN', '0'), ('Tags', 'Image')])}</file></taggedFiles>"
        f"<decodedData>{''.join(model_types)}</decodedData>"
        '<extraInfos><extraInfo type="model" id="1" /></extraInfos></project>\n'
    ).encode()


def archive(*members: tuple[str, bytes]) -> bytes:
    """Return a ``.ufdr`` that holds these files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return held.getvalue()
