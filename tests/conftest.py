"""Fixtures: an installation with one made-up hand-over, and a gateway of its own."""

from __future__ import annotations

import json
import secrets
import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from tests.bench import (
    CASE,
    CITY,
    RECIPIENTS,
    STAFF,
    Bench,
    add_handover,
    be_impatient,
    free_port,
    put_clock_forward,
    run_of,
    set_profile,
)
from xdist.scheduler import LoadScopeScheduling

from eenmalig.domain.campaign import State
from eenmalig.steps.install import install
from eenmalig.stores.home import Home
from rehearsal.gateway import running
from rehearsal.handovers import Expected, make_handover

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path


# Speed is a benchmark and no test: machines are busy.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


class ByFile(LoadScopeScheduling):
    """Runs the tests of a file in one process, and so all that share one Airflow."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return "airflow" if file.startswith("tests/airflow/") else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile:
    return ByFile(config, log)


@dataclass(frozen=True)
class Template:
    """A home in which a campaign was extracted and normalized, and nobody was asked yet."""

    root: Path
    original: Path
    truth: Expected
    credentials: tuple[str, str]
    port: int


def empty_home(root: Path) -> Home:
    root.mkdir(mode=0o700)
    home = Home(root)
    staff = {name: {"user_id": number, "active": True} for name, number in STAFF.items()}
    home.staff.write_text(json.dumps(staff))
    install(home, "tests")
    return home


def make_template(folder: Path) -> Template:
    """Make a home, and a campaign in it; the gateway is gone again."""
    truth = make_handover(
        folder / "original", city=CITY, case_reference=CASE, recipients=RECIPIENTS
    )
    home = empty_home(folder / "home")
    add_handover(home, folder / "original")
    credentials = (f"AC{secrets.token_hex(16)}", secrets.token_hex(16))
    port = free_port()
    with (
        running("none", credentials=credentials, port=port) as gateway,
        pytest.MonkeyPatch.context() as patch,
    ):
        set_profile(patch, folder)
        bench = Bench(home, gateway, truth, folder / "original", patch, run_of())
        bench.extract()
        bench.normalize()
        assert bench.campaign.state is State.ASKING
    return Template(folder / "home", folder / "original", truth, credentials, port)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return make_template(tmp_path_factory.mktemp("template"))


@contextmanager
def bench_from(
    template: Template, folder: Path, faults: str | Mapping[str, object] = "none"
) -> Iterator[Bench]:
    """Give a copy of the template with a gateway of its own."""
    shutil.copytree(template.root, folder / "home", symlinks=True)
    with (
        running(faults, credentials=template.credentials, port=template.port) as gateway,
        pytest.MonkeyPatch.context() as patch,
    ):
        be_impatient(patch)
        set_profile(patch, folder)
        yield Bench(
            Home(folder / "home"),
            gateway,
            template.truth,
            template.original,
            patch,
            run_of(),
        )


@pytest.fixture
def bench(template: Template, tmp_path: Path) -> Iterator[Bench]:
    """A campaign about which nobody was asked yet."""
    with bench_from(template, tmp_path) as made:
        yield made


@pytest.fixture
def bench_with(
    template: Template, tmp_path: Path
) -> Iterator[Callable[[str | Mapping[str, object]], Bench]]:
    """Start the same campaign with a gateway that misbehaves as described."""
    with ExitStack() as stack:

        def start(faults: str | Mapping[str, object]) -> Bench:
            return stack.enter_context(bench_from(template, tmp_path, faults))

        yield start


@pytest.fixture
def fresh(template: Template, tmp_path: Path) -> Iterator[Bench]:
    """An installation with the same hand-over, in which nothing has happened yet."""
    home = empty_home(tmp_path / "home")
    add_handover(home, template.original)
    with (
        running("none", credentials=template.credentials) as gateway,
        pytest.MonkeyPatch.context() as patch,
    ):
        be_impatient(patch)
        set_profile(patch, tmp_path)
        yield Bench(home, gateway, template.truth, template.original, patch, run_of())


@pytest.fixture
def weeks_ago(bench: Bench) -> Bench:
    """A campaign that was sent, destroyed and looked at, three weeks ago."""
    bench.approve()
    bench.gate()
    bench.send()
    bench.collected()
    bench.destroy()
    assert bench.look().wrong == []
    put_clock_forward(bench.patch, days=21)
    return bench


@pytest.fixture
def another_run() -> Callable[[Bench, str], Bench]:
    """Give a second run in the same installation, with the same gateway."""

    def other(bench: Bench, letter: str) -> Bench:
        run = run_of(letter)
        return replace(bench, run=run)

    return other
