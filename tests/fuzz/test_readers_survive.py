from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fuzz.exports import exports
from tests.fuzz.mutations import mutated
from tests.fuzz.surviving import FOUND, read_hostile

from eenmalig.cleartext import sources

EXPORTS = exports()
INPUTS = sorted(FOUND.glob("*.bin"))
RUNS = 25


def test_every_reader_is_fuzzed() -> None:
    assert set(EXPORTS) == {each.NAME for each in sources._FORMATS}  # noqa: SLF001 - the one list


@pytest.mark.parametrize("name", EXPORTS)
def test_what_fuzzing_begins_with_is_read(name: str, tmp_path: Path) -> None:
    for content in EXPORTS[name]:
        assert read_hostile(content, name, tmp_path)


@pytest.mark.parametrize("name", EXPORTS)
def test_a_changed_export_is_read_or_refused(name: str) -> None:
    @settings(max_examples=RUNS, deadline=None, suppress_health_check=list(HealthCheck))
    @given(content=st.sampled_from(EXPORTS[name]).flatmap(mutated))
    def survives(content: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            read_hostile(content, name, Path(folder))

    survives()


@pytest.mark.parametrize("path", INPUTS, ids=[each.stem for each in INPUTS])
def test_what_fuzzing_found_is_survived(path: Path, tmp_path: Path) -> None:
    """Each is called after its reader: ``csv-what-it-was.bin``."""
    read_hostile(path.read_bytes(), path.stem.partition("-")[0], tmp_path)
