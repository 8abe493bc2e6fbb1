"""Lies of the gateway about what it made, refused and lists."""

from __future__ import annotations

from tests.lies import falsehoods as false
from tests.lies.lied_to import (
    OTHER_TEXT,
    LiedTo,
    lying,
    second_message,
    strange_message,
    twenty_minutes_later,
)
from tests.lies.lying_gateway import PROXY_PAGE
from tests.lies.statements import By, Row, Statement
from tests.lies.telling_gateway_lies import at_gateway, before

CODES, LISTED, OWN = Statement.CODES, Statement.LISTED, Statement.OWN
OUTCOMES, LOOK = By.OUTCOMES, By.LOOK
UNTOLD = false.without("body", "date_created")


def of_the_same_sender(its: LiedTo) -> None:
    """Have a stranger's message be there, from our sender, within our time."""
    number, sender = its.another_number(), its.dossier["sender_id"]
    its.strangers.append(its.liar.plant(number, sender, OTHER_TEXT))


def of_an_hour_before(its: LiedTo) -> None:
    """Have a stranger's message be there, from our sender, with our text, before our time."""
    sender, text = its.dossier["sender_id"], its.dossier["text"]
    its.strangers.append(its.liar.plant(its.another_number(), sender, text, -3600.0))


OF_LISTING: list[Row] = [
    at_gateway(
        OWN,
        "a message that came late, listed without text and time",
        By.VERIFY,
        "provider: not_proved",
        sending=[lying(UNTOLD)],
        looking=[strange_message],
    ),
    at_gateway(
        OWN,
        "a stranger's message of the same sender and time, listed without text",
        By.NOBODY,
        "with hidden texts, other messages of the same sender within the time of sending are "
        "taken for the campaign's",
        sending=[lying(false.without("body"))],
        collecting=[of_the_same_sender],
    ),
    at_gateway(
        OWN,
        "a stranger's message of the same sender and text, listed without time",
        By.NOBODY,
        "with hidden times, those of the same sender and text",
        sending=[of_an_hour_before, lying(false.without("date_created"))],
    ),
    at_gateway(
        OWN,
        "a stranger's message of the same sender and text, an hour before",
        By.HARMLESS,
        "provider: absent",
        sending=[of_an_hour_before],
    ),
    at_gateway(
        OWN,
        "a stranger's message of the same sender and time",
        By.HARMLESS,
        "provider: absent",
        collecting=[of_the_same_sender],
    ),
    at_gateway(
        OWN,
        "what every sender sent, listed as ours",
        By.HARMLESS,
        "provider: absent",
        sending=[lying(false.ignores_filters)],
    ),
    at_gateway(
        LISTED,
        "each message listed twice",
        By.HARMLESS,
        "provider: absent",
        sending=[lying(false.lists_twice)],
    ),
    *(
        at_gateway(LISTED, f"{what} before {step}", by, said, **before(step, planted))
        for what, planted, counted in (
            ("a second message to one recipient", second_message, "doubled: 1"),
            ("a message that no journal knows", strange_message, "unaccounted: 1"),
        )
        for step, by, said in (
            ("collecting", OUTCOMES, counted),
            ("destroying", LOOK, "came late"),
            ("looking", LOOK, "came late"),
        )
    ),
    at_gateway(
        LISTED,
        "a message that no journal knows, twenty minutes after the last",
        By.NOBODY,
        "one that is sent more than a quarter of an hour after sending ended",
        collecting=[twenty_minutes_later, strange_message],
    ),
    at_gateway(
        LISTED,
        "a second message to one recipient, twenty minutes after the last: counted, and kept",
        By.NOBODY,
        "one that is sent more than a quarter of an hour after sending ended is at most counted",
        collecting=[twenty_minutes_later, second_message],
    ),
    at_gateway(
        LISTED,
        "one message made twice",
        OUTCOMES,
        "doubled: 1",
        sending=[lying(false.on_create(false.makes_two, 3))],
    ),
    at_gateway(
        LISTED,
        "every message made twice",
        OUTCOMES,
        "doubled: 40",
        sending=[lying(false.on_create(false.makes_two))],
    ),
    at_gateway(
        LISTED,
        "one accepted, and never made",
        OUTCOMES,
        "never_listed: 1",
        sending=[lying(false.on_create(false.makes_none, 3))],
    ),
    at_gateway(
        LISTED,
        "all accepted, and none made",
        OUTCOMES,
        "never_listed: 40",
        sending=[lying(false.on_create(false.makes_none))],
    ),
    at_gateway(
        LISTED,
        "all accepted and none made, at destruction",
        By.DESTRUCTION,
        "shows none of them",
        sending=[lying(false.on_create(false.makes_none))],
        is_cured=False,
    ),
    at_gateway(
        LISTED,
        "one accepted by another id than it is listed by",
        OUTCOMES,
        "never_listed: 1",
        sending=[lying(false.on_create(false.tells_another_id, 3))],
    ),
    at_gateway(
        LISTED,
        "one accepted by the id of the one before",
        By.HARMLESS,
        "provider: absent",
        sending=[lying(false.on_create(false.tells_the_id_before, 3))],
    ),
    at_gateway(
        LISTED,
        "one accepted by the id of a stranger's",
        By.NOBODY,
        "an id that stands for somebody else's message: that is deleted with the campaign's",
        sending=[lying(false.on_create(false.tells_a_strangers_id, 3))],
    ),
    at_gateway(
        LISTED,
        "a second message, kept, and hidden from GET but not from the list",
        LOOK,
        "messages at the provider",
        collecting=[second_message],
        destroying=[lying(false.keeps(false.not_asked_for), false.hides_from_get())],
    ),
    at_gateway(
        LISTED,
        "a message that came late, hidden from list and GET for ever",
        By.NOBODY,
        "what it hides from list and look-up alike",
        looking=[strange_message, lying(false.nothing_is_here)],
    ),
    at_gateway(
        LISTED,
        "all hidden from the list while reports are collected",
        By.HARMLESS,
        "provider: absent",
        collecting=[lying(false.hides_from_list())],
        destroying=[lying()],
    ),
    at_gateway(
        LISTED,
        "a proxy's 404 while reports are collected",
        By.SENDING,
        "gateway-refused",
        collecting=[lying(false.SHOWS_A_PROXYS_PAGE)],
        destroying=[lying()],
    ),
    at_gateway(
        LISTED,
        "one broken off, and found again",
        By.HARMLESS,
        "provider: absent",
        sending=[lying(false.on_create(false.breaks_off, 3))],
    ),
    at_gateway(
        LISTED,
        "one broken off, and hidden until somebody looks",
        By.VERIFY,
        "late_deleted: 1",
        sending=[
            lying(
                false.on_create(false.breaks_off, 3),
                false.hides_from_list(false.the_third),
            )
        ],
        looking=[lying()],
    ),
    at_gateway(
        LISTED,
        "one broken off, and hidden for ever",
        By.VERIFY,
        "provider: not_proved",
        sending=[
            lying(
                false.on_create(false.breaks_off, 3),
                false.hides_from_list(false.the_third),
            )
        ],
    ),
    at_gateway(
        Statement.WAITED,
        "one said to be too much (429), and made",
        OUTCOMES,
        "doubled: 1",
        sending=[lying(false.on_create(false.makes_it_and_says(20429), 3))],
    ),
    *(
        at_gateway(
            CODES,
            f"all refused with the account's {code}",
            By.SENDING,
            "ended early: gateway_refuses",
            sending=[lying(false.refuses_to_create(code))],
        )
        for code in (20001, 20003, 21212, 21603, 21606, 21617)
    ),
    at_gateway(
        CODES,
        "all refused with a recipient's code",
        By.SENDING,
        "ended early: same_refusal",
        sending=[lying(false.refuses_to_create(21610))],
    ),
    at_gateway(
        CODES,
        "one said to be refused by its recipient, and made",
        OUTCOMES,
        "unaccounted: 1",
        sending=[lying(false.on_create(false.makes_it_and_says(21610), 3))],
    ),
    at_gateway(
        CODES,
        "the account said to be refused, and one made",
        OUTCOMES,
        "unaccounted: 1",
        sending=[lying(false.on_create(false.makes_it_and_says(21606), 1))],
    ),
    at_gateway(
        CODES,
        "a proxy's 404 to a new message",
        By.SENDING,
        "ended early: gateway_refuses",
        sending=[lying(false.on_create(lambda *_: PROXY_PAGE, 3))],
    ),
]
