"""XML and JSON that no program writes: each is read, or refused with one message, in bounded time.

Documents with a type, and records without an end, are in ``test_xml_stream``.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import ufed

from eenmalig.errors import Code, EenmaligError
from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

BEGIN = f'<project xmlns="{ufed.NAMESPACE}"><decodedData><modelType>'.encode()
END = b"</modelType></decodedData></project>"
CASE = b'{"@context":{"uco-core":"https://ontology.unifiedcyberontology.org/"},"@graph":'
MANY = 300_000
HOSTILE = {
    "nested elements": BEGIN + b"<a>" * 10_000 + b"</a>" * 10_000 + END,
    "an enormous attribute": BEGIN + b'<model type="' + b"a" * 40_000_000 + b'"/>' + END,
    "an enormous text": BEGIN + b"<model>" + b"a" * 40_000_000 + b"</model>" + END,
    "many attributes": BEGIN
    + b"<model "
    + b" ".join(b'a%d=""' % each for each in range(MANY))
    + b"/>"
    + END,
    "many names": BEGIN + b"".join(b"<a%d/>" % each for each in range(MANY)) + END,
    "nested lists": CASE + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "nested objects": CASE + b'{"a":' * 100_000 + b"1" + b"}" * 100_001,
    "an enormous string": CASE + b'"' + b"a" * 40_000_000 + b'"}',
    "an enormous number": CASE + b"9" * 3_000_000 + b"}",
    "nested cards": b'["vcard",' + b"[" * 100_000,
}
READ = """
import sys
from pathlib import Path
from eenmalig.cleartext.sources import read
from eenmalig.errors import EenmaligError
try:
    count = sum(1 for _ in read(Path(sys.argv[1]), position=1, column=None, format=None))
except EenmaligError as error:
    count = str(error.code)
# Not getrusage: what it tells of a new process includes the one that started it.
status = Path("/proc/self/status").read_text()
print(count, int(status.partition("VmHWM:")[2].split()[0]) // 1024)
"""


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_no_program_writes_costs_little_time_and_memory(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "export"
    path.write_bytes(HOSTILE[kind])
    command = [sys.executable, "-c", READ, str(path)]
    place = {"PYTHONPATH": f"{PROJECT / 'include'}"}
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=10, env=place
    )
    said, megabytes = done.stdout.split()
    assert said in {str(Code.SOURCE_UNREADABLE), str(Code.SOURCE_FORMAT), "0", "1"}
    assert int(megabytes) < 500


@pytest.mark.parametrize("encoding", ["utf-7", "utf-16", "utf-32", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("told", [True, False])
def test_an_encoding_hides_neither_numbers_nor_a_document_type(
    told: object, encoding: str, reading: Reading, mobile: str
) -> None:
    made = ufed.report(ufed.model_type("Contact", ufed.contact("Jan", ufed.phone(mobile))))
    text = made.decode().replace(' encoding="utf-8"', f' encoding="{encoding}"' if told else "")
    with suppress(EenmaligError):
        # Read as the bytes that it is, UTF-7 spells the plus sign with a dash behind it.
        found = [each.text.replace("+-", "+") for each in reading(text.encode(encoding))]
        assert found == [mobile]
    entity = text.replace("<project", '<!DOCTYPE project [<!ENTITY a "b">]><project', 1)
    with pytest.raises(EenmaligError):
        reading(entity.encode(encoding), stated="ufed")


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: whole.partition(b"?>\n")[2],
        lambda whole: whole.replace(b"report/2.0", b"report/1.0"),
        lambda whole: b"\xef\xbb\xbf" + whole,
        lambda whole: b"\n  " + whole.partition(b"?>\n")[2],
        lambda whole: whole.replace(b"<project", b"<!-- gemaakt door -->\n<project"),
        lambda whole: whole.replace(b"?>", b'?><?xml-stylesheet href="a.xsl"?>', 1),
    ],
)
def test_reports_of_other_versions_are_read(
    change: Callable[[bytes], bytes], reading: Reading, mobile: str
) -> None:
    made = ufed.report(ufed.model_type("Contact", ufed.contact("Jan", ufed.phone(mobile))))
    assert [each.text for each in reading(change(made))] == [mobile]


def test_a_model_alone_without_what_a_program_adds_is_read(reading: Reading, mobile: str) -> None:
    value = f'<field name="Value"><value>{mobile}</value></field>'
    entries = f'<x name="Entries"><model type="PhoneNumber">{value}</model></x>'
    assert [each.text for each in reading(f'<model type="Contact">{entries}</model>'.encode())] == [
        mobile
    ]


def test_a_report_whose_names_have_a_prefix_is_read(reading: Reading, mobile: str) -> None:
    made = ufed.report(ufed.model_type("Contact", ufed.contact("Jan", ufed.phone(mobile))))
    tags = made.replace(b"</", b"\0").replace(b"<", b"<u:").replace(b"\0", b"</u:")
    fixed = tags.replace(b"<u:?", b"<?").replace(b"<u:!", b"<!").replace(b"xmlns=", b"xmlns:u=")
    assert [each.text for each in reading(fixed)] == [mobile]
