"""The seized telephone's own number, from every reader that knows it: read as a number at once.

Nine bare digits count there too. Refused, the owner would be texted from another source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import axiom, case_uco, ufed, xry
from tests.cleartext.sources.builders import databases as build

from eenmalig.cleartext.numbers.number import usable
from eenmalig.cleartext.sources import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]
    Made = Callable[[str], bytes]


def in_chat(text: str) -> bytes:
    held = ufed.chat([ufed.party(text, owner=True)], [], source="Instagram")
    return ufed.report(ufed.model_type("Chat", held))


def in_account(text: str) -> bytes:
    name = ufed.field("Username", text)
    entry = ufed.several("Entries", "x", [ufed.model("UserID", ufed.field("Value", text))])
    return ufed.report(ufed.model_type("UserAccount", ufed.model("UserAccount", name, entry)))


def in_artifact(name: str, *fragments: tuple[str, str]) -> bytes:
    return axiom.export(axiom.artifact(name, axiom.hit(*fragments)))


def in_xry(*lines: str) -> bytes:
    return xry.export("Calls", xry.entity("Calls #\t1", *lines))


REPORTS: list[tuple[str, Made]] = [
    ("a party of a chat in UFED", in_chat),
    ("a user account in UFED", in_account),
    ("a local user in AXIOM", lambda text: in_artifact("Skype", ("Local User", text))),
    (
        "an account in AXIOM",
        lambda text: in_artifact("Instagram Accounts Information", ("User ID", text)),
    ),
    (
        "a sender in AXIOM",
        lambda text: in_artifact("WhatsApp Messages", ("Sender", text), ("Direction", "Sent")),
    ),
    ("a caller in XRY", lambda text: in_xry(f"From:\t{text}", "Direction:\tOutgoing")),
    (
        "a number of a device in CASE",
        lambda text: case_uco.case(
            case_uco.node("1", "SIMCard", case_uco.facet("MobileAccountFacet", MSISDN=text))
        ),
    ),
]
DATABASES: dict[str, tuple[str, str, dict[str, str | None]]] = {
    "messages of iOS": (build.IOS_MESSAGES, "message", {"guid": "1", "destination_caller_id": "?"}),
    "chats of iOS": (build.IOS_MESSAGES, "chat", {"guid": "1", "account_login": "P:?"}),
    "a SIM of Android": (build.TELEPHONY, "siminfo", {"icc_id": "8931", "number": "?"}),
    "calls of Android": (build.CALLLOG, "calls", {"number": None, "phone_account_address": "?"}),
    "Signal": (build.SIGNAL_KEY_VALUE, "key_value", {"key": "account.e164", "value": "?"}),
}


def only_owner(values: list[RawValue], mobile: str) -> bool:
    own = [each for each in values if each.owner]
    return bool(own) and {usable(each.text, each.field) for each in own} == {mobile}


@pytest.mark.parametrize(("why", "made"), REPORTS)
def test_the_owner_in_a_report_is_known_by_nine_bare_digits(
    why: str, made: Made, reading: Reading, mobile: str
) -> None:
    known = only_owner(reading(made(mobile.removeprefix("+31"))), mobile)
    assert known, why


@pytest.mark.parametrize("why", DATABASES)
def test_the_owner_in_a_database_is_known_by_nine_bare_digits(
    why: str, tmp_path: Path, mobile: str
) -> None:
    schema, table, columns = DATABASES[why]
    nine = mobile.removeprefix("+31")
    row = {name: text and text.replace("?", nine) for name, text in columns.items()}
    path = build.database(tmp_path / "x", schema, {table: [row]})
    known = only_owner(list(read(path, position=1, column=None, format=None)), mobile)
    assert known, why
