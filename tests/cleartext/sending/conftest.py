from __future__ import annotations

import pytest
from tests.cleartext.sending.slept_clock import SleptClock

from eenmalig.cleartext.sending import waiting


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SleptClock:
    made = SleptClock()
    monkeypatch.setattr(waiting, "time", made)
    return made
