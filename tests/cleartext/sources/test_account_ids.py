"""Ids of accounts that read like a stranger's number, and the services whose ids are numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import axiom, ufed, xry

from eenmalig.cleartext.numbers.number import normalize

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]


def texts(values: list[RawValue]) -> list[str]:
    return [each.text for each in values]


@pytest.mark.parametrize("source", ["Instagram", "Facebook Messenger", "Telegram", "Saxophone", ""])
def test_an_account_id_of_another_service_is_nobodys_number(
    source: str, reading: Reading, mobile: str, other: str
) -> None:
    account = mobile.removeprefix("+")
    parties = [ufed.party(account), ufed.party(f"{account} Jan"), ufed.party(f"{other} Jan")]
    entry = ufed.model("UserID", ufed.field("Value", account))
    contact = ufed.model(
        "Contact", ufed.field("Source", source), ufed.several("Entries", "ContactEntry", [entry])
    )
    held = [
        ufed.model_type("Chat", ufed.chat(parties, [], source=source)),
        ufed.model_type("Call", ufed.call(*parties, source=source or "x")),
        ufed.model_type("Contact", contact),
    ]
    same = texts(reading(ufed.report(*held))) == [other, other]
    assert same


@pytest.mark.parametrize("source", ["WhatsApp Business", "Signal", "Viber", "Native Messages"])
def test_bare_digits_are_numbers_where_a_service_knows_people_by_number(
    source: str, reading: Reading, mobile: str
) -> None:
    parties = [ufed.party(mobile.removeprefix("+"))]
    held = ufed.model_type("Chat", ufed.chat(parties, [], source=source))
    (value,) = reading(ufed.report(held))
    same = normalize(value.text, value.field).e164 == mobile
    assert same


@pytest.mark.parametrize("name", ["Instagram Direct Messages", "Telegram Call Logs - iOS", "Skype"])
def test_an_account_id_in_axiom_is_nobodys_number(
    name: str, reading: Reading, mobile: str, other: str
) -> None:
    account = mobile.removeprefix("+")
    hits = [axiom.message(account, f"Jan <{account}>; {other}", ""), axiom.call(account)]
    hits += [axiom.hit(("User ID", account)), axiom.hit(("Sender", other))]
    same = texts(reading(axiom.export(axiom.artifact(name, *hits)))) == [other, other]
    assert same


@pytest.mark.parametrize("program", ["Instagram", "WhatsApp"])
def test_an_account_id_in_xry_counts_only_where_a_service_knows_people_by_number(
    program: str, reading: Reading, mobile: str, other: str
) -> None:
    account = mobile.removeprefix("+")
    lines = [f"Application:\t{program}", f"From:\t{account}", f"To:\t{other}", f"Id:\t{account}"]
    values = reading(xry.export("Chats", xry.entity("Chats #\t1", *lines)))
    same = texts(values) == ([other] if program == "Instagram" else [account, other, account])
    assert same
