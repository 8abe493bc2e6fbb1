"""The dossier of a campaign, checked against the digest that its signed ledger names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from eenmalig.domain.canonical import canonical, digest
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.reading import latest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from eenmalig.evidence.records import Record


def signed_dossier(folder: Path, records: Sequence[Record]) -> dict[str, Any]:
    """Return the dossier in an evidence folder, with its ``digest``.

    Fails with ``DOSSIER_CHANGED`` when it is not the one that these checked records name.
    """
    signed = latest(records, "dossier")
    path = folder / "dossier.json"
    if signed is None or not path.is_file():
        raise EenmaligError(Code.DOSSIER_CHANGED, "there is no signed dossier")
    try:
        content = path.read_bytes()
        dossier: dict[str, Any] = json.loads(content)
        found = digest(dossier)
    except (ValueError, RecursionError):
        raise EenmaligError(Code.DOSSIER_CHANGED, "the dossier cannot be read") from None
    # Two ways to write it down would be two readings of what was signed.
    if found != signed.data["digest"] or canonical(dossier) + b"\n" != content:
        raise EenmaligError(Code.DOSSIER_CHANGED, "the dossier is not the one signed")
    return {**dossier, "digest": found}
