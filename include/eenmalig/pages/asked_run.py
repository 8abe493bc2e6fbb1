"""A run in Airflow that was asked for, as a page tells of it. It is display: evidence counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True)
class AskedRun:
    """One run. It is ``under_way`` from when it was asked for until it has ended."""

    dag: str
    id: str
    asked_at: datetime
    under_way: bool
    failed: bool
