"""Closed evidence, and its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.lies.closed_evidence import Closed, make_closed
from tests.lies.resigning import Lie

from eenmalig.evidence.signing import Signer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Template


@pytest.fixture(scope="session")
def closed(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Closed:
    return make_closed(template, tmp_path_factory.mktemp("closed"))


@pytest.fixture
def lie(closed: Closed, tmp_path: Path) -> Lie:
    signer = Signer.load(closed.home.signing)
    return Lie(closed.evidence, closed.home.trust, signer, tmp_path)
