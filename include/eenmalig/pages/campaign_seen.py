"""One campaign as its page sees it: what the inventory knows, and what checked evidence says.

Records are shown only when the ledger's file is the copy of its committed lines and every line
holds; otherwise what is wrong is shown in their place.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.agreement import Copy, compare
from eenmalig.evidence.effect_chain import read_effect
from eenmalig.evidence.ledger import CLOSED, LEDGER, VERIFICATIONS, changed_files
from eenmalig.evidence.plain_files import read_plain
from eenmalig.evidence.reading import of_kind
from eenmalig.evidence.records import START, chained, link
from eenmalig.evidence.rules_3 import MALFORMED
from eenmalig.evidence.signed_dossier import signed_dossier
from eenmalig.evidence.trace_reading import tell_trace
from eenmalig.pages.decisions import decided

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eenmalig.domain.campaign import Campaign
    from eenmalig.evidence.effect_chain import Effect
    from eenmalig.evidence.records import Record
    from eenmalig.evidence.trace_reading import Traced
    from eenmalig.pages.decisions import Decided
    from eenmalig.pages.readable_stores import ReadableStores
    from eenmalig.stores.answers import GivenStop

_CERTIFICATE = "certificate.json"
_AS_IT_SHOULD = (Copy.WHOLE, Copy.BEHIND)
# A step may commit between a look at the file and one at the inventory; seldom twice.
_ATTEMPTS = 3


@dataclass(frozen=True)
class SeenCampaign:
    """What can be shown of a campaign.

    ``wrong`` is why its records cannot be trusted; then there are none here. ``changed`` is what
    beside a closed ledger is not as it was, ``trace_wrong`` why the trace cannot be. ``dossier`` is
    there when it is the one that was signed, ``certificate`` when it is the one that was kept.
    ``attempts`` is how many messages were tried at most. ``effect_wrong`` is why what was measured
    afterwards cannot be trusted.
    """

    campaign: Campaign
    wrong: Sequence[str] = ()
    records: Sequence[Record] = ()
    looks: Sequence[Record] = ()
    decided: Sequence[Decided] = ()
    stop: GivenStop | None = None
    attempts: int = 0
    changed: Sequence[str] = ()
    dossier: Mapping[str, Any] | None = None
    certificate: Mapping[str, Any] | None = None
    traced: Traced | None = None
    trace_wrong: Sequence[str] = ()
    effect: Effect | None = None
    effect_wrong: Sequence[str] = ()

    @property
    def kinds(self) -> set[str]:
        """The kinds of its records."""
        return {record.kind for record in self.records}

    @property
    def is_closed(self) -> bool:
        """Whether its ledger has its end."""
        return bool(self.records) and self.records[-1].kind == CLOSED

    @property
    def rehearsal(self) -> bool:
        """Whether it is no more than a rehearsal, as far as is known."""
        return any(record.rehearsal for record in self.records)


def see(stores: ReadableStores, campaign: Campaign) -> SeenCampaign:
    """Return what can be shown of a campaign, also where its evidence does not hold.

    Fails when inventory or answers cannot be read.
    """
    try:
        return _seen(stores, campaign, committed(stores, campaign.id))
    except EenmaligError as error:
        if error.code is not Code.EVIDENCE_INVALID:
            raise
        return SeenCampaign(campaign, wrong=error.mistakes)
    except MALFORMED:
        return untold(campaign)


def untold(campaign: Campaign) -> SeenCampaign:
    """Return what is left to show of a campaign whose records lack what they must hold."""
    return SeenCampaign(campaign, wrong=["a record or file lacks what it must hold"])


def _seen(stores: ReadableStores, campaign: Campaign, found: Committed) -> SeenCampaign:
    records = found.records
    traced, trace_wrong = _traced(stores, campaign.id, records)
    changed = _changed(stores, campaign.id, records)
    effect, effect_wrong = _effect(stores, campaign.id, records)
    return SeenCampaign(
        campaign=campaign,
        records=records,
        looks=found.looks,
        decided=decided(records, stores.answers.of_run(campaign.run) if campaign.open else ()),
        stop=stores.answers.stopped(campaign.run) if campaign.open else None,
        attempts=stores.inventory.vault_holds(campaign.id)[1],
        changed=changed,
        dossier=_dossier(stores, campaign.id, records),
        certificate=None if changed else _certificate(stores, campaign.id, records),
        traced=traced,
        trace_wrong=trace_wrong,
        effect=effect,
        effect_wrong=effect_wrong,
    )


class Committed(NamedTuple):
    """The committed lines of a campaign's ledger and later looks, and the records in them."""

    lines: Mapping[str, Sequence[bytes]]
    records: Sequence[Record]
    looks: Sequence[Record]


