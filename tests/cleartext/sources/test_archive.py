"""Archives as they really come: with a million pictures, of many gigabytes, odd, or hostile."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import ufed

from eenmalig.cleartext.sources import read
from eenmalig.cleartext.sources.files import archive
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]


@pytest.fixture
def report(mobile: str) -> bytes:
    return ufed.report(ufed.model_type("Contact", ufed.contact("Jan", ufed.phone(mobile))))


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as made:
        for name, content in members:
            made.writestr(name, content)
    return held.getvalue()


def texts(values: list[RawValue]) -> list[str]:
    return [each.text for each in values]


def refusal(reading: Reading, content: bytes) -> str:
    with pytest.raises(EenmaligError) as raised:
        reading(content)
    assert raised.value.code in {Code.SOURCE_UNREADABLE, Code.SOURCE_FORMAT}
    return str(raised.value)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("name", ["report.xml", "/report.xml", "C:\\zaak\\Report.xml", "a/b/x.xml"])
def test_a_report_is_read_wherever_it_stands_and_however_it_is_packed(
    name: str, method: int, report: bytes, reading: Reading, mobile: str
) -> None:
    held = zipped(("files/1.jpg", b"x" * 1000), (name, report), method=method)
    if name.endswith("/x.xml"):
        refusal(reading, held)
    else:
        assert texts(reading(held)) == [mobile]


def test_an_archive_with_a_comment_behind_it_is_read(
    report: bytes, reading: Reading, mobile: str
) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("report.xml", report)
        made.comment = b"PK\x05\x06 een opmerking"
    assert texts(reading(held.getvalue())) == [mobile]


def test_an_archive_written_as_a_stream_of_large_files_is_read(
    report: bytes, reading: Reading, mobile: str
) -> None:
    held = io.BytesIO()
    with (
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made,
        made.open("report.xml", "w", force_zip64=True) as file,
    ):
        file.write(report)
    assert texts(reading(held.getvalue())) == [mobile]


def test_an_archive_of_many_gigabytes_costs_what_its_report_costs(
    report: bytes, tmp_path: Path, mobile: str
) -> None:
    """The pictures are a hole in the file: sizes and places that need more than 32 bits."""
    path = tmp_path / "export"
    with zipfile.ZipFile(path, "w", allowZip64=True) as made:
        made.writestr("files/1.jpg", b"x")
        made.fp.seek(5 * 1024**3)  # type: ignore[union-attr]
        made.start_dir = made.fp.tell()  # type: ignore[union-attr]
        made.writestr("report.xml", report)
    assert path.stat().st_size > 5 * 1024**3
    assert texts(list(read(path, position=1, column=None, format=None))) == [mobile]


def test_a_directory_of_many_files_takes_little_memory(
    report: bytes, reading: Reading, mobile: str
) -> None:
    held = zipped(*((f"files/{each}.jpg", b"") for each in range(30_000)), ("report.xml", report))
    tracemalloc.start()
    try:
        found = texts(reading(held, stated="ufed"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == [mobile]
    assert peak < 8 * 1024**2


def test_no_other_reader_looks_through_a_directory_that_is_too_large(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = zipped(("xl/workbook.xml", b"x"))
    monkeypatch.setattr(archive, "LARGEST_DIRECTORY", 40)
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("it was looked through"))
    assert "zip archive" in refusal(reading, held)


@pytest.mark.parametrize("claim", [10, 100_000])
def test_a_member_of_another_size_than_it_says_is_refused(
    claim: int, report: bytes, reading: Reading
) -> None:
    held = zipped(("report.xml", report))
    size = len(report).to_bytes(4, "little")
    assert held.count(size) == 2
    assert "damaged" in refusal(reading, held.replace(size, claim.to_bytes(4, "little")))


def test_damage_that_reads_as_another_file_is_still_told_as_damage(
    report: bytes, reading: Reading
) -> None:
    held = zipped(("report.xml", report), method=zipfile.ZIP_STORED)
    assert "damaged" in refusal(reading, held.replace(b"<project", b"<prozect"))


def test_a_stored_report_with_a_changed_byte_is_refused(report: bytes, reading: Reading) -> None:
    held = zipped(("report.xml", report), method=zipfile.ZIP_STORED)
    assert "damaged" in refusal(reading, held.replace(b">Jan", b">Jam").replace(b"[Jan", b"[Jam"))


@pytest.mark.parametrize("cut", [1, 22, 60, 200])
def test_an_archive_that_is_cut_off_is_refused(cut: int, report: bytes, reading: Reading) -> None:
    refusal(reading, zipped(("report.xml", report))[:-cut])


def test_an_archive_within_an_archive_is_not_opened(report: bytes, reading: Reading) -> None:
    assert "zip archive" in refusal(reading, zipped(("a.ufdr", zipped(("report.xml", report)))))
    assert "no known kind" in refusal(reading, zipped(("report.xml", zipped(("a", report)))))
