"""Tables that people really send, begun and tried from a terminal without editing them."""

from __future__ import annotations

import json
from collections import Counter
from itertools import islice
from random import SystemRandom
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from eenmalig.handover.unfilled import PLACEHOLDER
from rehearsal import numbers

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

OUTLOOK = (
    "Voornaam,Achternaam,Bedrijf,Land/regio (thuis),Fax op werk,Telefoon op werk,Terugbelnummer,"
    "Autotelefoon,Telefoon thuis,ISDN,Mobiele telefoon,Andere telefoon,Pager,Primaire telefoon,"
    "Telex"
)
IMAZING = (
    "Chat Session,Message Date,Delivered Date,Read Date,Edited Date,Service,Type,Sender ID,"
    "Sender Name,Status,Text"
)


class Sent(NamedTuple):
    """A table with numbers ``{0}`` and on (nine digits), and what becomes of them."""

    what: str
    text: str
    counts: dict[str, int]


SENT = [
    Sent(
        "a column of calling codes",
        "Landcode;Telefoonnummer;Naam\n31;{0};A\n212;{1};B\n33;0{2};C\n48;{3};D\n",
        {"recipients": 1, "abroad": 3},
    ),
    Sent(
        "the same in English, with a plus",
        "Country Code,Phone Number,Name\n+31,{0},A\n+212,{1},B\n+34,{2},C\n",
        {"recipients": 1, "abroad": 2},
    ),
    Sent(
        "a country that contradicts the number",
        "Country;Phone Number\nFrance;+31{0}\nNederland;0{1}\n",
        {"recipients": 1, "abroad": 1},
    ),
    Sent(
        "accounts of Instagram in a table of UFED",
        'Chat #,Participants,From,To,Source\n1,"31{0} nick\n31{1} dealer (owner)",31{0} nick,,'
        "Instagram\n2,31{2}@s.whatsapp.net Jan,31{2}@s.whatsapp.net Jan,,WhatsApp\n",
        {"recipients": 1, "duplicates": 1, "empty": 1},
    ),
    Sent(
        "a column of the telephone's own number",
        "Datum;Nummer;Eigen telefoonnummer\n01-05-2026;0{0};0{1}\n",
        {"recipients": 1, "owner": 1},
    ),
    Sent(
        "an owner among the parties of UFED",
        '#,Parties,Timestamp,Source,Deleted\n1,"From: +31{0} Jan\nTo: +31{1} (owner)",x,,\n'
        '2,"From: +31{1} Dealer (owner)\nTo: +31{2} P",x,,\n',
        {"recipients": 2, "owner": 2},
    ),
    Sent(
        "an export of Outlook in Dutch",
        f"{OUTLOOK}\nJan,A,,Nederland,,0{{0}},0{{1}},0{{2}},0{{3}},,0{{4}},0{{5}},,0{{6}},\n",
        {"recipients": 6, "work": 1},
    ),
    Sent(
        "messages of AXIOM",
        "Sender,Sender Name,Recipient(s),Direction,Message\n"
        "+31{0},Jan,Local User <+31{1}>,Incoming,hoi\nLocal User <+31{1}>,,+31{2},Outgoing,hoi\n",
        {"recipients": 2, "owner": 2},
    ),
    Sent(
        "messages of iMazing",
        f"{IMAZING}\n+31{{0}},2026-05-01,,,,SMS,Incoming,+31{{0}},,Read,hoi\n"
        "+31{1},2026-05-01,,,,SMS,Outgoing,,,Sent,ja\n",
        {"recipients": 2, "duplicates": 1},
    ),
    Sent(
        "digits that were lost before a spreadsheet saved numbers",
        "telefoonnummer;naam\n3161200{zeros};A\n3161300{zeros};B\n3164120{zeros};C\n",
        {"lost_digits": 3},
    ),
    Sent(
        "contacts of Google, two numbers with one label",
        "First Name,Labels,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\n"
        "Jan,* myContacts,Mobile,+31{0},Mobile,+31{1}\n"
        "Piet,* myContacts,Mobile,+31{2} ::: +31{3},Home,0{4}\n",
        {"recipients": 5},
    ),
    Sent(
        "labels in a cell",
        'naam;telefoon\nJan;"Thuis: 0{0}\nWerk: 0{1}"\n'
        'P;"Home: +31{2}\nMobile: +31{3}\nOther: +31{4}"\n',
        {"recipients": 4, "work": 1},
    ),
    Sent(
        "addresses of WhatsApp",
        "telefoonnummer;body\n31{0}@c.us;hoi\n+31{1}@s.whatsapp.net;hoi\n",
        {"recipients": 2},
    ),
    Sent(
        "a row of zero bytes",
        "telefoonnummer;naam\n0{0};Jan\n\0\0\0\0\0\0\n0{1};P\n",
        {"recipients": 2, "not_a_number": 1},
    ),
]


def begun(command: Command, folder: Path, text: str, columns: str = "") -> Any:
    """Begin a hand-over of one table, answer what is left open, and return what a try tells."""
    folder.mkdir()
    nine = [each.removeprefix("+31") for each in islice(numbers.mobiles(SystemRandom()), 7)]
    (folder / "tabel").write_text(text.format(*nine, zeros="0000"), encoding="utf-8")
    assert command.run("handover", "init", folder, "--city", "lelystad").exit_code == 0
    declaration = folder / "handover.yaml"
    answers = {"kind": f"ordering_messages{columns}", "device": "dealer_phone"}
    written = declaration.read_text(encoding="utf-8")
    for key, answer in answers.items():
        written = written.replace(f"{key}: {PLACEHOLDER}", f"{key}: {answer}")
    declaration.write_text(written.replace(PLACEHOLDER, "in orde"), encoding="utf-8")
    return json.loads(command.run("handover", "check", folder, "--json").stdout)


def counted(totals: dict[str, Any]) -> dict[str, int]:
    """Return every reason and total that is not nothing, without what was read in all.

    What is no number where it says to be from is set aside, and not foreign: as digits are drawn.
    """
    flat: Counter[str] = Counter()
    for name, count in totals.items():
        flat.update(count if isinstance(count, dict) else {name: count})
    read = flat.pop("read")
    assert read == flat.total()
    flat["abroad"] = flat.pop("foreign", 0) + flat.pop("country", 0)
    return dict(+flat)


@pytest.mark.parametrize("sent", SENT, ids=[sent.what for sent in SENT])
def test_a_table_gives_its_right_value_without_being_edited(
    sent: Sent, command: Command, tmp_path: Path
) -> None:
    told = begun(command, tmp_path / "given", sent.text)
    assert told["exports"][0]["format"] == "csv"
    assert counted(told["total"]) == sent.counts


def test_several_columns_are_read_where_a_person_states_them(
    command: Command, tmp_path: Path
) -> None:
    text = "Bij 1;Over;Bij 2\n0{0};0{1};0{2}\n"
    assert not begun(command, tmp_path / "without", text)["holds"]
    told = begun(command, tmp_path / "with", text, "\n    columns: [Bij 1, 3]")
    assert counted(told["total"]) == {"recipients": 2}
