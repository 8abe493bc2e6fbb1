"""Destruction, whoever calls it: scratch copies and keys first, then all that these sealed.

A certificate ends it.

It goes on where a killed destruction was, works after the deadline, and does not let damaged
evidence keep anything alive: what can be destroyed is destroyed before anything is complained of.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from eenmalig.cleartext.vault import vault_removal
from eenmalig.cleartext.vault.vault import VAULT_FILE
from eenmalig.domain.campaign import Campaign, State
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.mending import mend
from eenmalig.evidence.reading import latest
from eenmalig.steps.approval import sign_answers
from eenmalig.steps.certifying import close
from eenmalig.steps.destruction_records import DestructionRecords, require_gone
from eenmalig.steps.installation import PATIENCE, Stopwatch, Stores, now
from eenmalig.steps.known_copies import copies_destroyed, look_at_copies
from eenmalig.steps.last_look import LOST, last_look
from eenmalig.steps.provider_deletion import ProviderDeletion, delete_at_provider, may_have_sent
from eenmalig.steps.publishing import publish_missing
from eenmalig.steps.signing_ends import sign_stop
from eenmalig.stores.engine import is_busy, is_made
from eenmalig.stores.keys import KeyName
from eenmalig.stores.private_files import is_folder, stay_removed
from eenmalig.stores.removing import remove_all

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.stores.leases import Lease

log = logging.getLogger(__name__)

# Why an item was lost of which only a link stood in its place.
LINK = "link"
# What keeps numbers readable as long as it is left. Beside keys a copy of one may stand.
_READABLE = ("scratch", "number_key", "beside_keys", "working_copy")
# What stands among the parts that are left as long as none was tried.
UNTRIED = "untried"


def destroy_campaign(  # noqa: PLR0913 - the ways in which it is called
    stores: Stores,
    campaign_id: str,
    settings: GatewaySettings | None,
    by: str,
    *,
    unless_sent: bool = False,
    wait: float = PATIENCE,
    removed: Collection[str] = (),
    left: dict[str, Sequence[str]] | None = None,
) -> bool:
    """Destroy all of a campaign that is within reach, close its evidence; return whether it is.

    ``by`` is "destroy" (the run's own step), "overdue" or "stop". With ``unless_sent`` nothing
    is done once sending began. Another's lease is waited for ``wait`` seconds. ``removed`` is what
    of it was there, and was removed just before. ``left`` takes each part that is left, with what
    is told of it.

    Fails when something is left, such as messages that the provider has not finished with, and
    says whether a number can still be read.
    """
    watch = Stopwatch.start()
    with stores.inventory.lease(campaign_id, 0.0 if unless_sent else wait) as lease:
        campaign = stores.inventory.get(campaign_id)
        if not campaign.open:
            log.info("Already destroyed, and its evidence closed.")
            publish_missing(stores, campaign_id)
            return True
        if unless_sent and campaign.sending_began_at is not None:
            return False
        left = {} if left is None else left
        left.clear()
        destruction = _Destruction(stores, campaign, settings, lease, left)
        destruction.begin(by, removed)
        destruction.within_reach()
        destruction.require_complete()
        close(stores, campaign, by, watch, lease)
        log.info("Destroyed within our reach, in %.1f s.", watch.so_far()["seconds"])
        return True


class _Destruction:
    """The parts of one destruction. Each may be done again without harm."""

    def __init__(
        self,
        stores: Stores,
        campaign: Campaign,
        settings: GatewaySettings | None,
        lease: Lease,
        left: dict[str, Sequence[str]],
    ) -> None:
        self._stores = stores
        self._campaign = campaign
        self._settings = settings
        self._lease = lease
        self._keys = stores.keys(campaign.id)
        self._folder = stores.vault_folder(campaign.id)
        self._evidence = stores.evidence(campaign.id)
        self._records = DestructionRecords(stores, campaign)
        self._left = left

    def begin(self, by: str, removed: Collection[str]) -> None:
        """Record that destruction begins. That may not hold it up."""
        answers = partial(sign_answers, self._stores, self._campaign, destroys=True)
        state = partial(self._stores.inventory.update, self._campaign.id, state=State.DESTROYING)
        began = partial(self.began, by, removed)
        # Both again at the end: until destruction is on record, one may still be taken in.
        for part in (self.agree, self.stop, answers, state, began, self.stop, answers):
            try:
                part()
            except Exception as error:  # noqa: BLE001 - a full disk must not save a number
                log.warning("Not recorded (%s); destruction goes on.", type(error).__name__)

    def stop(self) -> None:
        """Sign the stop that somebody gave on a page."""
        sign_stop(self._stores, self._stores.inventory.get(self._campaign.id))

    def agree(self) -> None:
        """Make ledger and inventory agree; what is known only from the ledger counts here too."""
        taken_over = mend(self._evidence, self._stores.inventory, now())
        began = latest(taken_over, "sending_began")
        if began is not None and self._campaign.sending_began_at is None:
            at = datetime.fromisoformat(began.at)
            self._stores.inventory.update(self._campaign.id, sending_began_at=at)
            self._campaign = self._stores.inventory.get(self._campaign.id)

    def began(self, by: str, removed: Collection[str]) -> None:
        """Record what is there, and what the last guard ``removed`` just before."""
        there = {*removed, *(f"{name}_key" for name in self._keys.standing())}
        if is_folder(self._folder):
            there.add("vault")
        with suppress(Exception):
            if look_at_copies(self._stores).of(self._campaign.id):
                there.add("working_copy")
        self._records.began(by, there)

    def within_reach(self) -> None:
        """Do each part, whatever becomes of the others; the vault goes last, after its SIDs."""
        self._do("scratch", self.scratch)
        self._do("number_key", self.number_key)
        self.last_look()
        self._do("ref_key", self.ref_key)
        self._do("beside_keys", self._keys.destroy_others)
        self._do("working_copy", self.working_copy)
        self._do("provider_messages", self.provider)
        if "provider_messages" not in self._left or KeyName.JOURNAL not in self._keys.present():
            self._do("journal_key", partial(self._key, KeyName.JOURNAL))
            self._do("vault", self.vault)

    def require_complete(self) -> None:
        """Fail when something is left, and say whether a number can still be read."""
        if not self._left:
            return
        mistakes = [mistake for told in self._left.values() for mistake in told]
        readable = [name.replace("_", " ") for name in _READABLE if name in self._left]
        if readable:
            mistakes.append(f"numbers may still be read: {', '.join(readable)}")
        else:
            mistakes.append("the numbers can no longer be read")
        raise EenmaligError(Code.DESTRUCTION_INCOMPLETE, *mistakes)

    def _do(self, what: str, part: Callable[[], None]) -> None:
        try:
            part()
        except EenmaligError as error:
            self._left[what] = error.mistakes or [str(error.code)]
        except Exception as error:  # noqa: BLE001 - nothing may keep the other parts from it
            self._left[what] = [f"{what.replace('_', ' ')}: {type(error).__name__}"]
        if what in self._left and what in self._records.given_up():
            log.warning("%s: what is left of it was given up.", what.replace("_", " "))
            del self._left[what]

    def last_look(self) -> None:
        """Look once more for what is in doubt, and sign the outcomes, while the keys still open."""
        if self._campaign.sending_began_at is None:
            return
        try:
            word = last_look(self._stores, self._campaign, self._settings, self._lease)
            signed = self._signed_outcomes()
            if signed is None or (word.known and word.is_news_after(signed)):
                self._records.note("outcomes", word.data, again=signed is not None)
        except Exception as error:  # noqa: BLE001 - a look must not hold up what it looks at
            log.warning("The last look failed (%s); destruction goes on.", type(error).__name__)

    def _signed_outcomes(self) -> Mapping[str, Any] | None:
        """Return the outcomes on record; None where there are none, or nobody can read that."""
        try:
            signed = latest(self._evidence.committed(), "outcomes")
        except EenmaligError:
            return None
        return signed.data if signed else None

    def scratch(self) -> None:
        """Remove the copies that a killed intake left: no key makes those unreadable."""
        require_gone("scratch copies of the exports", vault_removal.remove_scratch(self._folder))

    def number_key(self) -> None:
        """Destroy the number key: every number becomes unreadable, whatever follows."""
        self._key(KeyName.NUMBER)
        log.info("Number key destroyed: the numbers cannot be read any more.")

    def ref_key(self) -> None:
        """Destroy the ref key, once nobody looks for what is in doubt any more."""
        self._key(KeyName.REF)

    def _key(self, name: KeyName) -> None:
        self._told_if_link(f"{name}_key", self._keys.folder, self._keys.path(name))
        self._keys.destroy(name)
        self._records.gone(f"{name}_key", "key_removed")

    def working_copy(self) -> None:
        """Remove the working copy of the hand-over, wherever it was moved or copied to."""
        look = look_at_copies(self._stores)
        paths = look.of(self._campaign.id)
        place = self._stores.home.handover / self._campaign.city / self._campaign.handover
        if self._told_if_link("working_copy", place.parent, place) and is_folder(place.parent):
            paths.append(place)
        require_gone("working copy", sum(remove_all(path) for path in paths))
        if self._campaign.city in look.unseen.shut:
            error = "working copy: its city's folder cannot be listed"
            raise EenmaligError(Code.DESTRUCTION_INCOMPLETE, error)
        if is_folder(place.parent):
            stay_removed(place)
        self._records.gone("working_copy", "folder_removed")
        copies_destroyed(self._stores, self._campaign.id)
        log.info("The working copy of the hand-over is removed.")

    def provider(self) -> None:
        """Delete the messages at the provider and read each back.

        Fails when some are left, the gateway does not answer, or it is another account: there
        an absent message would prove nothing. Where the journal is lost nobody knows which
        messages they are; that is put on record.
        """
        began = self._campaign.sending_began_at is not None
        # An older inventory may not know that sending began. The journal does.
        may_hold = began or is_made(self._folder / VAULT_FILE)
        if not may_hold or self._records.is_destroyed("provider_messages"):
            return
        try:
            done = delete_at_provider(self._stores, self._campaign, self._settings, self._lease)
        except EenmaligError as error:
            if error.code not in LOST:
                raise
            done = ProviderDeletion(0, 0, error.code)
        except SQLAlchemyError as error:
            # Who holds it busy may be about to record an attempt.
            if began or is_busy(error) or may_have_sent(self._stores, self._campaign):
                raise
            log.warning("The vault cannot be written. It shows that nothing was ever sent.")
            return
        if not began and not done.deleted + done.not_provable:
            return
        if done.lost is not None:
            self._records.lost("journal", str(done.lost))
            log.warning("The journal is lost: which messages were sent cannot be known any more.")
            return
        counts = {"count": done.deleted, "not_provable": done.not_provable}
        how = {"how": "deleted_by_api", "proof": "listed_before_absent_after"}
        data = {"what": "provider_messages", **counts, **how, "at": now().isoformat()}
        self._records.note("destroyed", data)
        log.info("%d messages deleted at the provider: listed before, absent after.", done.deleted)
        if done.not_provable:
            log.warning("Of %d messages no deletion can be proved.", done.not_provable)

    def vault(self) -> None:
        """Remove the vault: all of it that is no scratch copy which a person gave up."""
        self._told_if_link("vault", self._folder)
        left = vault_removal.remove(self._folder)
        given_up = "scratch" in self._records.given_up()
        if given_up and vault_removal.holds_scratch_alone(self._folder):
            log.warning("The vault's folder stands, for scratch copies that were given up.")
            return
        require_gone("vault", left)
        self._records.gone("vault", "folder_removed")
        log.info("Journal key and vault are gone.")

    def _told_if_link(self, what: str, *places: Path) -> bool:
        """Whether a link stands in an item's place. What it leads to is not ours to remove."""
        is_link = any(place.is_symlink() for place in places)
        if is_link:
            self._records.lost(what, LINK)
        return is_link
