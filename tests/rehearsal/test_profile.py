from __future__ import annotations

from pathlib import Path

import yaml

PROFILE = Path(__file__).resolve().parents[2] / "include" / "rehearsal" / "profile.yaml"


def test_the_profile_overrides_exactly_what_a_rehearsal_may_change() -> None:
    assert yaml.safe_load(PROFILE.read_text("utf-8")) == {
        "window": {
            "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
            "from": "00:00",
            "until": "24:00",
        },
        "segments_per_second": 100,
        "settle_seconds": 30,
        "receipt_window_seconds": 30,
        "approval_window_minutes": 60,
        "minutes_for_each_authority": 10,
        "destruction_deadline_hours": 2,
    }
