"""What a hostile report costs. The reports of all formats in XML are read by the same code."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import axiom, ufed

from eenmalig.cleartext.sources.files import xml_stream
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

EXPANDING = "".join(
    f'<!ENTITY e{level} "{f"&e{level - 1};" * 10 if level else "x" * 50}">' for level in range(10)
)
DOCUMENT_TYPES = {
    "expanding entities": f"<!DOCTYPE project [{EXPANDING}]>",
    "an external entity": '<!DOCTYPE project [<!ENTITY e9 SYSTEM "file:///etc/hostname">]>',
    "an external document type": '<!DOCTYPE project SYSTEM "http://127.0.0.1:9/x.dtd">',
    "a document type alone": "<!DOCTYPE project>",
}


def contact(value: str) -> str:
    return ufed.contact("Jan", ufed.phone("{}")).replace("<![CDATA[{}]]>", value)


@pytest.mark.parametrize("kind", DOCUMENT_TYPES)
@pytest.mark.parametrize("build", ["ufed", "axiom"])
def test_a_document_type_is_refused_before_anything_is_given(
    kind: str, build: str, reading: Reading, mobile: str
) -> None:
    entity = "&e9;" if "ENTITY" in DOCUMENT_TYPES[kind] else mobile
    made = ufed.report(ufed.model_type("Contact", contact(entity)))
    if build == "axiom":
        made = axiom.export(axiom.artifact("Android Contacts", axiom.contact("{}")))
        made = made.replace(b"<![CDATA[{}]]>", entity.encode())
    head, rest = made.split(b"?>", 1)
    with pytest.raises(EenmaligError) as raised:
        reading(head + b"?>" + DOCUMENT_TYPES[kind].encode() + rest)
    assert raised.value.code is Code.SOURCE_UNREADABLE
    assert "has a document type" in str(raised.value) or "is damaged" in str(raised.value)
    assert raised.value.__context__ is None


@pytest.mark.parametrize("level", [300, 100_000])
def test_nesting_without_end_is_refused(level: int, reading: Reading) -> None:
    deep = "<model type='Chat'>" * level + "</model>" * level
    with pytest.raises(EenmaligError) as raised:
        reading(ufed.report(ufed.model_type("Chat", deep)))
    assert raised.value.code is Code.SOURCE_UNREADABLE


@pytest.mark.parametrize(
    "filler",
    ["<field/>" * 500_000, "<multiModelField name='x'><model/></multiModelField>" * 100_000],
)
def test_a_record_without_end_is_refused(
    filler: str, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml_stream, "LARGEST_KEPT_BYTES", 1024**2)
    with pytest.raises(EenmaligError) as raised:
        reading(ufed.report(ufed.model_type("Contact", ufed.model("Contact", filler))))
    assert raised.value.code is Code.SOURCE_UNREADABLE
    assert "larger than a real one" in str(raised.value)


def test_what_was_read_is_dropped_wherever_it_stands(
    reading: Reading, mobile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml_stream, "LARGEST_KEPT_BYTES", 600_000)
    monkeypatch.setattr(xml_stream, "_CHUNKS_BETWEEN_MEASURES", 1)
    message = ufed.instant_message(ufed.party(mobile), body="x" * 1000)
    chat = ufed.chat([ufed.party(mobile)], [message] * 3000)
    contacts = [ufed.contact("Jan", ufed.phone(mobile))] * 3000
    files = "<taggedFiles>" + "<file><metadata/><a/></file>" * 100_000 + "</taggedFiles>"
    made = ufed.report(ufed.model_type("Chat", chat), ufed.model_type("Contact", *contacts))
    made = made.replace(b"<decodedData>", files.encode() + b"<decodedData>")
    assert len(reading(made)) == 6001


def test_a_large_report_takes_little_memory_of_ours(reading: Reading, mobile: str) -> None:
    contacts = [ufed.contact("Jan", ufed.phone(mobile))] * 5000
    made = ufed.report(ufed.model_type("Contact", *contacts))
    tracemalloc.start()
    try:
        count = len(reading(made))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 5000
    assert peak < 12 * 1024**2
