"""Has a process pause right before or after it signs a record, once, when a test asks for that."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from eenmalig.evidence.ledger import Evidence

FOLDER = Path(os.environ["EENMALIG_HOME"]).parent / "pauses"
LONGER_THAN_ANY_TEST_SECONDS = 600

real = Evidence.append


def append(self: Evidence, kind: str, *args: Any, **kwargs: Any) -> Any:
    pause(f"before-{kind}")
    record = real(self, kind, *args, **kwargs)
    pause(f"after-{kind}")
    return record


def pause(place: str) -> None:
    try:
        (FOLDER / place).rename(FOLDER / f"{place}-{os.getpid()}")
    except FileNotFoundError:
        return
    time.sleep(LONGER_THAN_ANY_TEST_SECONDS)


Evidence.append = append  # type: ignore[method-assign]
