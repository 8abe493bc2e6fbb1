"""Has a process pause right before a record is made or after it is durable, once, when asked to."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from eenmalig.evidence.commit import Commit
from eenmalig.evidence.commits import Evidence

FOLDER = Path(os.environ["EENMALIG_HOME"]).parent / "pauses"
LONGER_THAN_ANY_TEST_SECONDS = 600

real_record, real_copying = Commit.record, Evidence.bring_up_to_date


def record(self: Commit, kind: str, *args: Any, **kwargs: Any) -> Any:
    pause(f"before-{kind}")
    made = real_record(self, kind, *args, **kwargs)
    # An Evidence is opened for one step, so what stands there was committed by it.
    vars(self._evidence).setdefault("recorded", []).append(kind)
    return made


def bring_up_to_date(self: Evidence) -> None:
    real_copying(self)
    # It ends a commit, and comes to its end only when that holds.
    for kind in vars(self).pop("recorded", []):
        pause(f"after-{kind}")


def pause(place: str) -> None:
    try:
        (FOLDER / place).rename(FOLDER / f"{place}-{os.getpid()}")
    except FileNotFoundError:
        return
    time.sleep(LONGER_THAN_ANY_TEST_SECONDS)


Commit.record = record  # type: ignore[method-assign]
Evidence.bring_up_to_date = bring_up_to_date  # type: ignore[method-assign]
