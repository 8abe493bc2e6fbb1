"""One campaign: how far it is, and what is known of it from the first byte taken in."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


# How a campaign is called: its city, the day it was taken in, and four random letters.
CAMPAIGN_ID = re.compile(r"(?P<city>[a-z][a-z-]*[a-z])-\d{4}-\d{2}-\d{2}-[a-z]{4}")


class State(StrEnum):
    """How far a campaign is. Each step runs in one state only, or resumes its own."""

    EXTRACTING = "extracting"
    EXTRACTED = "extracted"
    ASKING = "asking"
    SENDING = "sending"
    SENT = "sent"
    DESTROYING = "destroying"
    CLOSED = "closed"


# What may follow what. Destruction may follow everything, and nothing follows it but the end.
FOLLOWS: Mapping[State, frozenset[State]] = {
    State.EXTRACTING: frozenset({State.EXTRACTED, State.DESTROYING}),
    State.EXTRACTED: frozenset({State.ASKING, State.DESTROYING}),
    State.ASKING: frozenset({State.SENDING, State.DESTROYING}),
    State.SENDING: frozenset({State.SENDING, State.SENT, State.DESTROYING}),
    State.SENT: frozenset({State.DESTROYING}),
    State.DESTROYING: frozenset({State.DESTROYING, State.CLOSED}),
    State.CLOSED: frozenset(),
}


@dataclass(frozen=True)
class Campaign:
    """One campaign as the inventory knows it. Times are in UTC.

    ``gateway_host``, ``gateway_account`` (a fingerprint) and ``gateway_address`` (scheme, host,
    port and path; empty for a campaign of an earlier program) say where its messages are.
    ``staged`` is the attempt whose rows of the vault count, ``staged_digest`` the digest of these
    rows. ``spent_nothing`` is whether every attempt to send was surely refused or taken back, so
    that the case may be handed over again.
    """

    id: str
    run: str
    city: str
    case_reference: str
    handover: str
    requested_by: str
    gateway_host: str
    gateway_account: str
    taken_in_at: datetime
    deadline: datetime
    state: State
    sending_began_at: datetime | None = None
    sending_ended_at: datetime | None = None
    stopped_at: datetime | None = None
    stop_reason: str | None = None
    closed_at: datetime | None = None
    staged: int | None = None
    staged_digest: str | None = None
    gateway_address: str = ""
    spent_nothing: bool = False

    @property
    def open(self) -> bool:
        """Whether anything of it may still exist."""
        return self.state is not State.CLOSED

    @property
    def sent_nothing(self) -> bool:
        """Whether it surely sent nothing and never will, so that its case may be sent yet."""
        began = self.sending_began_at is not None
        return not self.open and (self.spent_nothing or not began)

    def is_gateway(self, identity: Mapping[str, str]) -> bool:
        """Whether its messages, if there are any, are at this gateway and account."""
        own = {"host": self.gateway_host, "account": self.gateway_account}
        if self.gateway_address:
            own["address"] = self.gateway_address
        return own.items() <= identity.items()

    def require_gateway(self, identity: Mapping[str, str]) -> None:
        """Fails when this is another gateway, address or account than the campaign began with."""
        if not self.is_gateway(identity):
            raise EenmaligError(
                Code.GATEWAY_REFUSED, "it is not the one that the campaign began with"
            )


def run_key(dag_id: str, run_id: str) -> str:
    """Return what the inventory calls an Airflow run: a digest, since a run id is free text."""
    return hashlib.sha256(f"{dag_id}\0{run_id}".encode()).hexdigest()
