from __future__ import annotations

from random import SystemRandom

import pytest

from rehearsal import numbers


@pytest.fixture
def mobile() -> str:
    """One Dutch mobile in E.164, another one each time: any valid one may be somebody's."""
    return next(numbers.mobiles(SystemRandom()))


@pytest.fixture
def other() -> str:
    return next(numbers.mobiles(SystemRandom()))
