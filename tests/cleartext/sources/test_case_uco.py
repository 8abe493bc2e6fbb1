from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.cleartext.sources.builders.case_uco import (
    CONTEXT,
    account,
    case,
    facet,
    moment,
    node,
    refers,
    written,
)

from eenmalig.cleartext.sources import FieldKind, Locator
from eenmalig.cleartext.sources.files import json_values
from eenmalig.cleartext.sources.forensic import case_references
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

OBSERVABLE = CONTEXT["uco-observable"]


def texts(values: list[RawValue]) -> list[str]:
    return [each.text for each in values]


def test_the_number_of_an_account_is_read(reading: Reading, mobile: str) -> None:
    (value,) = reading(case(account("a", mobile)), stated="case")
    assert (value.text, value.field, value.owner) == (mobile, FieldKind.PHONE, False)
    assert value.locator == Locator(None, 1, None)


@pytest.mark.parametrize("indent", [None, 4])
def test_a_number_may_be_a_list_typed_or_written_as_a_number(
    indent: int | None, reading: Reading, mobile: str, other: str
) -> None:
    typed = {"@type": "xsd:string", "@value": other}
    digits = int(mobile.removeprefix("+"))
    nodes = [account("a", [mobile, typed]), account("b", {"@list": [digits]}), account("c", "junk")]
    assert texts(reading(case(*nodes, indent=indent))) == [mobile, other, str(digits), "junk"]


def test_two_spellings_in_one_field_stay_one_value(reading: Reading, mobile: str) -> None:
    both = f"{mobile}/{mobile.removeprefix('+')}"
    assert texts(reading(case(account("a", both)))) == [both]


def renamed(content: bytes, prefix: str) -> Any:
    return json.loads(content.replace(b"uco-observable:", prefix.encode()))


@pytest.mark.parametrize("prefix", ["observable:", f"{OBSERVABLE}", ""])
def test_prefixes_may_differ_or_be_written_out(prefix: str, reading: Reading, mobile: str) -> None:
    held = renamed(case(account("a", mobile)), prefix)
    assert texts(reading(written(held))) == [mobile]


def test_a_context_may_give_a_property_a_name_of_its_own(reading: Reading, mobile: str) -> None:
    terms = {"tel": {"@id": "uco-observable:phoneNumber"}, "parts": "uco-core:hasFacet"}
    held = {
        "@graph": [{"@id": "kb:a", "parts": [{"@type": "uco-observable:x", "tel": mobile}]}],
        "@context": {**CONTEXT, **terms},
    }
    assert texts(reading(written(held))) == [mobile]


def test_graphs_and_bundles_may_be_nested(reading: Reading, mobile: str, other: str) -> None:
    inner = {"@type": "uco-core:Bundle", "uco-core:object": [account("a", mobile)]}
    held = [{"@context": CONTEXT}, {"@graph": [inner, {"@graph": account("b", other)}]}]
    assert texts(reading(written(held))) == [mobile, other]


def test_only_numbers_leave_the_reader(reading: Reading, mobile: str, other: str) -> None:
    message = facet("MessageFacet", messageText=mobile, from_=refers("a"))
    mail = facet("EmailAccountFacet", accountIdentifier=f"{other}@example.com")
    identity = facet("AccountFacet", accountIdentifier="AT123456890")
    nodes = [node("m", "Message", message), node("e", "EmailAccount", mail, identity)]
    assert reading(case(*nodes)) == []


def test_a_whatsapp_account_and_a_telephone_account_by_identifier_are_numbers(
    reading: Reading, mobile: str, other: str
) -> None:
    jid = f"{mobile.removeprefix('+')}@s.whatsapp.net"
    whatsapp = node("w", "Account", facet("AccountFacet", accountIdentifier=jid))
    telephone = node("t", "PhoneAccount", facet("PhoneAccountFacet", accountIdentifier=other))
    group = node("g", "Account", facet("AccountFacet", accountIdentifier="1203634-16@g.us"))
    assert texts(reading(case(whatsapp, telephone, group))) == [jid, other]


