"""Builds XML exports as Magnet AXIOM Examine writes them.

Names of artifacts and fragments are those that CASE-Implementation-AXIOM reads.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr


def hit(*fragments: tuple[str, str]) -> str:
    held = "".join(
        f"<Fragment name={quoteattr(name)}><![CDATA[{value}]]></Fragment>"
        for name, value in fragments
    )
    return f"<Hit>{held}</Hit>"


def artifact(name: str, *hits: str) -> str:
    return f"<Artifact name={quoteattr(name)}><Hits>{''.join(hits)}</Hits></Artifact>"


def export(*artifacts: str, namespace: str = "") -> bytes:
    own = f' xmlns="{namespace}"' if namespace else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<Artifacts{own}>{"".join(artifacts)}</Artifacts>'
    ).encode()


def contact(number: str, *, name: str = "Jan", more: tuple[tuple[str, str], ...] = ()) -> str:
    return hit(
        ("Display Name", name),
        ("Phone Number(s)", number),
        ("Created Date/Time - UTC+00:00 (yyyy-MM-dd)", "2019-03-29 20:58:11"),
        ("Last Time Contacted Date/Time - UTC+00:00 (yyyy-MM-dd)", "2026-03-02 19:58:11"),
        ("Source", "contacts2.db"),
        ("Location", "Table: data(_id: 1)"),
        ("Recovery method", "Parsing"),
        *more,
    )


def call(partner: str, direction: str = "Incoming") -> str:
    return hit(
        ("Partner(s)", partner),
        ("Partner Name", "Jan"),
        ("Direction", direction),
        ("Call Date/Time - UTC+00:00 (yyyy-MM-dd)", "2026-03-02 19:58:11"),
        ("Call Duration", "12"),
    )


def message(sender: str, recipients: str, direction: str, *, text: str = "Tot zo") -> str:
    return hit(
        ("Sender", sender),
        ("Recipient(s)", recipients),
        ("Message", text),
        ("Message Direction", direction),
        ("Message Sent Date/Time - UTC+00:00 (yyyy-MM-dd)", "2026-03-02 19:58:11"),
    )
