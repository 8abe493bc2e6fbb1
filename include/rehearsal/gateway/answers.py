"""What the gateway answers: Twilio's error bodies, with texts in our own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from typing import NamedTuple

Body = Mapping[str, object]


class Manner(StrEnum):
    """How an answer reaches the client, if it does."""

    SAY = "say"
    BREAK = "break"
    HANG = "hang"


@dataclass(frozen=True)
class Reply:
    """One HTTP answer; ``body`` is JSON, or nothing for a 204."""

    status: int
    body: Body | None = None
    manner: Manner = Manner.SAY
    headers: Mapping[str, str] = field(default_factory=dict)


class _Error(NamedTuple):
    status: HTTPStatus
    words: str


ERRORS: Mapping[int, _Error] = {
    20001: _Error(HTTPStatus.BAD_REQUEST, "A parameter has a value that is not allowed"),
    20003: _Error(HTTPStatus.UNAUTHORIZED, "These credentials are not accepted"),
    20004: _Error(HTTPStatus.METHOD_NOT_ALLOWED, "This method is not allowed here"),
    20006: _Error(HTTPStatus.BAD_REQUEST, "The page asked for does not exist"),
    20007: _Error(HTTPStatus.BAD_REQUEST, "The page size is not between 1 and 1000"),
    20009: _Error(HTTPStatus.CONFLICT, "This message is not finished yet, so it must stay"),
    20404: _Error(HTTPStatus.NOT_FOUND, "There is no such resource"),
    20429: _Error(HTTPStatus.TOO_MANY_REQUESTS, "Too many requests: slow down"),
    20500: _Error(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong at our side"),
    21211: _Error(HTTPStatus.BAD_REQUEST, "The 'To' number is not a valid phone number"),
    21212: _Error(HTTPStatus.BAD_REQUEST, "The 'From' sender is not valid"),
    21602: _Error(HTTPStatus.BAD_REQUEST, "A message needs a body"),
    21603: _Error(HTTPStatus.BAD_REQUEST, "A message needs a 'From' sender"),
    21604: _Error(HTTPStatus.BAD_REQUEST, "A message needs a 'To' number"),
    21606: _Error(HTTPStatus.BAD_REQUEST, "The account may not send from this 'From' sender"),
    21610: _Error(HTTPStatus.BAD_REQUEST, "The recipient asked for no more messages"),
    21614: _Error(HTTPStatus.BAD_REQUEST, "The 'To' number is not a mobile number"),
    21617: _Error(HTTPStatus.BAD_REQUEST, "The body is longer than 1600 characters"),
    30409: _Error(HTTPStatus.CONFLICT, "This message can no longer be cancelled"),
}

DELIVERY_ERRORS: Mapping[int, str] = {
    30003: "The handset could not be reached",
    30005: "The number is not known to its carrier",
    30006: "A landline, or a carrier that cannot be reached",
    30008: "The carrier gave no reason",
    30036: "The validity period ran out before sending",
}


def refusal(code: int) -> Reply:
    """Return Twilio's error answer for ``code``."""
    status, words = ERRORS[code]
    return Reply(
        status,
        {
            "code": code,
            "message": words,
            "more_info": f"https://www.twilio.com/docs/errors/{code}",
            "status": int(status),
        },
    )


class RefusedError(Exception):
    """Ends a request with one of Twilio's error codes. Never leaves the gateway."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(f"refused with {code}")
