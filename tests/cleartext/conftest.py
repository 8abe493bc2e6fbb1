from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from random import SystemRandom
from typing import TYPE_CHECKING

import pytest

from eenmalig.cleartext.vault.vault import Vault
from eenmalig.stores.keys import CampaignKeys
from rehearsal import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
# The lease under which the vault of a test is written.
TOKEN = 1


@pytest.fixture
def mobile() -> str:
    """One Dutch mobile in E.164, another one each time: any valid one may be somebody's."""
    return next(numbers.mobiles(SystemRandom()))


@pytest.fixture
def other() -> str:
    return next(numbers.mobiles(SystemRandom()))


@pytest.fixture
def keys(tmp_path: Path) -> CampaignKeys:
    """The keys of a campaign whose deadline is in an hour."""
    return CampaignKeys.create(tmp_path / "keys", datetime.now(UTC) + timedelta(hours=1))


@pytest.fixture
def vault(tmp_path: Path, keys: CampaignKeys) -> Iterator[Vault]:
    """An empty vault."""
    made = Vault.create(tmp_path / "vault", keys, datetime.now(UTC))
    made.hold(TOKEN)
    made.attempt = TOKEN
    yield made
    made.close()


@pytest.fixture
def mobiles() -> Callable[[int], list[str]]:
    """Draw so many different Dutch mobiles."""
    return lambda count: list(islice(numbers.mobiles(SystemRandom()), count))
