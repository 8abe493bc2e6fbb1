"""The statements that are made false, and who names a lie about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.lies.false_world import FalseWorld


class Statement(StrEnum):
    """What is said of sending and of destroying."""

    CODES = "a refusal that is not the recipient's ends sending"
    WAITED = "what was surely not processed is sent again, once"
    BOUND = "gateway and account are one for the life of a campaign"
    LISTED = "the provider's list is reconciled with the journal both ways"
    DELETED = "a message that counts as deleted is gone at the provider"
    OWN = "a look deletes only what is this campaign's"
    TOLD = "certificate and report say only what was seen"
    SIGNED = "all records, documents and looks agree"
    TRACED = "each verification leaves a trace"
    LOOKED = "the daily look finds what came back, and copies of keys"


class By(StrEnum):
    """Who names a lie, if anybody does."""

    SENDING = "sending"
    DESTRUCTION = "destruction, which stays incomplete"
    OUTCOMES = "outcomes, certificate and verdict"
    LOOK = "the daily look"
    VERIFY = "verify"
    HARMLESS = "nobody has to: nothing false comes of it"
    NOBODY = "nobody can know, says the threat model"


@dataclass(frozen=True)
class Row:
    """One lie. ``said`` is among the words that name it, or stands in the threat model.

    ``attempt`` tells it and returns what is not as it should be.
    """

    statement: Statement
    lie: str
    by: By
    said: str
    attempt: Callable[[FalseWorld], list[str]] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.statement} / {self.lie}"


def is_admitted(sentence: str) -> bool:
    """Whether the threat model says that nobody can know."""
    model = (PROJECT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    return sentence in " ".join(model.split())
