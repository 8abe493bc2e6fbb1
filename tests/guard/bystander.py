"""Asks the process that judges what stands in an installation."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench import CITY
from tests.guard.overdue_world import YOUNG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.guard.scene import Scene


class Bystander:
    """Asks the process that judges."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(Path(__file__).with_name("judging.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def look(self, scene: Scene) -> Mapping[str, Any]:
        """Return what stands in a scene."""
        world = scene.world
        kin = [scene.subject, world.healthy, world.innocent]
        asked = {
            "home": str(scene.home.root),
            "gateway": {
                "port": world.gateway.judges_port,
                "account": world.gateway.account,
                "token": world.gateway.token,
            },
            "campaigns": [
                {
                    "name": its.name,
                    "id": its.id,
                    "numbers": sorted(its.numbers),
                    "keys": its.keys,
                    "working_copy": its.working_copy,
                }
                for its in kin
            ],
            "innocent": [
                *(f"{store}/{world.innocent.id}/" for store in ("vault", "keys")),
                f"{world.innocent.working_copy}/",
            ],
            "young": [f"handover/{CITY}/{YOUNG}/"],
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(asked)}\n")
        self._process.stdin.flush()
        told: Mapping[str, Any] = json.loads(self._process.stdout.readline())
        assert "failed" not in told, told
        return told

    def stop(self) -> None:
        """Let it end."""
        self._process.communicate()
