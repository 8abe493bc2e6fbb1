"""Looking at the provider's list: delivery reports, and what is in doubt. Never one by one.

List and journal are reconciled both ways: a message that the journal does not know is found out,
and so is an accepted one that the list never shows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from eenmalig.cleartext.sending.campaign_traits import recipient_of
from eenmalig.cleartext.vault.journal import Journal, Report
from eenmalig.cleartext.vault.listed_messages import ListStanding, Stray

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from eenmalig.cleartext.sending.campaign_traits import CampaignTraits
    from eenmalig.cleartext.sending.other_owner import OtherOwner
    from eenmalig.cleartext.sending.provider import ListedMessage, Provider


def look(  # noqa: PLR0913, PLR0917 - whose messages, where, how young, and who has some beside
    journal: Journal,
    provider: Provider,
    traits: CampaignTraits,
    ref_key: bytes,
    older_than: datetime,
    others: Callable[[], Sequence[OtherOwner]],
) -> int:
    """Read all pages of our sender's messages once; return how many in doubt were found.

    The last status of every message that we know is written to the journal. What was accepted
    before ``older_than`` and no list showed is missing. A message that we do not know is ours when
    sender, text, time and recipient match one that is in doubt. Otherwise it is journalled as a
    stray, unless it may be one of ``others``, who are asked for after the list was read.
    """
    known = journal.messages()
    at_any_time = replace(traits, until=None)
    shown: set[str] = set()
    reports, unknown = [], []
    for message in provider.messages(traits.sender or ""):
        ref = known.get(message.sid)
        if ref is not None:
            shown.add(message.sid)
            reports.append(Report(ref, message.status, message.error_code))
        elif at_any_time.fit(message):
            unknown.append(message)
    journal.report(reports)
    journal.listed.note(shown, older_than)
    if not unknown:
        return 0
    return _Unknown(journal, traits, ref_key, others()).sort(unknown)


class _Unknown:
    """Finds out whose the messages are that the journal does not know."""

    def __init__(
        self,
        journal: Journal,
        traits: CampaignTraits,
        ref_key: bytes,
        others: Sequence[OtherOwner],
    ) -> None:
        self._journal = journal
        self._traits = traits
        self._ref_key = ref_key
        self._others = others
        self._doubtful = journal.doubtful()
        self._served = set(journal.messages().values())

    def sort(self, unknown: Sequence[ListedMessage]) -> int:
        """Adopt what was in doubt, and journal strays; return how many were adopted."""
        adopted, strays = [], []
        for message in unknown:
            if any(other.knows(message) for other in self._others):
                continue
            recipient = recipient_of(message, self._ref_key)
            ref = self._in_doubt(message, recipient)
            if ref is not None:
                self._adopt(ref, message)
                adopted.append(Report(ref, message.status, message.error_code))
            elif recipient in self._served or self._is_nobody_elses(message):
                doubled = recipient if recipient in self._served else None
                strays.append(Stray(message.sid, doubled, self._traits.tell(message)))
        self._journal.report(adopted)
        self._journal.listed.stand([report.ref for report in adopted], ListStanding.SHOWN)
        self._journal.listed.stray(strays)
        return len(adopted)

    def _adopt(self, ref: str, message: ListedMessage) -> None:
        self._journal.found(ref, message.sid)
        self._served.add(ref)
        del self._doubtful[ref]

    def _is_nobody_elses(self, message: ListedMessage) -> bool:
        return self._traits.fit(message) and not any(
            other.may_own(message) for other in self._others
        )

    def _in_doubt(self, message: ListedMessage, recipient: str | None) -> str | None:
        """Return the ref in doubt that a message answers to.

        Where the provider hides numbers, that is whoever was tried last at about its time.
        """
        if recipient is not None:
            tried_at = self._doubtful.get(recipient)
            fits = tried_at is not None and self._since(tried_at).fit(message)
            return recipient if fits else None
        if not self._is_nobody_elses(message):
            return None
        near = {
            tried_at: ref
            for ref, tried_at in self._doubtful.items()
            if self._since(tried_at, until=tried_at).fit(message)
        }
        return near[max(near)] if near else None

    def _since(self, tried_at: datetime, until: datetime | None = None) -> CampaignTraits:
        return replace(self._traits, since=tried_at, until=until)
