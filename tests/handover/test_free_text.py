"""Free text of a hand-over holds no number, whatever stands between its digits."""

from __future__ import annotations

from random import SystemRandom
from typing import TYPE_CHECKING, Any

import pytest
from tests.handover.test_load import mistakes

from eenmalig.handover import load
from rehearsal import numbers

if TYPE_CHECKING:
    Folder = Any


@pytest.mark.parametrize("key", ["case_reference", "criterion", "public_prosecutor"])
@pytest.mark.parametrize("pattern", ["x 0690{r}", "bel 06 9{p}", "+31 6 {p} x", "dossier123456"])
def test_free_text_holds_no_number_and_does_not_quote_it(
    key: str, pattern: str, folder: Folder
) -> None:
    drawn = numbers.digits(SystemRandom(), 8)
    text = pattern.format(r=drawn, p=f"{drawn[:4]} {drawn[4:]}")
    held = folder.declared if key in folder.declared else folder.declared["legal_basis"]
    held[key] = text
    place = key if held is folder.declared else f"legal_basis.{key}"
    assert mistakes(folder) == (
        f"{place}: holds a run of six or more digits, which free text may not",
    )


@pytest.mark.parametrize(
    "pattern",
    [
        "31 6 {a} {b} {c} {d}",
        "bel 6 {a} {b} {c} {d}.",
        "06_{a}_{b}_{c}_{d}",
        "nr_06_{a}_{b}_{c}_{d}",
        "+31 (0)6 {a}{b} {c}{d}",
        "06-12-2034 {d}",
        "06\u2013{a}\u2013{b}\u2013{c}\u2013{d}",
        "06, {a}, {b}, {c}, {d}",
        "bel 020 {a}3 {b} {c}",
    ],
)
def test_free_text_holds_no_number_with_gaps(pattern: str, folder: Folder) -> None:
    drawn = numbers.digits(SystemRandom(), 8)
    pairs = {name: drawn[at : at + 2] for name, at in zip("abcd", (0, 2, 4, 6), strict=True)}
    folder.declared["criterion"] = pattern.format(**pairs)
    assert mistakes(folder) == (
        "criterion: holds a run of six or more digits, which free text may not",
    )


@pytest.mark.parametrize(
    "text",
    [
        "PL-2026-0001",
        "PL-2026-0001 / 2026-05-12",
        "OM-6-2026-0001, machtiging van 6-5-2026",
        "tussen 12 mei 2026 en 13 mei 2026",
        "van 12-06-2026 - 12-07-2026",
        "2026-05-12 14:16",
        "HR 18 maart 2025, ECLI:NL:HR:2025:409",
    ],
)
def test_free_text_holds_references_and_dates(text: str, folder: Folder) -> None:
    folder.declared["criterion"] = text
    assert load(folder.written(), "lelystad").criterion == text
