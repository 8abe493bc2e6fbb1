"""Made-up campaigns in the shapes that the documents are rendered from.

Each fixture is a function of language and rehearsal that returns fresh data.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from eenmalig.domain.counting import Exclusion, Outcomes, Refusal, Tally
from eenmalig.domain.message_text import lint, segments

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = (
    "Hulp voor jou of iemand om je heen: chat op https://www.lelystad.example/uitweg - "
    "Dit is het enige bericht; je hoeft niets te doen."
)
DIGEST = "c0ffee" * 10 + "beef"
SOFTWARE = {"version": "0.1.0", "digest": "ab12cd34" * 8}
GATEWAY = {"host": "127.0.0.1", "account": "9f8e7d6c5b4a3f2e"}


def tallies() -> list[Tally]:
    first = Tally(read=612, duplicates=74, recipients=471, set_aside=Counter())
    first.refused.update({Refusal.EMPTY: 21, Refusal.LANDLINE: 28, Refusal.NOT_A_NUMBER: 12})
    first.excluded.update({Exclusion.PRIVILEGED: 3, Exclusion.OWNER: 2, Exclusion.HEALTH: 1})
    second = Tally(read=131, duplicates=58, recipients=54)
    second.refused.update({Refusal.FOREIGN: 9, Refusal.LOST_DIGITS: 2})
    second.excluded.update({Exclusion.SUSPECTS: 8})
    for each in (first, second):
        each.check()
    return [first, second]


def counted() -> dict[str, Any]:
    whole = Tally()
    for each in tallies():
        whole.add(each)
    described = [
        {"source": 1, "kind": "customer_list", "device": "dealer_phone", "format": "csv"},
        {
            "source": 2,
            "kind": "contacts",
            "device": "private_phone",
            "last_used_after": "2025-12-31",
            "also_text": ["contacts", "private_phone"],
        },
    ]
    sources = [
        {**about, **each.per_source()} for about, each in zip(described, tallies(), strict=True)
    ]
    return {"counts": whole.totals(), "sources": sources}


def common(language: str, *, rehearsal: bool) -> dict[str, Any]:
    return {
        "campaign": "lelystad-2026-11-22-qwxz",
        "city": "lelystad",
        "display_name": "Lelystad",
        "language": language,
        "rehearsal": rehearsal,
        "requested_by": "data-team-lelystad",
        "case_reference": "PL-2026-0001",
        "criterion": "wie in de berichten van de verdachte iets bestelde | meer dan eens",
        "legal_basis": {
            "public_prosecutor": "brief van 3 november 2026",
            "examining_magistrate": "machtiging RC 26/14",
        },
        "responsible": {"office": "Gemeente Lelystad, afdeling Veiligheid", "role": "coördinator"},
        "numbers": {"values": 743, "list_entries": 31, "recipients": 525},
        "software": SOFTWARE,
        "listing": {"doubled": 0, "unaccounted": 0, "never_listed": 0},
        "findings": [],
        "scan": {
            "ran": True,
            "why": None,
            "numbers": 640,
            "seconds": 2.5,
            "places": [
                {
                    "place": place,
                    "files": 9,
                    "bytes": 40_960,
                    "control_found": True,
                    "hits": 0,
                }
                for place in ("evidence", "airflow_logs")
            ],
        },
    }


def a_dossier(language: str = "nl", *, rehearsal: bool = True) -> dict[str, Any]:
    return {
        **common(language, rehearsal=rehearsal),
        **counted(),
        "countries": ["NL"],
        "follows": "lelystad-2026-11-01-abcd",
        "handover_digest": "d00d" * 16,
        "text": TEXT,
        "sender_id": "Politie",
        "segments": segments(TEXT),
        "encoding": "GSM-7",
        "authenticity": "Op https://www.lelystad.example/uitweg staat dit bericht.",
        "complaints": "Op https://www.lelystad.example/klachten.",
        "gateway": GATEWAY,
        "window": {"days": ["mon", "tue"], "from": "15:30", "until": "20:30"},
        "segments_per_second": 10,
        "settle_seconds": 2,
        "receipt_window_seconds": 30,
        "created_at": "2026-11-22T13:00:00+00:00",
        "approve_by": "2026-11-22T14:00:00+00:00",
        "minutes_for_each_authority": 10,
        "deadline": "2026-11-22T15:00:00+00:00",
        "recipient_set": "feed" * 16,
        "authorities": {
            "police": ["police-lelystad"],
            "municipality": ["municipality-lelystad"],
            "public_prosecutor": ["prosecutor-lelystad"],
        },
        "warnings": [str(each) for each in lint(TEXT)],
        "profile": (
            {
                "segments_per_second": 100,
                "receipt_window_seconds": 30,
                "minutes_for_each_authority": 10,
            }
            if rehearsal
            else {}
        ),
        "digest": DIGEST,
    }


def a_report(language: str = "nl", *, rehearsal: bool = True) -> dict[str, Any]:
    outcomes = Outcomes(recipients=525, delivered=481, failed=29, unknown=15)
    outcomes.check()
    return {
        **common(language, rehearsal=rehearsal),
        **counted(),
        "text": TEXT,
        "sender_id": "Politie",
        "segments": segments(TEXT),
        "started_at": "2026-11-22T13:00:00+00:00",
        "ended_at": "2026-11-22T13:03:10+00:00",
        "ending": "completed",
        "outcomes": vars(outcomes),
        "failed_by_code": {"30005": 18, "21610": 11},
        "in_doubt": {"asked": 9, "found": 6, "unknown": 3},
        "approvals": approvals(),
        "steps": [
            {"step": "extract", "started_at": "2026-11-22T13:00:00+00:00", "seconds": 1.4},
            {"step": "normalize", "started_at": "2026-11-22T13:00:02+00:00", "seconds": 2.1},
            {"step": "send", "started_at": "2026-11-22T13:01:10+00:00", "seconds": 60.2},
            {
                "step": "collect_delivery_reports",
                "started_at": "2026-11-22T13:02:15+00:00",
                "seconds": 31.0,
            },
            {"step": "destroy", "started_at": "2026-11-22T13:02:50+00:00", "seconds": 18.5},
        ],
        "destruction": {
            "items": items(),
            "numbers_unreadable": True,
            "beyond_reach": beyond_reach(),
            "completed_at": "2026-11-22T13:03:08+00:00",
        },
        "gateway": GATEWAY,
    }


def approvals() -> list[dict[str, Any]]:
    return [
        {
            "authority": authority,
            "staff_id": staff_id,
            "decision": "approve",
            "at": f"2026-11-22T13:0{minute}:00+00:00",
        }
        for minute, (authority, staff_id) in enumerate(
            [
                ("police", "police-lelystad"),
                ("municipality", "municipality-lelystad"),
                ("public_prosecutor", "prosecutor-lelystad"),
            ]
        )
    ]


def items() -> list[dict[str, Any]]:
    held = [
        ("provider_messages", 507, "deleted_by_api", "listed_before_absent_after"),
        ("number_key", 1, "key_removed", "looked_absent"),
        ("ref_key", 1, "key_removed", "looked_absent"),
        ("journal_key", 1, "key_removed", "looked_absent"),
        ("vault", 1, "folder_removed", "looked_absent"),
        ("working_copy", 0, "was_not_there", "looked_absent"),
    ]
    return [
        {
            "what": what,
            "count": count,
            "how": how,
            "proof": proof,
            "at": "2026-11-22T13:03:05+00:00",
        }
        for what, count, how, proof in held
    ]


def beyond_reach() -> list[dict[str, Any]]:
    return [
        {"what": "provider_bodies", "until": "2026-12-22"},
        {"what": "provider_addresses", "until": "2027-03-22"},
        {"what": "provider_alerts", "until": "2026-12-22"},
        {"what": "carriers", "until": None},
        {"what": "recipients_phones", "until": None},
        {"what": "case_evidence", "until": None},
    ]


def a_certificate(language: str = "nl", *, rehearsal: bool = True) -> dict[str, Any]:
    return {
        **common(language, rehearsal=rehearsal),
        "approvals": approvals(),
        "ground": "promise_of_destruction",
        "taken_in_at": "2026-11-22T13:00:00+00:00",
        "deadline": "2026-11-22T15:00:00+00:00",
        "destroyed_at": "2026-11-22T13:03:08+00:00",
        "destroyed_by": "destroy",
        "ending": "completed",
        "items": items(),
        "numbers_unreadable": True,
        "beyond_reach": beyond_reach(),
        "ledger_head": DIGEST,
        "outcomes": a_report()["outcomes"],
    }


@pytest.fixture
def dossier() -> Callable[..., dict[str, Any]]:
    return a_dossier


@pytest.fixture
def report() -> Callable[..., dict[str, Any]]:
    return a_report


@pytest.fixture
def certificate() -> Callable[..., dict[str, Any]]:
    return a_certificate
