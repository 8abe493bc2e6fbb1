"""Which of our errors may pass by themselves: only those are worth Airflow's retry."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAY_PASS = frozenset(
    {
        Code.DESTRUCTION_INCOMPLETE,
        Code.GATEWAY_UNREACHABLE,
        Code.LEASE_LOST,
        Code.VAULT_BUSY,
    }
)


@contextmanager
def final_errors() -> Iterator[None]:
    """Turn an error that cannot pass into a failure without retry, in the same words.

    What a person ended is no failure: the task is skipped, and the run goes on to destruction.
    """
    try:
        yield
    except EenmaligError as error:
        if error.code in _MAY_PASS:
            raise
        if error.code is Code.CAMPAIGN_ENDED:
            raise AirflowSkipException(str(error)) from None
        raise AirflowFailException(str(error)) from None
