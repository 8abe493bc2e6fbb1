"""Writing tables as telephones and case teams export them: CSV and XLSX."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl import Workbook

from rehearsal import people
from rehearsal.spellings import EVERYWHERE, UNICODE, spelled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from random import Random

    from openpyxl.worksheet.worksheet import Worksheet

    from rehearsal.candidates import Candidate

TWO_IN_A_CELL_SHARE = 0.06
HIDDEN_SHARE = 0.15
_SEPARATORS = (" / ", "; ", ", ", "\n", " | ")
_PLACES = ("Lelystad", "Dronten", "Almere", "Harderwijk", "")
_REMARKS = ("", "", "betaalt altijd", "alleen 's avonds", "via café", "belt altijd laat")


@dataclass(frozen=True)
class Dialect:
    """How a CSV is written."""

    encoding: str
    delimiter: str
    ways: tuple[str, ...]


DUTCH_EXCEL = Dialect("cp1252", ";", EVERYWHERE)
TELEPHONE = Dialect("utf-8-sig", ",", EVERYWHERE + UNICODE)


def write_customers(path: Path, candidates: Sequence[Candidate], rng: Random) -> None:
    """Write a customer list as a Dutch Excel saves it; numbers in ``Telefoonnummer``."""
    rows = [
        [people.name(rng), cell, rng.choice(_PLACES), rng.choice(_REMARKS)]
        for cell in _cells(candidates, rng, DUTCH_EXCEL.ways)
    ]
    _write_csv(path, ["Naam", "Telefoonnummer", "Woonplaats", "Opmerking"], rows, DUTCH_EXCEL)


def write_calls(path: Path, candidates: Sequence[Candidate], rng: Random) -> None:
    """Write a list of calls as a telephone exports it; numbers in ``Nummer``."""
    rows = [
        [_day(rng), rng.choice(("inkomend", "uitgaand")), cell, str(rng.randrange(600))]
        for cell in _cells(candidates, rng, TELEPHONE.ways)
    ]
    _write_csv(path, ["Datum", "Richting", "Nummer", "Duur"], rows, TELEPHONE)


def write_numbers(
    path: Path, texts: Sequence[str], rng: Random, dialect: Dialect = DUTCH_EXCEL
) -> None:
    """Write a list of exclusion; numbers in ``nummer``."""
    _write_csv(path, ["naam", "nummer"], [[people.name(rng), text] for text in texts], dialect)


def write_orders(path: Path, candidates: Sequence[Candidate], rng: Random) -> None:
    """Write a workbook of ordering messages; numbers in ``Telefoon``.

    The first sheet has its header on row 4; a hidden sheet holds older rows.
    """
    book = Workbook()
    visible = book.active or book.create_sheet()
    visible.title = "Bestellingen"
    visible.append(["Overzicht bestelberichten"])
    visible.append(["Toestel", "zwart, gebarsten scherm"])
    visible.append([])
    hidden = book.create_sheet("Oud")
    hidden.sheet_state = "hidden"
    shown = len(candidates) - int(len(candidates) * HIDDEN_SHARE)
    for sheet, part in ((visible, candidates[:shown]), (hidden, candidates[shown:])):
        _fill(sheet, part, rng)
    book.save(path)


def write_workbook(path: Path, texts: Sequence[str], rng: Random) -> None:
    """Write a list of exclusion as a workbook; numbers in ``nummer``."""
    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.append(["naam", "nummer"])
    for text in texts:
        sheet.append([people.name(rng), text])
    book.save(path)


def _fill(sheet: Worksheet, candidates: Sequence[Candidate], rng: Random) -> None:
    sheet.append(["Volgnr", "Naam", "Telefoon", "Laatste bericht"])
    for position, cell in enumerate(_cells(candidates, rng, EVERYWHERE + UNICODE), start=1):
        sheet.append([position, people.name(rng), _as_stored(cell, rng), _day(rng)])


def _as_stored(cell: str, rng: Random) -> str | float | None:
    """Return what a spreadsheet makes of a cell: plain digits often become a figure."""
    plain = cell.strip()
    if not cell:
        return None
    if plain.startswith("06") and plain.isdigit() and rng.random() < 0.5:  # noqa: PLR2004 - half
        return int(plain)
    if plain.startswith("316") and plain.isdigit():
        return rng.choice((int(plain), float(plain)))
    return cell


def _cells(candidates: Sequence[Candidate], rng: Random, ways: tuple[str, ...]) -> list[str]:
    """Return the candidates as texts of cells, here and there two in one."""
    cells: list[str] = []
    joinable = False
    for candidate in candidates:
        text = candidate.text if candidate.number is None else spelled(candidate.number, rng, ways)
        if joinable and candidate.number and rng.random() < TWO_IN_A_CELL_SHARE:
            cells[-1] += rng.choice(_SEPARATORS) + text
            joinable = False
        else:
            cells.append(text)
            joinable = candidate.number is not None
    return cells


def _write_csv(
    path: Path, header: Sequence[str], rows: Sequence[Sequence[str]], dialect: Dialect
) -> None:
    with path.open("w", encoding=dialect.encoding, newline="") as file:
        writer = csv.writer(file, delimiter=dialect.delimiter, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(rows)


def _day(rng: Random) -> str:
    day, hour = f"{rng.randint(1, 28):02}", rng.randint(10, 23)
    return f"{day}-{rng.randint(1, 9):02}-2026 {hour}:{rng.randint(10, 59)}"
