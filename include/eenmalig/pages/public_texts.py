"""The texts for the municipality on a campaign's page: what there is, and what is not there yet.

While decisions wait, those of before are drafts, made of the signed dossier and written nowhere:
nothing is left of them where it is rejected. What is written stands outside the evidence: anybody
may have changed it. So only names that publishing writes are read, only plain files, none larger
than such a text, and only once the records say that somebody had a reason to write it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.documents.publication import AFTER, BEFORE, BLOCKS, before_sending
from eenmalig.documents.words import words
from eenmalig.domain.approvals import AUTHORITIES, Standing
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.plain_files import read_plain
from eenmalig.evidence.reading import latest
from eenmalig.evidence.rules_3 import MALFORMED
from eenmalig.pages.campaign_seen import see
from eenmalig.pages.what_now import outcome_of
from eenmalig.stores.private_files import is_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from eenmalig.documents.publication import Block
    from eenmalig.domain.campaign import Campaign
    from eenmalig.pages.campaign_seen import SeenCampaign
    from eenmalig.pages.page_words import PageWords
    from eenmalig.pages.readable_stores import ReadableStores

NAMES = frozenset(block.name for block in BLOCKS)
# Ten times what the longest takes.
_LARGEST = 2**16


class PublicText(NamedTuple):
    """A text to read and to copy; ``why_not`` (a key of the words) where there is none to show."""

    block: Block
    content: str
    why_not: str

    @property
    def is_unfinished(self) -> bool:
        """Whether something in it is still to be translated."""
        return words(self.block.language).say("publication", "untranslated") in self.content


class PublicEdition(NamedTuple):
    """The texts of before sending or of after destruction, if there are any.

    ``said`` (a key of the words) is what to do with them, or why there are none.
    """

    name: str
    texts: Sequence[PublicText]
    said: str


def public_texts(stores: ReadableStores, seen: SeenCampaign) -> list[PublicEdition]:
    """Return both editions; none once it stands that none will be written."""
    try:
        has_ended = outcome_of(seen) is not None
        if has_ended and not _was_gate_opened(seen):
            return []
        return [_before(stores, seen, has_ended=has_ended), _after(stores, seen)]
    except MALFORMED:  # then nothing of its records is shown
        return []


def public_text(stores: ReadableStores, campaign: Campaign, name: str) -> bytes | None:
    """Return one text of ``NAMES`` to take along; None where the page shows none.

    Fails when the campaign's ledger does not hold.
    """
    seen = see(stores, campaign)
    if seen.wrong:
        raise EenmaligError(Code.EVIDENCE_INVALID, *seen.wrong)
    texts = [text for edition in public_texts(stores, seen) for text in edition.texts]
    shown = (text for text in texts if text.block.name == name and not text.why_not)
    return next((text.content.encode() for text in shown), None)


def taken_as(name: str, wording: PageWords) -> str:
    """Return what a text of ``NAMES`` is called once it is taken along, as ``wording`` has it."""
    (block,) = (block for block in BLOCKS if block.name == name)
    called = wording.say("texts", f"file_{block.edition}_{block.part}")
    return f"{called}.{block.language}.{block.ending}"


def _before(stores: ReadableStores, seen: SeenCampaign, *, has_ended: bool) -> PublicEdition:
    if _was_gate_opened(seen):
        began = "before_sending" if "sending_began" in seen.kinds else "before_text"
        return _written(BEFORE, stores, seen, "before_ended" if has_ended else began)
    if "dossier" not in seen.kinds:
        return PublicEdition(BEFORE, (), "before_later")
    if seen.dossier is None:
        return PublicEdition(BEFORE, (), "gone")
    approving = {answer.authority for answer in seen.decided if answer.approves}
    is_draft = not approving.issuperset(AUTHORITIES)
    made = before_sending(seen.dossier, is_draft=is_draft)
    texts = [PublicText(block, made[block.name], "") for block in BLOCKS if block.name in made]
    return PublicEdition(BEFORE, texts, "before_draft" if is_draft else "before_text")


def _after(stores: ReadableStores, seen: SeenCampaign) -> PublicEdition:
    if not (seen.is_closed and _was_gate_opened(seen)):
        return PublicEdition(AFTER, (), "after_later")
    return _written(AFTER, stores, seen, "after_text")


def _was_gate_opened(seen: SeenCampaign) -> bool:
    gate = latest(seen.records, "gate")
    return gate is not None and gate.data.get("standing") == Standing.APPROVED


def _written(name: str, stores: ReadableStores, seen: SeenCampaign, said: str) -> PublicEdition:
    """Return an edition that the records say was to be written."""
    folder = _folder(stores, seen.campaign.id)
    texts = [_read(block, folder) for block in BLOCKS if block.edition == name]
    is_gone = all(text.why_not == "text_missing" for text in texts)
    return PublicEdition(name, () if is_gone else texts, "gone" if is_gone else said)


def _folder(stores: ReadableStores, campaign: str) -> Path | None:
    """Return the folder of a campaign's texts, None where there is none of its own."""
    folder = stores.home.publication / campaign
    return folder if is_folder(folder) else None


def _read(block: Block, folder: Path | None) -> PublicText:
    try:
        if folder is None or not os.path.lexists(folder / block.name):
            return PublicText(block, "", "text_missing")
        content = read_plain(folder / block.name, block.name, _LARGEST).decode()
    except (EenmaligError, OSError, UnicodeDecodeError):
        return PublicText(block, "", "text_odd")
    return PublicText(block, content, "")
