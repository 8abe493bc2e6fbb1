"""Which accounts of a CASE export are the telephone's own, by what relationships tie them to it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.cleartext.sources.builders.case_uco import account, case, facet, node, refers

from eenmalig.cleartext.sources import read
from rehearsal.numbers import mobiles as drawn

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from tests.cleartext.sources.builders.case_uco import Node

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

OF_TARGET = ["Owned_By", "owned-by", "Has_Owner", "Used_By", "Belongs_To"]
OF_SOURCE = ["Has_Account", "Has_Device", "Owns", "Uses", "Owner_Of"]


def tied(source: str, kind: str, target: str) -> Node:
    held = node(f"{source}{target}", "ObservableRelationship", kindOfRelationship=kind)
    return {**held, "uco-core:source": refers(source), "uco-core:target": refers(target)}


def owned(thing: str, kind: str, holder: str) -> Node:
    return tied(thing, kind, holder) if kind in OF_TARGET else tied(holder, kind, thing)


DEVICES = [
    node("d", "MobileDevice"),
    node("d", "SIMCard"),
    node("d", "ObservableObject", facet("MobileDeviceFacet", IMEI="x")),
]
PERSON = {"@id": "kb:p", "@type": "uco-identity:Person"}


@pytest.mark.parametrize("kind", OF_TARGET + OF_SOURCE)
@pytest.mark.parametrize("device", DEVICES)
def test_an_account_of_the_device_or_of_whose_it_is_is_the_owners(
    kind: str, device: Node, reading: Reading, mobile: str, other: str
) -> None:
    accounts = [account("a", mobile), account("b", other)]
    of_device = [owned("a", kind, "d"), device]
    of_person = [owned("a", kind, "p"), PERSON, owned("d", kind, "p"), device]
    for ties in (of_device, of_person, of_person[::-1]):
        values = reading(case(*accounts, *ties))
        assert [(each.text, each.owner) for each in values] == [(mobile, True), (other, False)]


def test_whose_an_account_is_may_stand_in_its_facet(
    reading: Reading, mobile: str, other: str
) -> None:
    device = node("d", "MobileDevice", facet("DeviceFacet", owner=refers("p")))
    whose = facet("AccountFacet", owner=refers("p"))
    accounts = [
        node("a", "PhoneAccount", whose, facet("PhoneAccountFacet", phoneNumber=mobile)),
        account("b", other),
    ]
    assert [each.owner for each in reading(case(*accounts, device, PERSON))] == [True, False]


def test_the_facet_of_an_account_may_stand_elsewhere(
    reading: Reading, mobile: str, other: str
) -> None:
    def apart(name: str, text: str) -> list[Node]:
        held = {**facet("PhoneAccountFacet", phoneNumber=text), "@id": f"kb:facet-{name}"}
        return [node(name, "PhoneAccount", *refers(f"facet-{name}")), held]

    sides = {"from_": refers("a"), "to": refers("b")}
    call = node("c", "Call", facet("CallFacet", callType="outgoing", **sides))
    values = reading(case(*apart("a", mobile), *apart("b", other), call))
    assert [(each.text, each.owner) for each in values] == [(mobile, True), (other, False)]


@pytest.mark.parametrize("kind", ["Contained_Within", "Connected_To", "Located_At"])
def test_what_is_contained_within_a_device_is_not_its_own(
    kind: str, reading: Reading, mobile: str
) -> None:
    for device in DEVICES:
        (value,) = reading(case(account("a", mobile), tied("a", kind, "d"), device))
        assert not value.owner


def test_an_account_of_somebody_without_the_device_is_not_the_owners(
    reading: Reading, mobile: str
) -> None:
    ties = [tied("a", "Owned_By", "q"), tied("d", "Owned_By", "p"), DEVICES[0], PERSON]
    (value,) = reading(case(account("a", mobile), *ties))
    assert not value.owner


@settings(max_examples=10)
@given(
    some.randoms(use_true_random=False),
    some.lists(some.sampled_from(["", *OF_TARGET, *OF_SOURCE]), min_size=1, max_size=6),
)
def test_a_tie_to_the_device_only_ever_takes_recipients_away(rng: Random, kinds: list[str]) -> None:
    numbers = drawn(rng)
    accounts = [account(f"a{row}", next(numbers)) for row in range(len(kinds))]
    ties = [owned(f"a{row}", kind, "d") for row, kind in enumerate(kinds) if kind]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        path.write_bytes(case(*accounts, *ties, DEVICES[0]))
        values = list(read(path, position=1, column=None, format=None))
    assert [each.owner for each in values] == [bool(kind) for kind in kinds]
