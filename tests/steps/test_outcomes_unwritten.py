"""Outcomes are told truly, also where no evidence can be written while it is destroyed."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest
from tests.bench import RECIPIENTS
from tests.steps.test_destruction import sent

from eenmalig.evidence import commits

if TYPE_CHECKING:
    from tests.bench import Bench


def cannot_write(*_: object) -> None:
    raise OSError(errno.EROFS, "read-only")


def test_outcomes_are_signed_while_the_copy_of_the_ledger_cannot_be_written(bench: Bench) -> None:
    sent(bench)
    with bench.patch.context() as patch:
        patch.setattr(commits, "complete", cannot_write)
        with pytest.raises(OSError, match="read-only"):
            bench.destroy()
    assert not bench.left()
    bench.destroy()
    assert bench.look().wrong == []
    outcomes = bench.verdict().outcomes
    assert outcomes is not None
    assert outcomes["recipients"] == RECIPIENTS
    assert outcomes["delivered"] > 0
