"""What telephones wrote as text, from an undeclared folder to the counts of a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import (
    sms_backup,
    telegram_export,
    vmessage,
    whatsapp_chat,
)

from eenmalig.domain.counting import Exclusion, Refusal, SetAside

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eenmalig.domain.counting import Tally

    Written = Callable[[bytes], Tally]


def test_messages_and_calls_of_a_back_up_bring_recipients(
    counted: Written, people: list[str]
) -> None:
    one, two, own = people
    records = (sms_backup.sms(one), sms_backup.mms(two, (two, "137"), (own, "151")))
    tally = counted(sms_backup.messages(*records, sms_backup.sms(own, "2")))
    assert (tally.read, tally.recipients) == (4, 2)
    assert tally.excluded == {Exclusion.OWNER: 2}


def test_of_a_telegram_account_whom_nobody_wrote_to_is_set_aside(
    counted: Written, people: list[str]
) -> None:
    one, two, own = people
    contacts = [telegram_export.contact(one, user_id=5), telegram_export.contact(two, user_id=6)]
    chats = [telegram_export.chat(5, telegram_export.message(), telegram_export.card(own))]
    tally = counted(telegram_export.account(own, contacts, chats))
    assert (tally.read, tally.recipients) == (4, 1)
    assert tally.set_aside == {SetAside.CONTACTS: 1}
    assert tally.excluded == {Exclusion.OWNER: 2}


@pytest.mark.parametrize("form", whatsapp_chat.FORMS)
def test_of_a_chat_its_partner_is_texted_and_a_group_is_set_aside(
    form: str, counted: Written, people: list[str], tmp_path: Path
) -> None:
    one, two, _ = people
    messages = [(whatsapp_chat.spaced(one), "hoi"), ("Eigenaar", f"bel {two}")]
    tally = counted(whatsapp_chat.chat(whatsapp_chat.FORMS[form], *messages))
    assert (tally.read, tally.recipients) == (2, 1)
    assert tally.refused == {Refusal.NOT_A_NUMBER: 1}
    (tmp_path / "handover.yaml").unlink()
    messages.append((whatsapp_chat.spaced(two), "ok"))
    tally = counted(whatsapp_chat.chat(whatsapp_chat.FORMS[form], *messages))
    assert (tally.read, tally.recipients) == (3, 0)
    assert tally.set_aside == {SetAside.GROUP: 2}


@pytest.mark.parametrize(("box", "recipients"), [("INBOX", 1), ("SENT", 1), ("DRAFT", 0)])
def test_of_a_message_the_other_side_is_texted(
    box: str, recipients: int, counted: Written, people: list[str]
) -> None:
    one, _, own = people
    sides = (one, own) if box == "INBOX" else (own, one)
    tally = counted(vmessage.vmg(*sides, box=box))
    assert (tally.read, tally.recipients) == (2, recipients)
    assert tally.excluded == {Exclusion.OWNER: 1}
