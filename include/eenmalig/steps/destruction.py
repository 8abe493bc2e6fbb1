"""Destruction, whoever calls it: scratch copies and keys first, then all that these sealed.

A certificate ends it.

It goes on where a killed destruction was, works after the deadline, and does not let damaged
evidence keep anything alive: what can be destroyed is destroyed before anything is complained of.
"""

from __future__ import annotations

import logging
import os
import shutil
import threading
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from eenmalig.cleartext.vault import vault as vaults
from eenmalig.cleartext.vault.vault import SCRATCH, VAULT_FILE
from eenmalig.domain.campaign import Campaign, State
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.mending import mend
from eenmalig.evidence.reading import latest
from eenmalig.steps.approval import sign_answers
from eenmalig.steps.certifying import close
from eenmalig.steps.installation import PATIENCE, Stopwatch, Stores, now
from eenmalig.steps.last_look import LOST, last_look
from eenmalig.steps.leak_check import check_for_leaks, require_no_leak
from eenmalig.steps.provider_deletion import ProviderDeletion, delete_at_provider
from eenmalig.steps.reconciling import reconcile
from eenmalig.stores.engine import is_made
from eenmalig.stores.keys import KeyName
from eenmalig.stores.private_files import remove_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.evidence.records import Record
    from eenmalig.steps.installation import Run
    from eenmalig.stores.changes import Unsigned
    from eenmalig.stores.leases import Lease

log = logging.getLogger(__name__)

# What tells two records of one kind apart.
_ONCE_PER = {"what"}
LAST_LOOK_SECONDS = 120.0


def destroy(stores: Stores, run: Run, settings: GatewaySettings | None) -> None:
    """Destroy what the run took in, once all that is kept was searched for its numbers.

    Fails when something is left; the deadline then takes over. Fails at its end when the search
    found a number, or proved nothing.
    """
    campaign = stores.inventory.of_run(run.dag_id, run.run_id)
    if campaign is None and stores.strangers():
        # What only a ledger knows to be taken in is destroyed too.
        reconcile(stores)
        campaign = stores.of_run(run)
    if campaign is None:
        log.info("This run took nothing in, so there is nothing to destroy.")
        log.info("A working copy that nobody takes in is destroyed at its own deadline.")
        return
    scanned = check_for_leaks(stores, campaign)
    destroy_campaign(stores, campaign.id, settings, by="destroy")
    log.info("Certificate: evidence/%s/certificate.pdf", campaign.id)
    require_no_leak(scanned)


