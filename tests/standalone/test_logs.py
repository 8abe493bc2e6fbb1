"""What the components print, kept in their logs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from standalone.logs import keep_redacted

if TYPE_CHECKING:
    from pathlib import Path


def test_a_component_is_read_while_nothing_can_be_kept_and_the_log_tells_of_it(
    tmp_path: Path,
) -> None:
    log = tmp_path / "scheduler.log"
    log.mkdir()
    outlet, inlet = os.pipe()
    copier = keep_redacted(os.fdopen(outlet, "rb"), log)
    with os.fdopen(inlet, "wb", buffering=0) as component:
        # Far more than a pipe holds: this ends only where somebody reads.
        for _ in range(3000):
            component.write(b"x" * 99 + b"\n")
        log.rmdir()
        component.write(b"after\n")
    copier.join(10)
    assert not copier.is_alive()
    first, *rest = log.read_text(encoding="utf-8").splitlines()
    lost = int(first.removeprefix("[").partition(" ")[0])
    assert first == f"[{lost} lines could not be kept here]"
    assert lost > 0
    assert lost + len(rest) == 3001
    assert rest[-1] == "after"
