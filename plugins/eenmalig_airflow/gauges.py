"""How the installation stands, as gauges of Airflow's own metrics: numbers of campaigns, no names.

They are sent from the API server: it runs all the time, reads the inventory for the pages anyway,
and a look costs it milliseconds. A daily run is too rare for a deadline, a task of its own every
minute too dear, and the scheduler forks, which a thread of ours must not meet. Where several API
servers run, each says the same. Whether anything is sent, and to whom, is Airflow's setting.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from airflow.observability import stats

from eenmalig.steps.figures_of_all import figures_of_all
from eenmalig.stores.home import Home

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

log = logging.getLogger(__name__)

BETWEEN_LOOKS_SECONDS = 60.0


@asynccontextmanager
async def sending_gauges(_: object) -> AsyncIterator[None]:
    """Send all gauges at once and every minute, for as long as the API server runs."""
    sender = asyncio.create_task(_send_for_ever())
    try:
        yield
    finally:
        sender.cancel()
        with suppress(asyncio.CancelledError):
            await sender


def send_gauges(home: Home) -> None:
    """Send all gauges. Where the inventory cannot be read, only that is said."""
    try:
        figures = figures_of_all(home, datetime.now(UTC))
    except Exception as error:  # noqa: BLE001 - the next look may read what this could not
        log.warning("No figures of campaigns could be read (%s).", type(error).__name__)
        figures = {}
    stats.gauge("eenmalig.readable", int(bool(figures)))
    for name, value in figures.items():
        stats.gauge(f"eenmalig.{name}", value)


async def _send_for_ever() -> None:
    while True:
        await asyncio.to_thread(send_gauges, Home.from_environment())
        await asyncio.sleep(BETWEEN_LOOKS_SECONDS)
