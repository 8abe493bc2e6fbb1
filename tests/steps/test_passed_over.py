"""A column of numbers that is not read: told by check, accepted by a person, seen by approvers."""

from __future__ import annotations

import hashlib
from itertools import islice
from random import SystemRandom
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.cleartext.sources.builders import databases as build

from eenmalig.documents.dossier_text import render_dossier
from eenmalig.errors import Code
from eenmalig.steps.handover_check import check_handover
from rehearsal import numbers

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench import Bench

SCHEMA = f"{build.CALLLOG} CREATE TABLE erbij (een TEXT, twee TEXT);"


def with_database(folder: Path, **more: Any) -> None:
    """Add a source to a hand-over: calls, and a column of people that no reader looks at."""
    called, *unread = islice(numbers.mobiles(SystemRandom()), 4)
    rows: build.Rows = {
        "calls": [{"number": called, "date": 1}],
        "erbij": [{"twee": each} for each in unread],
    }
    path = build.database(folder / "gesprekken.db", SCHEMA, rows)
    entry = {
        "file": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "kind": "calls",
        "device": "dealer_phone",
        **more,
    }
    declaration = folder / "handover.yaml"
    declared = yaml.safe_load(declaration.read_text())
    declared["sources"].append(entry)
    declaration.write_text(yaml.safe_dump(declared))


@pytest.fixture
def folder(fresh: Bench) -> Path:
    return fresh.home.handover / "lelystad" / "overdracht"


def test_check_tells_which_column_is_not_read(folder: Path) -> None:
    with_database(folder)
    (error,) = check_handover(folder).errors
    assert error.code is Code.SOURCE_COLUMN
    assert error.mistakes[0].startswith("source 5, table 3, column 2: holds numbers")


def test_a_person_may_pass_it_over_and_approvers_see_that(fresh: Bench, folder: Path) -> None:
    with_database(folder, unread=["3/2"])
    assert check_handover(folder).tried[4].error is None
    fresh.extract()
    fresh.normalize()
    dossier = fresh.kept("dossier.json")
    assert dossier["sources"][4]["unread"] == ["3/2"]
    shown = render_dossier(dossier | {"digest": "d" * 64})
    assert "zijn overgeslagen, in tabel/kolom: 3/2" in shown
