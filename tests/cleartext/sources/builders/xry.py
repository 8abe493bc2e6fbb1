"""Builds text exports as MSAB XRY writes them: one file a category.

The layout and the keys are those that the readers of XRY text in Autopsy describe: UTF-16LE with
a mark, five lines of header that begin with ``XRY Export``, the category on the third, and then
entities of which the first line is the title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def entity(title: str, *lines: str) -> str:
    return "\r\n".join([title, *lines, ""])


def contact(number: int, name: str, *telephones: str, more: Iterable[str] = ()) -> str:
    held = [f"Tel:\t{each}" for each in telephones]
    return entity(f"Contacts #\t{number}", f"Name:\t{name}", *held, "Storage:\tDevice", *more)


def call(number: int, kind: str, side: str, telephone: str, *, key: str = "Tel") -> str:
    """A call as older versions write it: the party stands below ``From`` or ``To``."""
    return entity(
        f"Calls #\t{number}",
        f"Call Type:\t{kind}",
        "Time:\t3/2/2026 8:58:11 PM UTC+1 (Device)",
        side,
        f"{key}:\t{telephone}",
        "Name (Matched):\tJan",
        "Duration:\t00:00:12",
    )


def message(number: int, kind: str, sender: str, receiver: str, *, text: str = "Tot zo") -> str:
    return entity(
        f"SMS #\t{number}",
        f"Text:\t{text}",
        "Time:\t2-3-2026 20:58:11 UTC+1 (Network)",
        f"Type:\t{kind}",
        "Service Center:\t+31690000000",
        "From",
        f"Tel:\t{sender}",
        "To",
        f"Tel:\t{receiver}",
    )


def device(*pairs: tuple[str, str]) -> str:
    lines = (line for name, data in pairs for line in (f"Attribute:\t{name}", f"Data:\t{data}"))
    return entity("General Information #\t1", *lines)


def export(category: str, *entities: str, encoding: str = "utf-16-le") -> bytes:
    header = ["XRY Export", "==========", category, "", ""]
    text = "\ufeff" + "\r\n".join([*header, *entities])
    return text.encode(encoding)