def destroy_campaign(
    stores: Stores,
    campaign_id: str,
    settings: GatewaySettings | None,
    by: str,
    *,
    unless_sent: bool = False,
) -> bool:
    """Destroy all of a campaign that is within reach, close its evidence; return whether it is.

    ``by`` is "destroy" (the run's own step), "overdue" or "stop". With ``unless_sent`` nothing
    is done once sending began. Fails when something is left, such as messages that the provider
    has not finished with; the numbers are unreadable by then.
    """
    watch = Stopwatch.start()
    wait = 0.0 if unless_sent else PATIENCE
    with stores.inventory.lease(campaign_id, wait) as lease:
        campaign = stores.inventory.get(campaign_id)
        if not campaign.open:
            log.info("Already destroyed, and its evidence closed.")
            return True
        if unless_sent and campaign.sending_began_at is not None:
            return False
        destruction = _Destruction(stores, campaign, settings, lease)
        destruction.begin(by)
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
    ) -> None:
        self._stores = stores
        self._campaign = campaign
        self._settings = settings
        self._lease = lease
        self._keys = stores.keys(campaign.id)
        self._folder = stores.vault_folder(campaign.id)
        self._evidence = stores.evidence(campaign.id)
        self._left: list[str] = []

    def begin(self, by: str) -> None:
        """Record that destruction begins, and look a last time. Neither may hold it up."""
        answers = partial(sign_answers, self._stores, self._campaign, destroys=True)
        state = partial(self._stores.inventory.update, self._campaign.id, state=State.DESTROYING)
        began = partial(self.note, "destruction_began", {"by": by})
        # Answers again at the end: until destruction is on record, one may still be taken in.
        for part in (self.agree, answers, state, began, answers):
            try:
                part()
            except Exception as error:  # noqa: BLE001 - a full disk must not save a number
                log.warning("Not recorded (%s); destruction goes on.", type(error).__name__)
        # In a thread, since a provider that answers without end must not hold the keys alive.
        looking = threading.Thread(target=self.last_look, daemon=True)
        looking.start()
        looking.join(LAST_LOOK_SECONDS)

    def agree(self) -> None:
        """Make ledger and inventory agree; what is known only from the ledger counts here too."""
        taken_over = mend(self._evidence, self._stores.inventory, now())
        began = latest(taken_over, "sending_began")
        if began is not None and self._campaign.sending_began_at is None:
            at = datetime.fromisoformat(began.at)
            self._stores.inventory.update(self._campaign.id, sending_began_at=at)
            self._campaign = self._stores.inventory.get(self._campaign.id)

    def within_reach(self) -> None:
        """Do each part, whatever becomes of the others; the vault goes last, after its SIDs."""
        for part in (self.scratch, self.numbers, self.working_copy, self.provider):
            self._do(part)
        if not self._left or KeyName.JOURNAL not in self._keys.present():
            self._do(self.rest)

    def require_complete(self) -> None:
        """Fail when something is left."""
        if self._left:
            raise EenmaligError(Code.DESTRUCTION_INCOMPLETE, *self._left)

    def _do(self, part: Callable[[], None]) -> None:
        try:
            part()
        except EenmaligError as error:
            self._left += error.mistakes or [str(error.code)]
        except Exception as error:  # noqa: BLE001 - nothing may keep the other parts from it
            self._left.append(f"{part.__name__.replace('_', ' ')}: {type(error).__name__}")

    def note(self, kind: str, data: Mapping[str, Any], *, again: bool = False) -> None:
        """Sign a record, unless ``again`` only where none like it is there.

        What cannot be signed now is signed later.
        """
        try:
            with self._evidence.commit(destroys=True) as commit:
                if not commit.closed:
                    names = _ONCE_PER & set(data)
                    commit.record(kind, data, now(), once=not again, once_per=names)
        except Exception as error:  # noqa: BLE001 - damaged evidence keeps nothing alive
            log.warning("Not signed yet (%s); destruction goes on.", type(error).__name__)
            try:
                with self._stores.inventory.changing() as changes:
                    changes.leave_unsigned(self._campaign.id, kind, data, now())
            except Exception as failed:  # noqa: BLE001 - as above
                log.warning("Not on record (%s); destruction goes on.", type(failed).__name__)

    def last_look(self) -> None:
        """Look once more for what is in doubt, and sign the outcomes, while the keys still open."""
        if self._campaign.sending_began_at is None:
            return
        try:
            word = last_look(self._stores, self._campaign, self._settings, self._lease)
            signed = self._signed_outcomes()
            if signed is None or (word.known and word.is_news_after(signed)):
                self.note("outcomes", word.data, again=signed is not None)
        except Exception as error:  # noqa: BLE001 - a look must not hold up what it looks at
            log.warning("The last look failed (%s); destruction goes on.", type(error).__name__)

    def _signed_outcomes(self) -> Mapping[str, Any] | None:
        """Return the outcomes on record; None where there are none, or nobody can read that."""
        try:
            signed = latest(self._evidence.records(), "outcomes")
        except EenmaligError:
            return None
        return signed.data if signed else None

    def scratch(self) -> None:
        """Remove the copies that a killed intake left: no key makes those unreadable.

        What can be removed is, whatever becomes of the rest. Fails when something is left.
        """
        folder = self._folder / SCRATCH
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)
        else:
            folder.unlink(missing_ok=True)
        if os.path.lexists(folder):
            raise EenmaligError(Code.DESTRUCTION_INCOMPLETE, "scratch copies of the exports")

    def numbers(self) -> None:
        """Destroy the number key and the ref key: every number becomes unreadable."""
        self._keys.destroy(KeyName.NUMBER, KeyName.REF)
        for name in (KeyName.NUMBER, KeyName.REF):
            self._gone(f"{name}_key", name not in self._keys.present(), "key_removed")
        log.info("Number key and ref key destroyed: the numbers cannot be read any more.")

    def working_copy(self) -> None:
        """Remove the working copy of the hand-over."""
        folder = self._stores.home.handover / self._campaign.city / self._campaign.handover
        remove_folder(folder)
        self._gone("working_copy", not os.path.lexists(folder), "folder_removed")
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
        if not may_hold or self._is_on_record("provider_messages"):
            return
        try:
            done = delete_at_provider(self._stores, self._campaign, self._settings, self._lease)
        except EenmaligError as error:
            if error.code not in LOST:
                raise
            done = ProviderDeletion(0, 0, error.code)
        if not began and not done.deleted + done.not_provable:
            return
        at = now().isoformat()
        if done.lost is not None:
            self.note("lost", {"what": "journal", "why": str(done.lost), "at": at})
            log.warning("The journal is lost: which messages were sent cannot be known any more.")
            return
        counts = {"count": done.deleted, "not_provable": done.not_provable}
        how = {"how": "deleted_by_api", "proof": "listed_before_absent_after"}
        self.note("destroyed", {"what": "provider_messages", **counts, **how, "at": at})
        log.info("%d messages deleted at the provider: listed before, absent after.", done.deleted)
        if done.not_provable:
            log.warning("Of %d messages no deletion can be proved.", done.not_provable)

    def _is_on_record(self, what: str) -> bool:
        """Whether an item is on record as destroyed, signed or not yet."""
        with self._stores.inventory.reading() as look:
            records: list[Record | Unsigned] = [*look.unsigned(self._campaign.id)]
        with suppress(EenmaligError):
            records += self._evidence.records()
        return any(
            record.kind == "destroyed" and record.data.get("what") == what for record in records
        )

    def rest(self) -> None:
        """Destroy the journal key and remove the vault."""
        self._keys.destroy(KeyName.JOURNAL)
        self._gone("journal_key", KeyName.JOURNAL not in self._keys.present(), "key_removed")
        vaults.remove(self._folder)
        self._gone("vault", not self._folder.exists(), "folder_removed")
        log.info("Journal key and vault are gone.")

    def _gone(self, what: str, gone: bool, how: str) -> None:  # noqa: FBT001 - the finding itself
        """Sign that an item is gone. Fails when it is not."""
        if not gone:
            raise EenmaligError(Code.DESTRUCTION_INCOMPLETE, what)
        seen = {"how": how, "proof": "looked_absent", "at": now().isoformat()}
        self.note("destroyed", {"what": what, "count": 1, **seen})
