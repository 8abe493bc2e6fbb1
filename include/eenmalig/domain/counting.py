"""How candidates are counted, and the law that nothing is lost in silence.

A candidate is one number-like value of one cell or field, after splitting. Precedence:
refused, excluded, set aside, duplicate, recipient.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Mapping

SMALL_CELL = 5


class Refusal(StrEnum):
    """Why a candidate is no usable number."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    LOST_DIGITS = "lost_digits"
    BARE_DIGITS = "bare_digits"
    INVALID = "invalid"
    FOREIGN = "foreign"
    LANDLINE = "landline"
    SERVICE = "service"
    MACHINE = "machine"


class Exclusion(StrEnum):
    """Why a usable number may not be texted: the list it stands on, or an open campaign."""

    PRIVILEGED = "privileged"
    SUSPECTS = "suspects"
    OWNER = "owner"
    AUTHORITY = "authority"
    HEALTH = "health"
    OPTED_OUT = "opted_out"
    OTHER = "other"
    OPEN_ELSEWHERE = "open_elsewhere"


class SetAside(StrEnum):
    """Why a person must decide before a number is texted, through the next hand-over.

    The first six, ``own_number`` and ``listed`` speak against the number wherever else it stands:
    it is then set aside in every source. The others say only that this place gives no ground to
    text it; another may.
    """

    FAMILY = "family"
    CARE = "care"
    LAWYER = "lawyer"
    WORK = "work"
    BUSINESS = "business"
    NOT_RECENT = "not_recent"
    PRIVATE_PHONE = "private_phone"
    CONTACTS = "contacts"
    DELETED = "deleted"
    GROUP = "group"
    UNDATED = "undated"
    # Added at the end: a vault keeps positions.
    COUNTRY = "country"
    OWN_NUMBER = "own_number"
    ROUND = "round"
    LISTED = "listed"

    @property
    def everywhere(self) -> bool:
        """Whether the number is set aside in every source."""
        return self in _EVERYWHERE


_EVERYWHERE = frozenset(
    {
        SetAside.FAMILY,
        SetAside.CARE,
        SetAside.LAWYER,
        SetAside.WORK,
        SetAside.BUSINESS,
        SetAside.NOT_RECENT,
        SetAside.OWN_NUMBER,
        SetAside.LISTED,
    }
)


@dataclass
class Tally:
    """The counts of one source, or of all."""

    read: int = 0
    refused: Counter[Refusal] = field(default_factory=Counter)
    excluded: Counter[Exclusion] = field(default_factory=Counter)
    set_aside: Counter[SetAside] = field(default_factory=Counter)
    duplicates: int = 0
    recipients: int = 0

    def check(self) -> None:
        """Fails when the candidates read are not all accounted for."""
        accounted = (
            self.refused.total()
            + self.excluded.total()
            + self.set_aside.total()
            + self.duplicates
            + self.recipients
        )
        if accounted != self.read:
            raise EenmaligError(
                Code.COUNTS_DO_NOT_ADD_UP, f"{self.read} read, {accounted} accounted for"
            )

    def add(self, other: Tally) -> None:
        """Add another source's counts to these."""
        self.read += other.read
        self.refused += other.refused
        self.excluded += other.excluded
        self.set_aside += other.set_aside
        self.duplicates += other.duplicates
        self.recipients += other.recipients

    def totals(self) -> dict[str, object]:
        """Return the exact counts as they are kept for a whole campaign."""
        return {
            "read": self.read,
            "refused": {str(reason): n for reason, n in sorted(self.refused.items())},
            "excluded": {str(reason): n for reason, n in sorted(self.excluded.items())},
            "set_aside": {str(reason): n for reason, n in sorted(self.set_aside.items())},
            "duplicates": self.duplicates,
            "recipients": self.recipients,
        }

    def per_source(self) -> dict[str, object]:
        """Return the counts as they are kept for one source: a cell under 5 reads "<5"."""
        return {
            "read": small(self.read),
            "refused": {str(k): small(n) for k, n in sorted(self.refused.items())},
            "excluded": {str(k): small(n) for k, n in sorted(self.excluded.items())},
            "set_aside": {str(k): small(n) for k, n in sorted(self.set_aside.items())},
            "duplicates": small(self.duplicates),
            "recipients": small(self.recipients),
        }


def small(count: int) -> int | str:
    """Return a count as it is kept where it could point at somebody: under 5 it reads "<5"."""
    return f"<{SMALL_CELL}" if 0 < count < SMALL_CELL else count


def told_together(by_reason: Mapping[str, int]) -> list[str]:
    """Return the reasons that are not told apart where others read too, the smallest first.

    Those that held for fewer than 5 people, and with them the next smallest for as long as all of
    them together are under 5. So nobody can take the others from the total and know one.
    """
    smallest = sorted((code for code in by_reason if by_reason[code]), key=by_reason.__getitem__)
    few: list[str] = []
    for code in smallest:
        if by_reason[code] >= SMALL_CELL and not 0 < sum(by_reason[n] for n in few) < SMALL_CELL:
            break
        few.append(code)
    return few


@dataclass(frozen=True)
class Outcomes:
    """What became of the recipients. Each counts once."""

    recipients: int
    delivered: int = 0
    failed: int = 0
    unknown: int = 0
    not_sent: int = 0

    def check(self) -> None:
        """Fails when a recipient has no outcome, or two."""
        accounted = self.delivered + self.failed + self.unknown + self.not_sent
        if accounted != self.recipients:
            raise EenmaligError(
                Code.COUNTS_DO_NOT_ADD_UP,
                f"{self.recipients} recipients, {accounted} accounted for",
            )
