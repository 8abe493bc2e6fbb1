"""The dossier: everything that an approval binds itself to, and its digest."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from eenmalig.documents.dossier_page import render_dossier_page
from eenmalig.documents.words import words
from eenmalig.domain import message_text
from eenmalig.domain.canonical import canonical, digest
from eenmalig.settings.loading import load_profile
from eenmalig.settings.software import software
from eenmalig.steps.installation import now

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eenmalig.domain.campaign import Campaign
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.evidence.commits import Evidence
    from eenmalig.settings.city import City

log = logging.getLogger(__name__)


def write_dossier(  # noqa: PLR0913, PLR0917 - what a dossier is made of
    evidence: Evidence,
    campaign: Campaign,
    rules: City,
    settings: GatewaySettings,
    counts: Mapping[str, Any],
    taken_in: Mapping[str, Any],
) -> dict[str, str]:
    """Write the dossier, and the page that people read; return ``digest`` and that of the ``page``.

    They count once the ledger has signed both.
    """
    moment = now()
    per_source = [
        {**declared, **counted}
        for declared, counted in zip(taken_in["sources"], counts["sources"], strict=True)
    ]
    dossier: dict[str, Any] = {
        "campaign": campaign.id,
        "rehearsal": True,
        "created_at": moment.isoformat(),
        "approve_by": (moment + timedelta(minutes=rules.approval_window_minutes)).isoformat(),
        "deadline": campaign.deadline.isoformat(),
        "requested_by": campaign.requested_by,
        "case_reference": campaign.case_reference,
        "criterion": taken_in["criterion"],
        "legal_basis": taken_in["legal_basis"],
        "handover_digest": taken_in["hand_over_digest"],
        "follows": taken_in["follows"],
        "gateway": settings.identity,
        "counts": counts["counts"],
        "sources": per_source,
        "lists": taken_in.get("lists"),
        "responsible": taken_in.get("responsible"),
        "measures": taken_in.get("measures"),
        "recipient_set": counts["recipient_set"],
        "software": software(campaign.city),
        **_message(rules),
    }
    if not taken_in["exclusion_lists"]:
        dossier["warnings"].append("exclusions_none")
    its_digest, content = digest(dossier), canonical(dossier)
    evidence.write_file("dossier.json", content + b"\n")
    # Of what is kept, so that whoever has that can make the same page again.
    page = render_dossier_page({**json.loads(content), "digest": its_digest})
    signed = {"digest": its_digest, "page": evidence.write_file("dossier.html", page.encode())}
    log.info("Dossier written, digest %s.", its_digest)
    for warning in dossier["warnings"]:
        log.warning("%s", words("en").name("text_warning", warning))
    return signed


def _message(rules: City) -> dict[str, Any]:
    """Return what the city's file, as rehearsed, adds to the dossier."""
    text = rules.message_text
    return {
        "city": rules.city,
        "display_name": rules.display_name,
        "language": rules.language,
        "text": text,
        "sender_id": rules.sender_id,
        "segments": message_text.segments(text),
        "encoding": str(message_text.encoding(text)),
        "warnings": [str(each) for each in message_text.lint(text)],
        "authenticity": rules.authenticity,
        "complaints": rules.complaints,
        **rules.told_to_the_public(),
        "countries": list(rules.countries),
        "window": rules.window.as_record(),
        "segments_per_second": rules.segments_per_second,
        "settle_seconds": rules.settle_seconds,
        "receipt_window_seconds": rules.receipt_window_seconds,
        "minutes_for_each_authority": rules.minutes_for_each_authority,
        "authorities": {k: list(v) for k, v in rules.authorities.as_record().items()},
        "profile": load_profile().overrides(),
    }
