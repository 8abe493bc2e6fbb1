from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.airflow.campaigns import Begun, begin, whole_airflow

from rehearsal.gateway.process import Running, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from standalone.running import Airflow


@pytest.fixture(scope="session")
def gateway() -> Iterator[Running]:
    """The stand-in gateway that the session's Airflow sends to."""
    with running() as started:
        yield started


@pytest.fixture(scope="session")
def airflow(tmp_path_factory: pytest.TempPathFactory, gateway: Running) -> Iterator[Airflow]:
    """One whole Airflow for all tests of this folder."""
    with whole_airflow(tmp_path_factory.mktemp("airflow"), gateway) as started:
        yield started


@pytest.fixture(scope="session")
def waiting(airflow: Airflow) -> Callable[[str, str, int], Begun]:
    """Begin a campaign with a made-up hand-over and wait until its police is asked."""

    def wait(city: str, name: str, recipients: int) -> Begun:
        begun = begin(airflow, city, name, recipients)
        begun.until_asked()
        return begun

    return wait
