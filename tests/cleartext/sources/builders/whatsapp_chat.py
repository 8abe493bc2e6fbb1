"""Builds chats as WhatsApp writes them as text, on Android and on an iPhone, by language."""

from __future__ import annotations

from typing import NamedTuple

MARK = "\u200e"


class Form(NamedTuple):
    """How one telephone writes the moment of a message, and that chats are sealed."""

    moments: tuple[str, str]
    notice: str

    @property
    def is_iphone(self) -> bool:
        return self.moments[0].startswith("[")


def _arabic(moment: str) -> str:
    """Return a moment in the figures of Egypt, with the marks that WhatsApp puts between them."""
    figures = str.maketrans({str(figure): chr(0x660 + figure) for figure in range(10)})
    return moment.replace("/", "\u200f/").translate(figures)


# The first of May and, where the order of day and month needs it, the thirteenth, at ten.
FORMS = {
    "nl on Android": Form(
        ("01-05-2026 10:00 - ", "13-05-2026 10:00 - "), "Berichten zijn versleuteld."
    ),
    "nl on iPhone": Form(
        ("[01-05-2026 10:00:00] ", "[13-05-2026 10:00:00] "), "Berichten zijn versleuteld."
    ),
    "en-GB on Android": Form(
        ("01/05/2026, 10:00 - ", "13/05/2026, 10:00 - "), "Messages are encrypted."
    ),
    "en-US on Android": Form(
        ("5/1/26, 10:00\u202fAM - ", "5/13/26, 10:00\u202fAM - "), "Messages are encrypted."
    ),
    "en-US on iPhone": Form(
        ("[5/1/26, 10:00:00\u202fAM] ", "[5/13/26, 10:00:00\u202fAM] "), "Messages are encrypted."
    ),
    "de on Android": Form(
        ("01.05.26, 10:00 - ", "13.05.26, 10:00 - "), "Nachrichten sind verschlüsselt."
    ),
    "fr on Android": Form(
        ("01/05/2026 à 10:00 - ", "13/05/2026 à 10:00 - "), "Messages chiffrés."
    ),
    "es on Android": Form(
        ("1/5/26, 10:00 a.\u00a0m. - ", "13/5/26, 10:00 a.\u00a0m. - "), "Mensajes cifrados."
    ),
    "tr on Android": Form(
        ("1.05.2026 10:00 - ", "13.05.2026 10:00 - "), "Mesajlar şifrelidir."
    ),
    "fi on iPhone": Form(
        ("[1.5.2026 klo 10.00.00] ", "[13.5.2026 klo 10.00.00] "), "Viestit salataan."
    ),
    "ar on Android": Form(
        (_arabic("1/5/2026، 10:00 - "), _arabic("13/5/2026، 10:00 - ")),
        "الرسائل مشفرة.",
    ),
    "zh on Android": Form(
        ("2026/5/1 上午10:00 - ", "2026/5/13 上午10:00 - "), "消息已加密。"
    ),
}  # fmt: skip


def spaced(mobile: str) -> str:
    """Return a number as WhatsApp shows it."""
    return f"\u202a+{mobile[1:3]} {mobile[3]} {mobile[4:8]} {mobile[8:]}\u202c"


def chat(form: Form, *messages: tuple[str, str], told: tuple[str, ...] = ()) -> bytes:
    """Write who wrote what, after the notice, and at the end what WhatsApp tells."""
    partner = messages[0][0] if messages else "Klanten"
    lines = [_told(form, partner, form.notice)]
    for position, (sender, text) in enumerate(messages):
        lines.append(f"{form.moments[min(position, 1)]}{sender}: {text}")
    lines.extend(_told(form, partner, text) for text in told)
    return "".join(f"{line}\n" for line in lines).encode()


def _told(form: Form, partner: str, text: str) -> str:
    if form.is_iphone:
        return f"{MARK}{form.moments[0]}{partner}: {MARK}{text}"
    return f"{form.moments[0]}{text}"
