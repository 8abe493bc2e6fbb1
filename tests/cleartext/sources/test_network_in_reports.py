"""Calls of the telephone network in reports, by the many names that programs have for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import axiom, ufed, xry

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

NETWORK = ["Mobile", "Native", "Phone", "Cellular", "Tel", "SIM", "SIM 2", "Phone (SIM1)", "GSM"]
NETWORK += ["Call Log", "VoLTE", "KPN", "Telefonie", "Native Calls", "Mobiel"]
NAMED_NOWHERE = ["", "N/A", "-", "n.v.t."]


@pytest.mark.parametrize("source", NETWORK + NAMED_NOWHERE)
def test_a_call_of_the_network_has_numbers_whatever_it_is_called(
    source: str, reading: Reading, mobile: str
) -> None:
    bare = mobile.removeprefix("+")
    made = [
        ufed.report(ufed.model_type("Call", ufed.call(ufed.party(bare), source=source))),
        xry.export("Calls", xry.entity("Calls #\t1", f"Application:\t{source}", f"From:\t{bare}")),
    ]
    if source in NETWORK:
        hit = axiom.hit(("Partner(s)", bare))
        made.append(axiom.export(axiom.artifact(f"{source} Calls", hit)))
    for content in made:
        (value,) = reading(content)
        assert (value.text, value.owner, value.contact) == (bare, False, False)


@pytest.mark.parametrize(
    "source", ["Facebook Mobile", "Instagram Calls", "imo", "Telegram 2", "Unknown"]
)
def test_a_program_that_has_a_word_of_the_network_in_its_name_is_none(
    source: str, reading: Reading, mobile: str
) -> None:
    call = ufed.call(ufed.party(mobile.removeprefix("+")), source=source)
    assert reading(ufed.report(ufed.model_type("Call", call))) == []
