"""Builds messages as older telephones write them: IrMC's vMessage with Nokia's extensions."""

from __future__ import annotations


def vmg(
    sender: str, *recipients: str, box: str = "INBOX", name: str = "Jan", text: str = "Tot zo"
) -> bytes:
    kept = f"X-IRMC-BOX:{box}\r\n" if box else ""
    envelopes = "".join(f"BEGIN:VENV\r\n{_card(number)}" for number in recipients)
    ends = "END:VENV\r\n" * len(recipients)
    return (
        f"BEGIN:VMSG\r\nVERSION:1.1\r\nX-IRMC-STATUS:READ\r\n{kept}X-NOK-DT:20260501T100000Z\r\n"
        f"{_card(sender, name)}{envelopes}BEGIN:VENV\r\nBEGIN:VBODY\r\n"
        f"Date:01-05-2026 10:00:00\r\n{text}\r\nEND:VBODY\r\nEND:VENV\r\n"
        f"{ends}END:VMSG\r\n"
    ).encode()


def _card(number: str, name: str = "") -> str:
    return f"BEGIN:VCARD\r\nVERSION:2.1\r\nN:{name}\r\nTEL:{number}\r\nEND:VCARD\r\n"