def test_the_devices_own_numbers_are_marked(reading: Reading, mobile: str, other: str) -> None:
    sim = node("sim", "SIMCard", facet("SIMCardFacet", ICCID="x"))
    own = {
        **node("r", "Relationship"),
        "uco-core:source": refers("sim"),
        "uco-core:target": refers("mine"),
        "uco-core:kindOfRelationship": "Has_Account",
    }
    contact = {**own, "uco-core:source": refers("somebody"), "uco-core:target": refers("yours")}
    subscription = node("s", "MobileAccount", facet("MobileAccountFacet", MSISDN=other))
    nodes = [account("mine", mobile), account("yours", other), own, contact, sim, subscription]
    assert [each.owner for each in reading(case(*nodes))] == [True, False, True]


def test_names_reach_the_label_from_the_account_and_from_a_contact(
    reading: Reading, mobile: str
) -> None:
    contact = facet("ContactFacet", displayName="Oma", phoneNumber=refers("a"))
    nodes = [
        node("c", "Contact", contact),
        account("a", mobile),
        account("b", mobile, displayName="Huisarts"),
        node("d", "PhoneAccount", *refers("facet"), name="Werk"),
        {**facet("PhoneAccountFacet", phoneNumber=mobile), "@id": "kb:facet"},
    ]
    assert [each.label for each in reading(case(*nodes))] == ["Oma", "Huisarts", "Werk"]


def test_the_last_call_or_message_dates_an_account(reading: Reading, mobile: str) -> None:
    call = facet("CallFacet", startTime=moment("2022-01-19T21:38:19+01:00"), from_=refers("a"))
    later = facet("MessageFacet", sentTime="2023-05-01T10:00:00Z", to=refers("x", "a"))
    nodes = [node("1", "Message", later), node("2", "Call", call), account("a", mobile)]
    dated, undated = reading(case(*nodes, account("b", mobile)))
    assert dated.last_used == datetime(2023, 5, 1, 10, tzinfo=UTC)
    assert undated.last_used is None


def test_what_was_deleted_is_marked(reading: Reading, mobile: str) -> None:
    nodes = [account("a", mobile, allocationStatus="Deleted"), account("b", mobile)]
    assert [each.deleted for each in reading(case(*nodes))] == [True, False]


def test_a_file_too_large_to_hold_gives_the_same_numbers(
    reading: Reading, mobile: str, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = node(
        "c", "Contact", facet("ContactFacet", displayName="Oma", phoneNumber=refers("b"))
    )
    nodes = [account("a", mobile), contact, account("b", [other, {"@value": mobile}])]
    whole = reading(case(*nodes))
    monkeypatch.setattr(json_values, "LARGEST_PIECE", 400)
    monkeypatch.setattr(json_values, "_FIRST_PIECE", 16)
    assert reading(case(*nodes)) == whole
    monkeypatch.setattr(json_values, "LARGEST_PIECE", 120)
    assert texts(reading(case(*nodes))) == texts(whole)


def test_more_references_than_can_be_held_are_refused(
    reading: Reading, mobile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_references, "MOST_REFERENCES", 2)
    contact = facet("ContactFacet", displayName="Oma", phoneNumber=refers("a", "b", "c", "d"))
    with pytest.raises(EenmaligError) as raised:
        reading(case(node("c", "Contact", contact), account("a", mobile)))
    assert raised.value.code is Code.SOURCE_UNREADABLE
    assert "Oma" not in str(raised.value)


def test_a_file_cut_short_is_refused(reading: Reading, mobile: str) -> None:
    with pytest.raises(EenmaligError) as raised:
        reading(case(account("a", mobile))[:-3])
    assert raised.value.code is Code.SOURCE_UNREADABLE
    assert mobile[3:] not in str(raised.value)


def test_linked_json_in_other_words_is_not_taken_for_an_export(
    reading: Reading, mobile: str
) -> None:
    held = {"@context": "https://schema.org", "@type": "Person", "telephone": mobile}
    with pytest.raises(EenmaligError) as raised:
        reading(written(held))
    assert raised.value.code is Code.SOURCE_FORMAT
