"""Builds back-ups as SMS Backup & Restore writes them, with the fields that SyncTech describes."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

MOMENT_MS = 1_777_000_000_000
FROM, TO, COPY_TO = "137", "151", "130"
SELF = "insert-address-token"
_BEGIN = (
    "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
    "<!--File Created By SMS Backup & Restore v10.20.002 on 24/04/2026 05:06:40-->\n"
    '<?xml-stylesheet type="text/xsl" href="sms.xsl"?>\n'
)


def messages(*records: str) -> bytes:
    return _file("smses", records)


def calls(*records: str) -> bytes:
    return _file("calls", records)


def sms(address: str, kind: str = "1", name: str = "(Unknown)", **more: str) -> str:
    return _element(
        "sms", protocol="0", address=address, date=str(MOMENT_MS), type=kind, subject="null",
        body="Tot zo", read="1", status="-1", readable_date="24 apr. 2026 05:06:40",
        contact_name=name, **more,
    )  # fmt: skip


def mms(
    address: str,
    *addresses: tuple[str, str],
    box: str = "1",
    name: str = "(Unknown)",
    attached: str = "",
) -> str:
    parts = _element("part", seq="0", ct="text/plain", text="Tot zo", data=attached)
    told = "".join(
        _element("addr", address=text, type=kind, charset="106") for text, kind in addresses
    )
    inside = f"<parts>{parts}</parts><addrs>{told}</addrs>"
    return _element(
        "mms", inside, date=str(MOMENT_MS), msg_box=box, address=address, m_type="132",
        contact_name=name,
    )  # fmt: skip


def call(number: str, kind: str = "1", name: str = "(Unknown)", presentation: str = "1") -> str:
    return _element(
        "call", number=number, duration="12", date=str(MOMENT_MS), type=kind,
        presentation=presentation, contact_name=name,
    )  # fmt: skip


def _file(root: str, records: tuple[str, ...]) -> bytes:
    begin = f'<{root} count="{len(records)}" backup_set="a" backup_date="{MOMENT_MS}">'
    return f"{_BEGIN}{begin}\n  {''.join(records)}\n</{root}>".encode()


def _element(name: str, inside: str = "", **attributes: str) -> str:
    # References are written as the app writes them, so they stay what they are.
    written = " ".join(
        f"{key}={quoteattr(value).replace('&amp;#', '&#')}" for key, value in attributes.items()
    )
    return f"<{name} {written}>{inside}</{name}>" if inside else f"<{name} {written} />"