def committed(stores: ReadableStores, campaign: str) -> Committed:
    """Return what is committed of a campaign's ledger and its later looks.

    Fails with all that is wrong where a line does not hold, or a file is not their copy.
    """
    lines = {file: _lines(stores, campaign, file) for file in (LEDGER, VERIFICATIONS)}
    records = chained(lines[LEDGER], stores.trust, START)
    if records and records[0].campaign != campaign:
        raise EenmaligError(Code.EVIDENCE_INVALID, "the ledger is of another campaign")
    end = link(lines[LEDGER][-1]) if records else START
    return Committed(lines, records, chained(lines[VERIFICATIONS], stores.trust, end))


def _lines(stores: ReadableStores, campaign: str, file: str) -> list[bytes]:
    path = stores.folder(campaign) / file
    found = Copy.WHOLE
    for _ in range(_ATTEMPTS):
        with stores.inventory.reading() as look:
            lines, copied = look.lines(campaign, file), look.copied(campaign, file)
        content = read_plain(path, file) if copied or path.exists() else b""
        found = compare(lines, copied, content)
        if found in _AS_IT_SHOULD:
            return lines
    raise EenmaligError(Code.EVIDENCE_INVALID, f"{file} is not the copy of what was committed")


def _changed(stores: ReadableStores, campaign: str, records: Sequence[Record]) -> list[str]:
    ends = of_kind(records, CLOSED)
    return changed_files(stores.folder(campaign), ends[-1]) if ends else []


def _dossier(
    stores: ReadableStores, campaign: str, records: Sequence[Record]
) -> Mapping[str, Any] | None:
    try:
        return signed_dossier(stores.folder(campaign), records)
    except EenmaligError as error:
        if error.code is not Code.DOSSIER_CHANGED:
            raise
        return None


def _certificate(
    stores: ReadableStores, campaign: str, records: Sequence[Record]
) -> Mapping[str, Any] | None:
    """Return the certificate of a closed campaign whose files are as they were."""
    if not of_kind(records, CLOSED):
        return None
    path = stores.folder(campaign) / _CERTIFICATE
    certificate: dict[str, Any] = json.loads(read_plain(path, _CERTIFICATE))
    return certificate


def _traced(
    stores: ReadableStores, campaign: str, records: Sequence[Record]
) -> tuple[Traced | None, Sequence[str]]:
    if not of_kind(records, CLOSED):
        return None, ()
    try:
        return tell_trace(stores.folder(campaign), stores.home.trust), ()
    except EenmaligError as error:
        return None, error.mistakes


def _effect(
    stores: ReadableStores, campaign: str, records: Sequence[Record]
) -> tuple[Effect | None, Sequence[str]]:
    """Return what was measured after a campaign that sent something, or why that does not hold."""
    if not of_kind(records, CLOSED) or not of_kind(records, "sending_began"):
        return None, ()
    try:
        return read_effect(stores.home.effect / campaign, stores.folder(campaign), stores.trust), ()
    except EenmaligError as error:
        return None, error.mistakes
