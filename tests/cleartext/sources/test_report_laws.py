"""Laws of reports: what stands beside a number never makes a recipient of what was none."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.cleartext.sources.builders import axiom, case_uco, ufed, xry

from eenmalig.cleartext.numbers.number import normalize
from eenmalig.cleartext.numbers.stated_country import Beside, meant
from eenmalig.cleartext.selecting.set_aside import Judge
from eenmalig.cleartext.sources import read
from eenmalig.domain.counting import SetAside
from eenmalig.domain.source_rules import SourceRules
from rehearsal.numbers import mobiles

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from eenmalig.cleartext.sources import RawValue

    # A number, and what stands beside it, by their names in a format; and an export of them.
    Record = tuple[str, tuple[tuple[str, str], ...]]
    Write = Callable[[list[Record]], bytes]


def in_ufed(records: list[Record]) -> bytes:
    calls = [
        ufed.model(
            "Call",
            *(ufed.field(name, value) for name, value in beside),
            ufed.several("Parties", "Party", [ufed.party(text)]),
        )
        for text, beside in records
    ]
    return ufed.report(ufed.model_type("Call", *calls))


def in_axiom(records: list[Record]) -> bytes:
    hits = [axiom.hit(("Sender", text), *beside) for text, beside in records]
    return axiom.export(axiom.artifact("WhatsApp Messages", *hits))


def in_xry(records: list[Record]) -> bytes:
    entities = [
        xry.entity(f"Calls #\t{row}", f"From:\t{text}", *(f"{name}:\t{it}" for name, it in beside))
        for row, (text, beside) in enumerate(records, start=1)
    ]
    return xry.export("Calls", *entities)


def in_case(records: list[Record]) -> bytes:
    accounts = [
        case_uco.account(str(row), text, **dict(beside))
        for row, (text, beside) in enumerate(records, start=1)
    ]
    references = case_uco.refers(*map(str, range(1, len(records) + 1)))
    calls = [case_uco.node("c", "Call", case_uco.facet("CallFacet", to=[to])) for to in references]
    return case_uco.case(*accounts, *calls)


WRITERS: dict[str, tuple[Write, str]] = {
    "ufed": (in_ufed, "CountryCode"),
    "axiom": (in_axiom, "Country"),
    "xry": (in_xry, "Country"),
    "case": (in_case, "countryCode"),
}
COUNTRIES = some.sampled_from(
    ["NL", "FR", "+33", "34", "Marokko", "PL", "0031", "?", "", "Nergens", "204", "208", "212"]
)
OTHERS = some.sampled_from(["FR", "+33", "34", "Marokko", "PL", "Nergens", "208", "212"])


def values(write: Write, records: list[Record]) -> list[RawValue]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        path.write_bytes(write(records))
        return list(read(path, position=1, column=None, format=None))


def recipient(value: RawValue) -> str | None:
    """Return the number that would be texted for one value, by all that is said beside it."""
    means = meant(value.text, value.beside or Beside(), ("NL",))
    if means.doubtful or value.owner or Judge(SourceRules(), None).reasons([value]) != [None]:
        return None
    return normalize(means.text, value.field).e164


def spelled(mobile: str, *, is_national: bool) -> str:
    return f"0{mobile.removeprefix('+31')}" if is_national else mobile


@pytest.mark.parametrize("written", WRITERS)
@settings(max_examples=30)
@given(some.randoms(use_true_random=False), some.lists(some.tuples(some.booleans(), COUNTRIES)))
def test_a_country_beside_a_number_only_ever_takes_recipients_away(
    written: str, rng: Random, told: list[tuple[bool, str]]
) -> None:
    write, name = WRITERS[written]
    texts = [
        spelled(mobile, is_national=is_national)
        for mobile, (is_national, _) in zip(mobiles(rng), told, strict=False)
    ]
    plain = values(write, [(text, ()) for text in texts])
    beside = values(
        write,
        [(text, ((name, said),)) for text, (_, said) in zip(texts, told, strict=True)],
    )
    assert len(plain) == len(beside) == len(texts)
    for without, value in zip(plain, beside, strict=True):
        assert recipient(value) in {recipient(without), None}


@pytest.mark.parametrize("written", WRITERS)
@given(some.randoms(use_true_random=False), OTHERS)
def test_a_national_spelling_beside_another_country_is_never_a_recipient(
    written: str, rng: Random, country: str
) -> None:
    write, name = WRITERS[written]
    text = spelled(next(mobiles(rng)), is_national=True)
    (value,) = values(write, [(text, ((name, country),))])
    assert recipient(value) is None


@settings(max_examples=30)
@given(some.randoms(use_true_random=False), some.lists(some.sampled_from(["c", "p", "o", "s"])))
def test_of_generated_reports_only_who_took_part_is_a_recipient(
    rng: Random, roles: list[str]
) -> None:
    """A contact, a passed-on card and the owner are counted, and set aside or excluded."""
    drawn = mobiles(rng)
    made, taking_part = [], []
    for role in roles:
        mobile = next(drawn)
        if role == "c":
            made.append(ufed.model_type("Contact", ufed.contact("Jan", ufed.phone(mobile))))
        elif role == "s":
            card = ufed.contact("Jan", ufed.phone(mobile))
            held = ufed.several("SharedContacts", "Contact", [card])
            made.append(ufed.model_type("SMS", ufed.model("SMS", held)))
        else:
            taking_part += [mobile] if role == "p" else []
            made.append(ufed.model_type("Call", ufed.call(ufed.party(mobile, owner=role == "o"))))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        path.write_bytes(ufed.report(*made))
        told = list(read(path, position=1, column=None, format=None))
    assert len(told) == len(roles)
    assert [recipient(value) for value in told if recipient(value)] == taking_part
    reasons = Judge(SourceRules(), None).reasons(told)
    set_aside = reasons.count(SetAside.CONTACTS)
    assert set_aside == sum(role in {"c", "s"} for role in roles)


def sides_in_ufed(senders: list[str], receivers: list[str], direction: str) -> bytes:
    people = [ufed.party(text, role="From") for text in senders]
    people += [ufed.party(text, role="To") for text in receivers]
    told = ufed.field("Direction", direction)
    call = ufed.model("Call", told, ufed.several("Parties", "Party", people))
    return ufed.report(ufed.model_type("Call", call))


def sides_in_axiom(senders: list[str], receivers: list[str], direction: str) -> bytes:
    content = axiom.message("; ".join(senders), "; ".join(receivers), direction)
    return axiom.export(axiom.artifact("WhatsApp Messages", content))


def sides_in_xry(senders: list[str], receivers: list[str], direction: str) -> bytes:
    lines = [f"From:\t{text}" for text in senders] + [f"To:\t{text}" for text in receivers]
    return xry.export("Calls", xry.entity("Calls #\t1", f"Direction:\t{direction}", *lines))


def sides_in_case(senders: list[str], receivers: list[str], direction: str) -> bytes:
    call = case_uco.facet("CallFacet", callType=direction, from_=senders, to=receivers)
    return case_uco.case(case_uco.node("c", "Call", call))


@pytest.mark.parametrize("write", [sides_in_ufed, sides_in_axiom, sides_in_xry, sides_in_case])
@settings(max_examples=20)
@given(
    some.randoms(use_true_random=False),
    some.integers(0, 3),
    some.integers(0, 3),
    some.sampled_from(["Incoming", "Outgoing"]),
)
def test_nobody_on_the_telephones_side_is_a_recipient(
    write: Callable[[list[str], list[str], str], bytes],
    rng: Random,
    senders: int,
    receivers: int,
    direction: str,
) -> None:
    drawn = mobiles(rng)
    sides = [[next(drawn) for _ in range(count)] for count in (senders, receivers)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        path.write_bytes(write(sides[0], sides[1], direction))
        told = list(read(path, position=1, column=None, format=None))
    theirs = sides[0] if direction == "Incoming" else sides[1]
    assert {recipient(value) for value in told} - {None} <= set(theirs)
    if senders + receivers > 2:
        assert not any(map(recipient, told))
