"""What verification finds, in plain words: what each finding means, beside the finding itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from eenmalig.pages.page_words import PageWords

# What a finding means, by what stands in it; the first that fits counts.
_MEANINGS: Mapping[str, re.Pattern[str]] = {
    meaning: re.compile(pattern)
    for meaning, pattern in {
        "trace": r"^the trace of verifications",
        "effect": r"^effect\.jsonl: |effect of this campaign|no effect to record|named beforehand"
        r"|a week (?:is none|was not over)|weeks do not follow|or the ledger's end",
        "open": r"^the ledger has no end",
        "nobody_looked": r"^nobody but the destroyer has looked",
        "left": r"the last look found|messages are at the provider",
        "format": r"of a later format",
        "unknown_key": r"trust folder",
        "keys": r"more than one key|keys of both kinds|key signed again|these keys did not sign",
        "line": r"signature|is not as it was written|longer than a record|signed by a key of kind",
        "chain": r"does not follow the one before|of another campaign|is not whole|were not read"
        r"|name one campaign's folder|not the copy of what was committed",
        "file": r"^\S+\.\w+ (?:is missing|was changed|was rewritten|cannot be read as a file"
        r"|is larger than|is no plain file)|files? (?:was|were) added|end does not name"
        r"|was rewritten",
        "assent": r"another dossier|asked|answer|approval|approve$|it says (?:rejected|lapsed)"
        r"|no gate was open|window of the dossier|had ended it|\(gate\)"
        r"|sent without a dossier",
        "look": r"absent, though|verification that looked|before destruction had ended"
        r"|came late|calls given up|lost journal",
        "search": r"it ran|was not searched",
        "times": r"dated|was written|\bat is|its step began|deadline|taken_in_at|created_at"
        r"|given_at|approve_by is",
        "document": r"certificate|report\.\w+|dossier\.\w+|dossier is|dossier cannot"
        r"|no signed dossier|a field of no name|follows from the ledger",
        "destroyed": r"destroyed|deleted",
        "counts": r"add up|as many|accepted|tried|recipients|who failed|stayed in doubt|not_sent"
        r"|not everybody|a code of the provider|outcomes|end of sending|without counts",
        "order": r"stands (?:before|after)|the ending is|first record|begin as it should"
        r"|certified once|on record as taken in",
        "shape": r"is missing|is not what it must be|does not exist|of kind|lacks what it must"
        r"|cannot be checked",
    }.items()
}
OTHER = "other"


class FindingsAlike(NamedTuple):
    """What findings of one kind mean, and how verification words each of them."""

    means: str
    findings: list[str]


def meaning_of(finding: str) -> str:
    """Return what a finding means, as a key of the words."""
    return next((key for key, fits in _MEANINGS.items() if fits.search(finding)), OTHER)


def in_words(findings: Iterable[str], wording: PageWords) -> list[FindingsAlike]:
    """Return what findings mean, those that mean the same together, in their order."""
    by_meaning: dict[str, list[str]] = {}
    for finding in dict.fromkeys(findings):
        by_meaning.setdefault(meaning_of(finding), []).append(finding)
    return [
        FindingsAlike(wording.say("verified", f"means_{key}"), its)
        for key, its in by_meaning.items()
    ]
