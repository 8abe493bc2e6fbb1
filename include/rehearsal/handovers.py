"""Synthetic hand-overs, with the truth about what a campaign must make of them.

``python -m rehearsal.handovers FOLDER --city lelystad --case-reference PL-2026-0001``
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from random import Random, SystemRandom
from typing import TYPE_CHECKING

import yaml

from eenmalig.domain.counting import Exclusion, SetAside, Tally
from eenmalig.errors import Code, EenmaligError
from rehearsal import numbers
from rehearsal.candidates import plan
from rehearsal.cards import write_cards
from rehearsal.spellings import EVERYWHERE, spelled
from rehearsal.tables import (
    TELEPHONE,
    write_calls,
    write_customers,
    write_numbers,
    write_orders,
    write_workbook,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rehearsal.candidates import Plan

DECLARATION = "handover.yaml"
# Shares of the candidates, in the order in which the sources are declared.
_WEIGHTS = (0.38, 0.27, 0.20, 0.15)
_ALL = {str(reason): "all" for reason in (SetAside.CONTACTS, SetAside.PRIVATE_PHONE)}
_SOURCES: Sequence[tuple[Callable[..., None], str, Mapping[str, object]]] = (
    (
        write_customers,
        "klanten.csv",
        {"kind": "customer_list", "device": "dealer_phone", "column": "Telefoonnummer"},
    ),
    (write_orders, "bestellingen.xlsx", {"kind": "ordering_messages", "device": "dealer_phone"}),
    (
        write_cards,
        "adresboek.vcf",
        {"kind": "contacts", "device": "private_phone", "also_text": _ALL},
    ),
    (
        write_calls,
        "gesprekken.csv",
        {"kind": "calls", "device": "dealer_phone", "column": "Nummer"},
    ),
)
_NAMES = 2
_SIX_DIGITS = re.compile(r"\d{6}")


@dataclass(frozen=True)
class Expected:
    """What a campaign must count. Numbers are in E.164 and are never printed.

    ``per_source`` stands in the order of handover.yaml. ``recipient_numbers`` must each get one
    message; ``excluded_numbers`` (those on the lists) none.
    """

    totals: Tally
    per_source: tuple[Tally, ...]
    recipient_numbers: frozenset[str] = field(repr=False)
    excluded_numbers: frozenset[str] = field(repr=False)

    @property
    def recipients(self) -> int:
        """How many numbers must get a message."""
        return self.totals.recipients


def make_handover(
    folder: Path, *, city: str, case_reference: str, recipients: int = 520, seed: int | None = None
) -> Expected:
    """Write a hand-over with exactly ``recipients`` recipients; return the truth about it.

    Numbers are drawn anew each time unless ``seed`` is given. Raises EenmaligError
    REHEARSAL_SETTINGS when the folder is not empty or a setting cannot be.
    """
    _check(folder, case_reference, recipients)
    rng = SystemRandom() if seed is None else Random(seed)  # noqa: S311 - repeatable, no secret
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    planned = plan(rng, recipients, _WEIGHTS, _NAMES)
    declared = {
        "city": city,
        "case_reference": case_reference,
        "criterion": "Wie bestelberichten stuurde, of als klant in het toestel stond.",
        "legal_basis": {
            "public_prosecutor": "OM-2026-17, toestemming van de zaaksofficier",
            "examining_magistrate": "RC-2026-42, machtiging",
        },
        "measures": ["Gesprekken met de hulp uit het bericht", "Aanmeldingen voor hulp"],
        "sources": _write_sources(folder, planned, rng),
        "exclusions": _write_exclusions(folder, planned, rng),
    }
    text = yaml.safe_dump(declared, sort_keys=False, allow_unicode=True)
    (folder / DECLARATION).write_text(text, encoding="utf-8")
    for file in folder.iterdir():
        file.chmod(0o600)
    return _expected(planned)


def _check(folder: Path, case_reference: str, recipients: int) -> None:
    mistakes = []
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        mistakes.append("The folder exists and is not empty.")
    if not case_reference.strip() or _SIX_DIGITS.search(case_reference):
        mistakes.append("The case reference is empty or holds six or more digits in a row.")
    if recipients < 1:
        mistakes.append("There must be at least one recipient.")
    if mistakes:
        raise EenmaligError(Code.REHEARSAL_SETTINGS, *mistakes)


def _write_sources(folder: Path, planned: Plan, rng: Random) -> list[dict[str, object]]:
    entries: list[dict[str, object]] = []
    for candidates, source in zip(planned.sources, _SOURCES, strict=True):
        write, name, declared = source
        write(folder / name, candidates, rng)
        entries.append({**_entry(folder / name), **declared})
    return entries


def _write_exclusions(folder: Path, planned: Plan, rng: Random) -> list[dict[str, str]]:
    texts = {
        category: [spelled(number, rng, EVERYWHERE) for number in listed]
        for category, listed in planned.listed.items()
    }
    # Lawyers have fixed lines too; those were never to be texted anyway.
    texts[Exclusion.PRIVILEGED] += [numbers.landline(rng) for _ in range(3)]
    write_numbers(folder / "geheimhouders.csv", texts[Exclusion.PRIVILEGED], rng)
    write_workbook(folder / "verdachten.xlsx", texts[Exclusion.SUSPECTS], rng)
    write_numbers(folder / "eigen-toestellen.csv", texts[Exclusion.OWNER], rng)
    write_numbers(folder / "afgemeld.csv", texts[Exclusion.OPTED_OUT], rng, TELEPHONE)
    files: Sequence[tuple[str, Exclusion]] = (
        ("geheimhouders.csv", Exclusion.PRIVILEGED),
        ("verdachten.xlsx", Exclusion.SUSPECTS),
        ("eigen-toestellen.csv", Exclusion.OWNER),
        ("afgemeld.csv", Exclusion.OPTED_OUT),
    )
    return [
        _entry(folder / name) | {"column": "nummer", "category": str(category)}
        for name, category in files
    ]


def _entry(path: Path) -> dict[str, str]:
    return {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def _expected(planned: Plan) -> Expected:
    per_source = planned.tallies()
    totals = Tally()
    for tally in per_source:
        totals.add(tally)
    totals.check()
    excluded = frozenset(number for listed in planned.listed.values() for number in listed)
    usable = {
        candidate.number
        for source in planned.sources
        for candidate in source
        if candidate.number and candidate.relation is None
    }
    return Expected(totals, per_source, frozenset(usable) - excluded, excluded)


def main(arguments: list[str] | None = None) -> int:
    """Write a hand-over and print what a campaign must count: counts only. Returns 0, or 2."""
    parser = argparse.ArgumentParser(
        prog="python -m rehearsal.handovers",
        description="Write a synthetic hand-over with numbers drawn at random.",
    )
    parser.add_argument("folder", type=Path, help="a folder that is empty or not there yet")
    parser.add_argument("--city", required=True)
    parser.add_argument("--case-reference", required=True, help="no six digits in a row")
    parser.add_argument("--recipients", type=int, default=520)
    parser.add_argument("--seed", type=int, help="the same numbers each time")
    asked = parser.parse_args(arguments)
    try:
        expected = make_handover(
            asked.folder,
            city=asked.city,
            case_reference=asked.case_reference,
            recipients=asked.recipients,
            seed=asked.seed,
        )
    except EenmaligError as mistake:
        sys.stderr.write(f"{mistake}\n")
        return 2
    sys.stdout.write(json.dumps(expected.totals.totals(), indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
