"""Reading large XML as a stream of records, in bounded memory, whatever the file holds.

A document type is refused, so no entity can expand or name another file. What has been read is
dropped after every chunk; what must be kept, a record that has not ended, may not grow large.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypedDict

from lxml import etree

from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Literal

    from lxml.etree import _Element as Element

    _Event = Literal["start", "end"]

HEAD_BYTES = 64 * 1024
LARGEST_KEPT_BYTES = 6 * 1024**2
_CHUNK_BYTES = 64 * 1024
_CHUNKS_BETWEEN_MEASURES = 8


class _Settings(TypedDict):
    resolve_entities: bool
    no_network: bool
    load_dtd: bool
    huge_tree: bool
    remove_comments: bool
    remove_pis: bool


# With these a parser of lxml follows nothing, expands nothing and keeps nothing that we do not use.
HARDENED = _Settings(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
)


class Document(NamedTuple):
    """What to read: the local names of records, and words for a person.

    ``is_part`` tells a record that is read with the one around it, ``is_nested`` one that merely
    stands within another. ``what`` names the format; ``ask`` is what to ask the case team for.
    """

    records: tuple[str, ...]
    is_part: Callable[[Element], bool]
    is_nested: Callable[[Element], bool]
    what: str
    ask: str

    def refused(self, label: str, why: str) -> EenmaligError:
        """Return the error that says what is wrong with which source."""
        return EenmaligError(
            Code.SOURCE_UNREADABLE, f"{label}: {self.what} {why}; ask the case team for {self.ask}"
        )


class Readable(Protocol):
    """What gives bytes in pieces: a file, or a file within an archive."""

    def read(self, length: int, /) -> bytes:
        """Return at most so many bytes, none at the end."""


class Start(NamedTuple):
    """The beginning of one element: its namespace, its local name, its attributes."""

    namespace: str
    name: str
    attributes: dict[str, str]


def starts(head: bytes) -> list[Start]:
    """Return the elements that begin in ``head``, as far as it is well-formed XML."""
    parser = _parser(("start",), None)
    # What began before a mistake is still told; reading it to the end will tell the mistake.
    with suppress(etree.XMLSyntaxError):
        parser.feed(head)
    begun = []
    for _, element in parser.read_events():
        namespace = str(element.tag).rpartition("}")[0].removeprefix("{")
        attributes = {str(key): str(value) for key, value in element.attrib.items()}
        begun.append(Start(namespace, _local_name(element), attributes))
    return begun


def records(file: Readable, document: Document, label: str) -> Iterator[Element]:
    """Yield each record when it ends, those within it first. Keep none of them.

    Fails when this is no whole, well-formed XML, has a document type, or holds a record larger
    than ``LARGEST_KEPT_BYTES`` (``SOURCE_UNREADABLE``).
    """
    parser = _parser(("end",), [f"{{*}}{name}" for name in document.records])
    root: Element | None = None
    chunks, more = 0, True
    while more:
        more = _feed(parser, file.read(_CHUNK_BYTES), document, label)
        for _, element in parser.read_events():
            if root is None:
                root = _checked_root(element, document, label)
            if document.is_part(element):
                continue
            yield element
            if document.is_nested(element):
                _let_go(element)
        chunks += 1
        if root is not None:
            _drop_before(root, document.records)
        if chunks % _CHUNKS_BETWEEN_MEASURES == 0 and _kept(root, chunks) > LARGEST_KEPT_BYTES:
            raise document.refused(label, "holds a record far larger than a real one")


def _parser(events: tuple[_Event, ...], tags: list[str] | None) -> etree.XMLPullParser[Element]:
    return etree.XMLPullParser(
        events=events,
        tag=tags,
        collect_ids=False,
        **HARDENED,
    )


def _feed(
    parser: etree.XMLPullParser[Element], chunk: bytes, document: Document, label: str
) -> bool:
    """Parse a chunk, or end when there is none; return whether there was one."""
    whole = True
    try:
        if chunk:
            parser.feed(chunk)
        else:
            parser.close()
    except etree.XMLSyntaxError:
        # The parser's words quote the file, so they may not even be this error's context.
        whole = False
    if not whole:
        raise document.refused(label, "is damaged or not complete")
    return bool(chunk)


def _checked_root(element: Element, document: Document, label: str) -> Element:
    tree = element.getroottree()
    if tree.docinfo.internalDTD is not None:
        raise document.refused(label, "has a document type, which no real one has")
    return tree.getroot()


def _let_go(record: Element) -> None:
    # Emptied first: what is removed with its content has all its namespaces written anew.
    record.clear(keep_tail=True)
    parent = record.getparent()
    # The last one stays: the parser may still add the text that follows it.
    if parent is not None and record.getnext() is not None:
        parent.remove(record)


def _drop_before(root: Element, records: tuple[str, ...]) -> None:
    """Drop everything before the place that is being read, but nothing of an open record."""
    node = root
    while len(node) and _local_name(node) not in records:
        del node[:-1]
        node = node[-1]


def _local_name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _kept(root: Element | None, chunks: int) -> int:
    """Return how much of the file is in memory. Before the first record that is all of it."""
    return chunks * _CHUNK_BYTES if root is None else len(etree.tostring(root))
