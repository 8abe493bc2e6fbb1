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
from functools import partial
from typing import TYPE_CHECKING

from eenmalig.cleartext.selecting.intake import SCRATCH
from eenmalig.cleartext.sending.deletion import delete_messages
from eenmalig.cleartext.sending.delivery_reports import look
from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.cleartext.vault import vault as vaults
from eenmalig.cleartext.vault.journal import Journal
from eenmalig.domain.campaign import Campaign, State
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.ledger import CLOSED
from eenmalig.evidence.reading import latest
from eenmalig.steps.approval import sign_answers
from eenmalig.steps.certifying import close
from eenmalig.steps.installation import Stopwatch, Stores, now
from eenmalig.steps.outcomes import record_outcomes
from eenmalig.steps.overdue_copies import remove
from eenmalig.stores.keys import KeyName, Purpose

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.vault.vault import Vault
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.steps.installation import Run

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 60.0
LEASE_SECONDS = 60.0
LAST_LOOK_SECONDS = 120.0


def destroy(stores: Stores, run: Run, settings: GatewaySettings | None) -> None:
    """Destroy what the run took in. Fails when something is left; the deadline then takes over."""
    campaign = stores.inventory.of_run(run.dag_id, run.run_id)
    if campaign is None:
        log.info("This run took nothing in, so there is nothing to destroy.")
        log.info("A working copy that nobody takes in is destroyed at its own deadline.")
        return
    destroy_campaign(stores, campaign.id, settings, by="destroy")
    log.info("Certificate: evidence/%s/certificate.pdf", campaign.id)


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
    with stores.inventory.lease(campaign_id, wait=0 if unless_sent else LEASE_SECONDS):
        campaign = stores.inventory.get(campaign_id)
        if not campaign.open:
            log.info("Already destroyed, and its evidence closed.")
            return True
        if unless_sent and campaign.sending_began_at is not None:
            return False
        destruction = _Destruction(stores, campaign, settings)
        destruction.begin(by)
        destruction.within_reach()
        destruction.require_complete()
        close(stores, campaign, by, watch)
        log.info("Destroyed within our reach, in %.1f s.", watch.so_far()["seconds"])
        return True


