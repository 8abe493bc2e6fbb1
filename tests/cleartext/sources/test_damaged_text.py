"""Text in which bytes were lost: what is whole is read, what is not is refused and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eenmalig.cleartext.numbers import number
from eenmalig.cleartext.sources import detected
from eenmalig.cleartext.sources.files import text_lines
from eenmalig.errors import EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]


def usable(values: list[RawValue]) -> list[str]:
    return [
        candidate
        for value in values
        for candidate in number.split(value.text)
        if number.normalize(candidate, value.field).e164
    ]


@pytest.mark.parametrize("zeros", [1, 2, 4096, 5_000_000])
def test_rows_of_zeros_are_counted_and_the_others_read(
    zeros: int, reading: Reading, mobile: str, other: str
) -> None:
    values = reading(
        f"Tel;Naam\n{mobile};Jan\n".encode() + bytes(zeros) + f"\n{other};P\n".encode()
    )
    assert usable(values) == [mobile, other]
    assert len(values) == 3


def test_what_was_never_written_of_a_file_is_one_damaged_row(reading: Reading, mobile: str) -> None:
    values = reading(f"Tel;Naam\n{mobile};Jan\n".encode() + bytes(200_000))
    assert usable(values) == [mobile]
    assert len(values) == 2


@pytest.mark.parametrize("place", [0, 1, 5, -1])
def test_no_number_is_read_in_which_a_byte_was_lost(
    place: int, reading: Reading, mobile: str, other: str
) -> None:
    damaged = f"{mobile[:place]}\0{mobile[place:]}"
    values = reading(f"Tel;Naam\n{damaged};Jan\n{other};P\n".encode())
    assert usable(values) == [other]
    assert len(values) == 2


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_text_is_not_taken_for_damaged_text(
    encoding: str, reading: Reading, mobile: str
) -> None:
    assert usable(reading(f"Naam\tTel\nJan\t{mobile}\n".encode(encoding))) == [mobile]


@pytest.mark.parametrize(
    "content", [bytes(range(256)), b"Tel;Naam\n\x01\0;x\n", b"ab\0" * 20, bytes(100)]
)
def test_what_is_no_text_is_not_read_as_damaged_text(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "export"
    path.write_bytes(content)
    with pytest.raises(EenmaligError, match="no reader recognises it"):
        detected(path, "source 1")


def test_a_long_line_is_refused_wherever_its_pieces_end(
    reading: Reading, mobile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_lines, "LONGEST_LINE", 64)
    for piece in (1, 7, 50, 63):
        monkeypatch.setattr(text_lines, "_PIECE", piece)
        for end in ("\n", "\r\n", "\r"):
            longest = f"Tel;x{end}{mobile};".ljust(63 - len(end) + len("Tel;x") + len(end), "x")
            assert len(reading(f"{longest}{end}".encode())) == 1
            with pytest.raises(EenmaligError, match="a line is longer"):
                reading(f"{longest}x{end}".encode())
