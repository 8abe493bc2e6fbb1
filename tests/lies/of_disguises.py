"""Messages that the gateway lists in a disguise: it hides none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lies import falsehoods as false
from tests.lies.lied_to import lying, second_message, strange_message
from tests.lies.statements import By, Row, Statement
from tests.lies.telling_gateway_lies import at_gateway, before

if TYPE_CHECKING:
    from tests.lies.lying_gateway import Falsehood

LISTED, OWN = Statement.LISTED, Statement.OWN
OUTCOMES, LOOK = By.OUTCOMES, By.LOOK
# How a message may be listed that it is not hidden by.
DISGUISES = {
    "without its text": false.without("body"),
    "without its sender": false.without("from"),
    "without its time": false.without("date_created"),
    "without text and sender": false.without("body", "from"),
    "with its text in capitals": false.in_capitals("body"),
    "with its sender in capitals": false.in_capitals("from"),
    "with white space around its text": false.PADS_TEXTS,
    "with its number masked": false.HIDES_NUMBERS,
}
IS_MASKED = "with its number masked"


def _in_disguise(how: str, falsehood: Falsehood) -> list[Row]:
    always = before("sending", lying(falsehood))
    second = "unaccounted: 1" if how == IS_MASKED else "doubled: 1"
    return [
        at_gateway(OWN, f"all listed {how}", By.HARMLESS, "provider: absent", **always),
        at_gateway(
            LISTED,
            f"a second message, listed {how}",
            OUTCOMES,
            second,
            **always,
            collecting=[second_message],
        ),
        at_gateway(
            LISTED,
            f"a message that no journal knows, listed {how}",
            OUTCOMES,
            "unaccounted: 1",
            **always,
            collecting=[strange_message],
        ),
        at_gateway(
            OWN,
            f"a message that came late, listed {how}",
            LOOK,
            "came late",
            **always,
            looking=[strange_message],
        ),
        at_gateway(
            Statement.DELETED,
            f"all kept, listed {how}, hidden from GET",
            By.DESTRUCTION,
            "lists them",
            **always,
            destroying=[lying(falsehood, false.keeps(), false.hides_from_get())],
        ),
    ]


OF_DISGUISES: list[Row] = [
    row for how, falsehood in DISGUISES.items() for row in _in_disguise(how, falsehood)
]
