"""Recording an effect is killed around the moment at which it counts, and tried again."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from tests.effects import folder_of, record, weeks_since, written

from eenmalig.evidence.effect_chain import EFFECT, read_effect

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from tests.bench import Bench


@pytest.mark.parametrize(("moment", "is_kept"), [("before", False), ("after", True)])
def test_what_was_killed_is_recorded_once_when_it_is_tried_again(
    weeks_ago: Bench,
    step_process: Callable[..., subprocess.Popen[bytes]],
    moment: str,
    is_kept: bool,  # noqa: FBT001 - of the moment
) -> None:
    rows = [f"{weeks_since(weeks_ago)[0]};1;7"]
    written(weeks_ago, rows)
    dying = step_process(weeks_ago, "effect", "pathlib:Path.replace", "1", moment)
    assert dying.wait() == -signal.SIGKILL
    folder = folder_of(weeks_ago)
    assert (folder / EFFECT).exists() is is_kept
    assert record(weeks_ago, rows).new == (0 if is_kept else 1)
    assert [path.name for path in folder.iterdir()] == [EFFECT]
    evidence = weeks_ago.home.evidence / weeks_ago.campaign.id
    found = read_effect(folder, evidence, weeks_ago.stores.trust)
    assert [cell.number for cell in found.cells] == [7]
