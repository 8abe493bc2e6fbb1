from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.conftest import Template, make_template
from tests.mails.receiving import Received, Receiving, receiving

from eenmalig.mails import posting
from eenmalig.mails.telling import tell
from eenmalig.settings import loading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.bench import Bench

    from eenmalig.mails.happenings import Occasion
    from eenmalig.mails.posting import Posted

BASE_URL = "https://airflow.politie.example/voor"
ADDRESSES = {
    "police": ["police@politie.example"],
    "municipality": ["municipality@lelystad.example"],
    "public_prosecutor": ["prosecutor@om.example"],
    "data_team": ["data-team@politie.example"],
    "compliance": ["compliance@politie.example"],
    "on_call": ["on-call@politie.example", "second@politie.example"],
}


def set_addresses(patch: pytest.MonkeyPatch, folder: Path, **addresses: Any) -> None:
    """Let Lelystad be the only city, and name these addresses."""
    stated = yaml.safe_load((loading.CAMPAIGNS / "lelystad.yaml").read_text())
    folder.mkdir(exist_ok=True)
    (folder / "lelystad.yaml").write_text(yaml.safe_dump({**stated, "mail": addresses}))
    for reads in (loading.cities, loading.load_city):
        patch.setattr(reads, "__defaults__", (folder,))


@dataclass
class Post:
    """A campaign, and the mail server of its people."""

    bench: Bench
    server: Receiving
    folder: Path

    def look(self, guard: Occasion | None = None, **later: float) -> Posted:
        """Send what is due, some time from now."""

        def clock() -> datetime:
            return datetime.now(UTC) + timedelta(**later)

        return tell(self.bench.home, self.server.settings, BASE_URL, guard, clock)

    def told(self, guard: Occasion | None = None, **later: float) -> list[Received]:
        """Return the mails that one look sends."""
        before = len(self.server.mails)
        self.look(guard, **later)
        return self.server.mails[before:]

    def name(self, **addresses: Any) -> None:
        set_addresses(self.bench.patch, self.folder, **addresses)


@pytest.fixture
def server() -> Iterator[Receiving]:
    with receiving() as ours:
        yield ours


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A campaign taken in now: these tests count minutes, and a session of all tests is long."""
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def post(bench: Bench, server: Receiving, tmp_path: Path) -> Post:
    made = Post(bench, server, tmp_path / "campaigns")
    made.name(**ADDRESSES)
    bench.patch.setattr(posting, "PATIENCE_SECONDS", 20.0)
    return made
