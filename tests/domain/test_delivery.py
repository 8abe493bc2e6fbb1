"""Delivery: every status that the provider documents has a meaning, fixed here."""

from __future__ import annotations

import pytest
from twilio.rest.api.v2010.account.message import MessageInstance

from eenmalig.domain.delivery import (
    FINAL,
    RATE_LIMITED,
    RECIPIENTS_OWN,
    STOP_CODES,
    UNFINISHED_CODE,
    Attempt,
    Outcome,
    outcome_of,
    refused_alike,
)

# What an accepted message counts as when this is the last that the provider said of it.
MEANINGS = {
    "queued": Outcome.UNKNOWN,
    "sending": Outcome.UNKNOWN,
    "sent": Outcome.UNKNOWN,
    "failed": Outcome.FAILED,
    "delivered": Outcome.DELIVERED,
    "undelivered": Outcome.FAILED,
    "receiving": Outcome.UNKNOWN,
    "received": Outcome.UNKNOWN,
    "accepted": Outcome.UNKNOWN,
    "scheduled": Outcome.UNKNOWN,
    "read": Outcome.DELIVERED,
    "partially_delivered": Outcome.UNKNOWN,
    "canceled": Outcome.FAILED,
}


def statuses_of_the_library() -> set[str]:
    named = vars(MessageInstance.Status).items()
    return {value for name, value in named if name.isupper()}


def test_every_status_that_the_library_knows_has_a_meaning_here() -> None:
    assert len(statuses_of_the_library()) > 5
    assert statuses_of_the_library() <= set(MEANINGS)
    assert set(FINAL) <= set(MEANINGS)


@pytest.mark.parametrize(("status", "outcome"), MEANINGS.items())
def test_an_accepted_message_counts_as_the_provider_last_said(
    status: str, outcome: Outcome
) -> None:
    assert outcome_of(Attempt.ACCEPTED, status) is outcome


@pytest.mark.parametrize("status", [None, "", "DELIVERED", "something new"])
def test_an_accepted_message_without_a_known_receipt_is_unknown(status: str | None) -> None:
    assert outcome_of(Attempt.ACCEPTED, status) is Outcome.UNKNOWN


@pytest.mark.parametrize("status", [None, *MEANINGS])
def test_without_acceptance_no_status_changes_the_outcome(status: str | None) -> None:
    assert outcome_of(None, status) is Outcome.NOT_SENT
    assert outcome_of(Attempt.REFUSED, status) is Outcome.FAILED
    assert outcome_of(Attempt.IN_DOUBT, status) is Outcome.UNKNOWN
    assert outcome_of(Attempt.ATTEMPTING, status) is Outcome.UNKNOWN


@pytest.mark.parametrize("attempt", [None, *Attempt])
def test_every_attempt_has_an_outcome(attempt: Attempt | None) -> None:
    assert outcome_of(attempt, None) in Outcome


def test_a_refusal_of_one_recipient_never_stops_the_rest() -> None:
    assert not STOP_CODES & (RECIPIENTS_OWN | {RATE_LIMITED, UNFINISHED_CODE})


ONE, OTHER, ACCEPTED = 21211, 21610, None


@pytest.mark.parametrize(
    ("answers", "anybody_accepted", "code"),
    [
        ([ONE] * 5, False, ONE),
        ([ONE] * 4, False, None),
        ([ONE] * 4 + [OTHER] * 6, False, None),
        ([ONE] * 5 + [OTHER] * 5, False, ONE),
        ([ONE] * 10, True, ONE),
        ([ONE] * 9, True, None),
        ([ONE] * 9 + [OTHER], True, None),
        ([ONE] * 9 + [ACCEPTED], True, None),
        ([ACCEPTED] + [ONE] * 9, True, None),
        ([ACCEPTED] * 10, True, None),
        ([], False, None),
    ],
)
def test_many_equal_refusals_in_a_row_are_no_recipient_s_own_and_fewer_while_nobody_was_accepted(
    answers: list[int | None], code: int | None, *, anybody_accepted: bool
) -> None:
    assert refused_alike(answers, anybody_accepted=anybody_accepted) == code
