"""A hand-over with every format: each of them brings recipients of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import every_format

from eenmalig.cleartext.sources import _FORMATS
from eenmalig.steps.handover_check import check_handover

if TYPE_CHECKING:
    from pathlib import Path


def test_every_reader_s_format_brings_recipients_of_its_own(tmp_path: Path) -> None:
    formats = every_format.write(tmp_path / "given", city="lelystad", case_reference="PL-2026-1")
    assert set(formats) == {each.NAME for each in _FORMATS}
    found = check_handover(tmp_path / "given")
    assert found.holds, found.errors
    bringing = {
        each.format for each in found.tried if each.tally is not None and each.tally.recipients
    }
    assert bringing == set(formats)
