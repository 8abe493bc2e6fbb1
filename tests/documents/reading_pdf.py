"""Reads a PDF as a program does that people use: its pages, and what its tags say of them."""

from __future__ import annotations

import io
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from pypdf import PageObject, PdfReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    # The text of each marked part of a page, by its number; under None what is no content.
    Marked = dict[int | None, str]


class Element(NamedTuple):
    """An element of the structure: its kind, the text of it and of all within, what is within."""

    kind: str
    text: str
    within: list[Element]

    def all(self, kind: str) -> list[Element]:
        """Return every element of a kind in it, in order."""
        found = [self] if self.kind == kind else []
        return found + [each for element in self.within for each in element.all(kind)]


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf), strict=True)


def pages(pdf: bytes) -> list[list[str]]:
    """Return the lines that each page shows."""
    shown = [page.extract_text().split("\n") for page in reader(pdf).pages]
    return [[line.strip() for line in lines if line.strip()] for lines in shown]


def structure(pdf: bytes) -> Element:
    """Return the document as its tags tell it."""
    read = reader(pdf)
    marked = {_number(page): _marked(page) for page in read.pages}
    (document,) = list(_elements(read.root_object["/StructTreeRoot"], marked))
    return document


def artifacts(pdf: bytes) -> list[str]:
    """Return what each page shows that is no content."""
    return [_plain(_marked(page)[None]) for page in reader(pdf).pages]


def _number(page: PageObject) -> int:
    assert page.indirect_reference
    return page.indirect_reference.idnum


def _marked(page: PageObject) -> Marked:
    marked: Marked = defaultdict(str)
    within: list[int | None] = []

    def operand(operator: bytes, operands: Any, *_: object) -> None:
        if operator == b"BDC":
            within.append(operands[1].get("/MCID"))
        elif operator == b"BMC":
            within.append(None)
        elif operator == b"EMC":
            within.pop()

    def text(said: str, *_: object) -> None:
        if said.strip():
            marked[within[-1]] += said

    page.extract_text(visitor_operand_before=operand, visitor_text=text)
    return marked


def _elements(element: Any, marked: dict[int, Marked]) -> Iterator[Element]:
    for kid in _kids(element):
        if "/S" in kid:
            within = list(_elements(kid, marked))
            text = " ".join(each.text for each in within) or _text(kid, marked)
            yield Element(kid["/S"][1:], _plain(text), within)


def _kids(element: Any) -> Iterator[Any]:
    """Yield what stands in an element, but for the numbers of marked parts."""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        if not isinstance(kid, int):
            yield kid.get_object()


def _text(element: Any, marked: dict[int, Marked]) -> str:
    """Return the marked parts that stand in an element itself."""
    text = ""
    for kid in element.get("/K", []):
        part = kid if isinstance(kid, int) else kid.get_object()
        if isinstance(part, int):
            text += marked[element.raw_get("/Pg").idnum][part]
        elif "/MCID" in part:
            text += marked[part.raw_get("/Pg").idnum][part["/MCID"]]
    return text


def _plain(text: str) -> str:
    return " ".join(text.split())
