"""The web addresses in a message text, and what makes one unfit for recipients."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINK = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+]*)://|(?<![\w@.]))"
    r"(?P<host>(?:[^\s/?#@:.,]+\.)+(?:[^\W\d_]{2,}|\d{1,3}))(?P<port>:\d+)?(?P<rest>[/?#]\S*)?",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?)'\""
_SHORTENERS = frozenset(
    {
        "bit.ly",
        "buff.ly",
        "cutt.ly",
        "goo.gl",
        "is.gd",
        "lnkd.in",
        "ow.ly",
        "rb.gy",
        "rebrand.ly",
        "shorturl.at",
        "t.co",
        "t.ly",
        "tiny.cc",
        "tinyurl.com",
        "tr.im",
        "v.gd",
    }
)
_RESERVED = ("example", "test", "invalid", "localhost", "example.com", "example.net", "example.org")
_ADDRESS = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")


@dataclass(frozen=True)
class Link:
    """One web address as a recipient reads it; the path keeps its query and fragment."""

    scheme: str
    host: str
    path: str
    trailing: bool

    @property
    def https(self) -> bool:
        """Whether the address is written out with https."""
        return self.scheme == "https"

    @property
    def shortened(self) -> bool:
        """Whether a shortening service hides where the address leads."""
        return self.host.removeprefix("www.") in _SHORTENERS

    @property
    def identifies(self) -> bool:
        """Whether a query string or fragment could tell one recipient from another."""
        return "?" in self.path or "#" in self.path

    @property
    def disguised(self) -> bool:
        """Whether the host is a bare address, or could pass for another by look-alike letters."""
        return not self.host.isascii() or "xn--" in self.host or bool(_ADDRESS.fullmatch(self.host))

    @property
    def reserved(self) -> bool:
        """Whether the domain is set apart for examples, so that nothing can be found there."""
        return any(self.host == name or self.host.endswith(f".{name}") for name in _RESERVED)


def links_in(text: str) -> list[Link]:
    """Return every web address of the text, also one written without a scheme."""
    return [_link(match) for match in _LINK.finditer(text)]


def _link(match: re.Match[str]) -> Link:
    path = (match["rest"] or "").rstrip(_TRAILING)
    after = match.string[match.start() :][len(match[0].rstrip(_TRAILING)) :]
    return Link(
        scheme=(match["scheme"] or "").lower(),
        host=match["host"].lower(),
        path=path,
        trailing=after[:1] in tuple(_TRAILING),
    )
