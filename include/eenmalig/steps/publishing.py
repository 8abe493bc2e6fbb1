"""Writing the text blocks that the municipality publishes: before sending, and after destruction.

They stand outside the evidence and nothing follows from them. So nothing waits for them either:
what cannot be written is told in the log.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from eenmalig.documents.public_course import PublicCourse
from eenmalig.documents.publication import after_sending, before_sending
from eenmalig.domain.approvals import Decision, Standing
from eenmalig.evidence.certificate import certificate_of
from eenmalig.evidence.reading import answers, latest
from eenmalig.stores.private_files import (
    AS_THE_UMASK_SAYS,
    FOLDER_AS_THE_UMASK_SAYS,
    make_folder,
    write_whole,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from eenmalig.evidence.records import Record
    from eenmalig.steps.installation import Stores

log = logging.getLogger(__name__)

# How the names of the texts of each edition begin.
_BEFORE, _AFTER = "before-", "after-"


def publish_before(stores: Stores, campaign: str) -> None:
    """Write the edition before sending, once everybody approved. Safe to call again."""
    _publish(stores, campaign, _before)


def publish_after(stores: Stores, campaign: str) -> None:
    """Write the edition after destruction, where everybody had approved. Safe to call again."""
    _publish(stores, campaign, _after)


def publish_missing(stores: Stores, campaign: str) -> None:
    """Write the texts after destruction that are missing: their writer died. Safe to call again.

    Each text before sending has one after destruction. Where somebody removed all, none is missed.
    """
    folder = stores.home.publication / campaign
    with suppress(OSError):
        names = [path.name.removeprefix(_BEFORE) for path in folder.glob(f"{_BEFORE}*")]
        if not all((folder / f"{_AFTER}{name}").exists() for name in names):
            publish_after(stores, campaign)


def _publish(
    stores: Stores,
    campaign: str,
    edition: Callable[[Stores, str, Sequence[Record]], Mapping[str, str]],
) -> None:
    try:
        records = stores.evidence(campaign).records()
        gate = latest(records, "gate")
        if gate is None or gate.data["standing"] != Standing.APPROVED:
            return
        blocks = edition(stores, campaign, records)
        folder = stores.home.publication / campaign
        make_folder(folder, FOLDER_AS_THE_UMASK_SAYS)
        for name, text in blocks.items():
            if not (folder / name).exists():  # somebody may have edited it since
                write_whole(folder / name, text.encode(), AS_THE_UMASK_SAYS)
    except Exception as error:  # noqa: BLE001 - neither sending nor destruction waits for a text
        log.warning("The texts for the public are not written (%s).", type(error).__name__)
    else:
        log.info("Texts for the municipality's page: publication/%s.", campaign)


def _before(stores: Stores, campaign: str, records: Sequence[Record]) -> Mapping[str, str]:
    del records
    return before_sending(stores.dossier(campaign))


def _after(stores: Stores, campaign: str, records: Sequence[Record]) -> Mapping[str, str]:
    *before, closed = records
    certificate = certificate_of(before, closed.prev)
    course = _course(records, certificate["ending"])
    return after_sending(stores.dossier(campaign), certificate, course)


def _course(records: Sequence[Record], ending: str) -> PublicCourse:
    """Return how a campaign went, as far as everybody may read it."""
    began, sent = latest(records, "sending_began"), latest(records, "sent")
    outcomes, withdrawn = latest(records, "outcomes"), latest(records, "withdrawn")
    said_no = [each.authority for each in answers(records) if each.decision is Decision.REJECT]
    if withdrawn is not None:
        said_no.append(withdrawn.data["authority"])
    return PublicCourse(
        days=[record.at for record in (began, sent) if record is not None],
        ending=ending,
        ended_early=sent.data["ended_early"] if sent else None,
        withdrawn_by=said_no[0] if said_no else None,
        accepted=outcomes is not None and bool(outcomes.data["accepted"]),
    )