class _Destruction:
    """The parts of one destruction. Each may be done again without harm."""

    def __init__(
        self, stores: Stores, campaign: Campaign, settings: GatewaySettings | None
    ) -> None:
        self._stores = stores
        self._campaign = campaign
        self._settings = settings
        self._keys = stores.keys(campaign.id)
        self._folder = stores.vault_folder(campaign.id)
        self._evidence = stores.evidence(campaign.id)
        self._left: list[str] = []

    def begin(self, by: str) -> None:
        """Record that destruction begins, and look a last time. Neither may hold it up."""
        answers = partial(sign_answers, self._stores, self._campaign)
        state = partial(self._stores.inventory.update, self._campaign.id, state=State.DESTROYING)
        began = partial(self.note, "destruction_began", by=by)
        # Answers again at the end: until destruction is on record, one may still be taken in.
        for part in (answers, state, began, answers):
            try:
                part()
            except Exception as error:  # noqa: BLE001 - a full disk must not save a number
                log.warning("Not recorded (%s); destruction goes on.", type(error).__name__)
        # In a thread, since a provider that answers without end must not hold the keys alive.
        looking = threading.Thread(target=self.last_look, daemon=True)
        looking.start()
        looking.join(LAST_LOOK_SECONDS)

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

    def note(self, kind: str, **data: object) -> None:
        """Sign a record unless one like it is there; damaged evidence stops nothing here."""
        try:
            records = self._evidence.records()
            there = any(
                each.kind == kind and each.data.get("what") == data.get("what") for each in records
            )
            closed = bool(records) and records[-1].kind == CLOSED
            if not there and not closed:
                self._evidence.append(kind, data, now())
        except Exception as error:  # noqa: BLE001 - damaged evidence keeps nothing alive
            log.warning("Evidence not written (%s); destruction goes on.", type(error).__name__)

    def last_look(self) -> None:
        """Look once more for what is in doubt, and sign the outcomes, while the keys still open."""
        if self._campaign.sending_began_at is None or KeyName.JOURNAL not in self._keys.present():
            return
        try:
            with self._stores.vault(self._campaign.id) as vault:
                journal = Journal(vault, Purpose.DESTRUCTION)
                journal.doubt_unfinished()
                self._look_for_doubtful(vault, journal)
                self._sign_outcomes(journal)
        except Exception as error:  # noqa: BLE001 - a look must not hold up what it looks at
            log.warning("The last look failed (%s); destruction goes on.", type(error).__name__)

    def _look_for_doubtful(self, vault: Vault, journal: Journal) -> None:
        """Find late arrivals. After the deadline the ref key stays shut and nobody looks."""
        past = now() >= self._campaign.deadline
        if past or self._settings is None or KeyName.REF not in self._keys.present():
            return
        dossier = self._stores.dossier(self._campaign.id)
        gateway = Gateway(self._settings)
        try:
            found = look(journal, gateway, dossier["sender_id"], dossier["text"], vault.ref_key())
        except EenmaligError as error:
            log.warning("The provider's list cannot be read (%s); destruction goes on.", error.code)
            return
        log.info("Last look at the provider's list: %d in doubt were found.", found)

    def _sign_outcomes(self, journal: Journal) -> None:
        """Sign the outcomes if there are none yet or the last look changed them."""
        signed = latest(self._evidence.records(), "outcomes")
        recipients = self._stores.dossier(self._campaign.id)["counts"]["recipients"]
        current = {"recipients": recipients, **journal.summary(recipients).counts()}
        if signed is None or signed.data["outcomes"] != current:
            record_outcomes(self._stores, self._campaign, journal, {})

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
        remove(folder)
        self._gone("working_copy", not os.path.lexists(folder), "folder_removed")
        log.info("The working copy of the hand-over is removed.")

    def provider(self) -> None:
        """Delete the messages at the provider and read each back.

        Fails when some are left, the gateway does not answer, or it is another account: there
        an absent message would prove nothing.
        """
        if KeyName.JOURNAL not in self._keys.present() or not (self._folder / "vault.db").exists():
            return
        with self._stores.vault(self._campaign.id) as vault:
            journal = Journal(vault, Purpose.DESTRUCTION)
            total = len(journal.messages())
            if total == 0:
                return
            try:
                left = delete_messages(journal, self._gateway(), PATIENCE_SECONDS)
            except EenmaligError as error:
                raise EenmaligError(
                    Code.DESTRUCTION_INCOMPLETE, f"messages at the provider: {error.code}"
                ) from None
        if left:
            raise EenmaligError(
                Code.DESTRUCTION_INCOMPLETE,
                f"{left} of {total} messages: the provider has not finished with them",
            )
        self.note(
            "destroyed",
            what="provider_messages",
            count=total,
            how="deleted_by_api",
            proof="read_back_absent",
            at=now().isoformat(),
        )
        log.info("%d messages deleted at the provider, each read back as absent.", total)

    def rest(self) -> None:
        """Destroy the journal key and remove the vault."""
        self._keys.destroy(KeyName.JOURNAL)
        self._gone("journal_key", KeyName.JOURNAL not in self._keys.present(), "key_removed")
        vaults.remove(self._folder)
        self._gone("vault", not self._folder.exists(), "folder_removed")
        log.info("Journal key and vault are gone.")

    def _gateway(self) -> Gateway:
        if self._settings is None:
            raise EenmaligError(Code.GATEWAY_SETTINGS)
        used = (self._campaign.gateway_host, self._campaign.gateway_account)
        if (self._settings.host, self._settings.account) != used:
            raise EenmaligError(Code.GATEWAY_REFUSED, "it is not the account that sent")
        return Gateway(self._settings)

    def _gone(self, what: str, gone: bool, how: str) -> None:  # noqa: FBT001 - the finding itself
        """Sign that an item is gone. Fails when it is not."""
        if not gone:
            raise EenmaligError(Code.DESTRUCTION_INCOMPLETE, what)
        self.note(
            "destroyed", what=what, count=1, how=how, proof="looked_absent", at=now().isoformat()
        )
