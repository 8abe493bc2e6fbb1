"""Lies of the gateway about what it deleted, and about which gateway it is."""

from __future__ import annotations

from tests.lies import falsehoods as false
from tests.lies.lied_to import lying
from tests.lies.statements import By, Row, Statement
from tests.lies.telling_gateway_lies import (
    another_account,
    another_path,
    another_port,
    at_gateway,
    before,
    moved_to_another_port,
)

from rehearsal.gateway.answers import refusal

DELETED, BOUND = Statement.DELETED, Statement.BOUND
INCOMPLETE, LOOK = By.DESTRUCTION, By.LOOK
KEPT_SECRETLY = lying(false.hides_what_it_deleted, false.hides_from_get())

OF_DELETION: list[Row] = [
    at_gateway(
        DELETED,
        "all kept, and shown",
        INCOMPLETE,
        "40 of 40 messages: the provider has not finished",
        destroying=[lying(false.keeps())],
    ),
    at_gateway(
        DELETED,
        "all kept, hidden from GET but not from the list",
        INCOMPLETE,
        "40 of 40 messages: the provider says that they are gone, but lists them",
        destroying=[lying(false.keeps(), false.hides_from_get())],
    ),
    at_gateway(
        DELETED,
        "one kept, hidden from GET but not from the list",
        INCOMPLETE,
        "1 of 40 messages: the provider says that they are gone, but lists them",
        destroying=[lying(false.keeps(false.the_third), false.hides_from_get(false.the_third))],
    ),
    at_gateway(
        DELETED,
        "all kept, hidden from the list but not from GET",
        INCOMPLETE,
        "40 of 40 messages: the provider has not finished",
        destroying=[lying(false.hides_what_it_deleted)],
    ),
    at_gateway(
        DELETED,
        "all kept, said not to be found when they are deleted",
        INCOMPLETE,
        "lists them",
        destroying=[lying(false.keeps(answer=refusal(20404)), false.hides_from_get())],
    ),
    at_gateway(
        DELETED,
        "all kept, said to be unfinished for ever",
        INCOMPLETE,
        "has not finished with them",
        destroying=[lying(false.keeps(answer=refusal(20009)))],
    ),
    at_gateway(
        DELETED,
        "all deleted, and shown to GET for ever",
        INCOMPLETE,
        "has not finished with them",
        destroying=[lying(false.shows_to_get)],
        is_cured=False,
    ),
    at_gateway(
        DELETED,
        "all deleted, and listed for ever",
        INCOMPLETE,
        "lists them",
        destroying=[lying(false.lists_what_was)],
    ),
    at_gateway(
        DELETED,
        "all kept, hidden from list and GET for ever",
        By.NOBODY,
        "what it hides from list and look-up alike",
        destroying=[KEPT_SECRETLY],
    ),
    at_gateway(
        DELETED,
        "all kept, hidden from list and GET until somebody looks",
        LOOK,
        "came late",
        destroying=[KEPT_SECRETLY],
        looking=[lying()],
    ),
    at_gateway(
        DELETED,
        "all kept, listed when somebody looks, hidden from GET",
        LOOK,
        "messages at the provider",
        destroying=[KEPT_SECRETLY],
        looking=[lying(false.keeps(), false.hides_from_get())],
    ),
    at_gateway(
        DELETED,
        "the same, to whoever verifies",
        By.VERIFY,
        "the last look found messages at the provider",
        destroying=[KEPT_SECRETLY],
        looking=[lying(false.keeps(), false.hides_from_get())],
    ),
    at_gateway(
        DELETED,
        "half never listed, kept, and hidden from GET",
        By.VERIFY,
        "not_provable: 20",
        collecting=[lying(false.hides_from_list(false.half))],
        destroying=[
            lying(
                false.hides_from_list(false.half),
                false.keeps(false.half),
                false.hides_from_get(false.half),
            )
        ],
    ),
    at_gateway(
        DELETED,
        "everything answered with a proxy's 404",
        INCOMPLETE,
        "gateway-refused",
        destroying=[lying(false.SHOWS_A_PROXYS_PAGE)],
    ),
    at_gateway(
        DELETED,
        "everything answered with the provider's own 20404, and an empty list",
        INCOMPLETE,
        "shows none of them",
        destroying=[lying(false.nothing_is_here)],
    ),
    at_gateway(
        DELETED,
        "all hidden from the list, not from GET",
        INCOMPLETE,
        "shows none of them",
        destroying=[lying(false.hides_from_list())],
    ),
    at_gateway(
        DELETED,
        "all listed by ids in capitals",
        INCOMPLETE,
        "shows none of them",
        destroying=[lying(false.in_capitals("sid"))],
    ),
    at_gateway(
        DELETED,
        "our credentials refused",
        INCOMPLETE,
        "gateway-refused",
        destroying=[lying(false.always_refuses(20003))],
    ),
    at_gateway(
        DELETED,
        "500 to everything",
        INCOMPLETE,
        "gateway-unreachable",
        destroying=[lying(false.always_refuses(20500))],
    ),
    *(
        at_gateway(
            BOUND,
            f"{where} in the middle of a campaign, before {step}",
            by,
            said,
            **before(step, elsewhere),
        )
        for where, elsewhere in {
            "an empty gateway at another port": another_port,
            "another path": another_path,
            "another account": another_account,
            "the same messages at another port": moved_to_another_port,
        }.items()
        for step, by, said in (
            ("sending", By.SENDING, "dossier-changed"),
            ("collecting", By.SENDING, "gateway-refused"),
            ("destroying", INCOMPLETE, "gateway-refused"),
            ("looking", By.VERIFY, "provider: not_looked"),
        )
    ),
    *(
        at_gateway(
            BOUND,
            f"{what} when somebody looks",
            By.VERIFY,
            "provider: not_looked",
            looking=[lying(falsehood)],
        )
        for what, falsehood in {
            "a proxy's 404": false.SHOWS_A_PROXYS_PAGE,
            "our credentials refused": false.always_refuses(20003),
            "500 to everything": false.always_refuses(20500),
        }.items()
    ),
]
