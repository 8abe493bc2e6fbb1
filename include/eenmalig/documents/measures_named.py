"""What is to be measured afterwards, as approvers read it beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.documents.markdown import bullets, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eenmalig.documents.words import Words


def to_be_measured(dossier: Mapping[str, Any], wording: Words) -> str:
    """Return the section of the dossier; nothing where a dossier of before says nothing of it."""
    measures = dossier.get("measures")
    if measures is None:
        return ""
    heading = f"## {wording.say('dossier', 'measures')}"
    if not measures:
        return f"{heading}\n\n{wording.say('dossier', 'measures_none')}"
    named = bullets([plain(measure) for measure in measures])
    return f"{heading}\n\n{named}\n\n{wording.say('dossier', 'measures_text')}"
