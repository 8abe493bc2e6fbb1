"""Pages as a browser gets them, made of stores that real steps filled; no Airflow runs here.

Who looks is stated by the test. That Airflow says the same of real people, the tests of the whole
Airflow show.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, update
from sqlalchemy.orm import Session, sessionmaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from httpx import Response
    from sqlalchemy import Engine
    from tests.bench import Bench

    # A DAG, its form, and who asked for it.
    Triggered = list[tuple[str, Any, str]]

ORIGIN = "http://testserver"


@pytest.fixture(scope="session", autouse=True)
def _airflow_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let Airflow, which is imported here for its security, write where it does no harm."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIRFLOW_HOME", str(tmp_path_factory.mktemp("airflow")))
        patch.setenv("AIRFLOW__API__SECRET_KEY", "of these tests")
        patch.setenv("AIRFLOW__API__BASE_URL", ORIGIN)
        yield


@dataclass(frozen=True)
class Person:
    """Somebody who looks, with the cities in which they may do what."""

    staff_id: str
    user_id: str = "2"
    reading: frozenset[str] = frozenset({"lelystad"})
    triggering: frozenset[str] = frozenset()
    answering: frozenset[str] = frozenset()
    stopping_any: bool = False
    verifying: bool = False

    def reads(self, city: str) -> bool:
        return city in self.reading

    def triggers(self, city: str) -> bool:
        return city in self.triggering

    def answers(self, city: str) -> bool:
        return city in self.answering

    def stops(self, city: str) -> bool:
        return self.stopping_any or self.triggers(city) or self.answers(city)

    def verifies(self) -> bool:
        return self.verifying

    def cities(self) -> list[str]:
        return sorted(self.reading)


@dataclass(frozen=True)
class Browser:
    """A browser without scripts: it opens pages, and sends the forms that stand on them."""

    client: TestClient

    def open(self, path: str, **headers: str) -> Response:
        answer: Response = self.client.get(path, headers=headers)
        return answer

    def send(self, page: Response, action: str, **fields: str) -> Response:
        """Send the form of a page that goes to ``action``, with its own hidden fields."""
        form = re.search(
            rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', page.text, re.DOTALL
        )
        assert form is not None, action
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[1])
        stated = {**dict(hidden), **fields}
        answer: Response = self.client.post(action, data=stated, headers={"Origin": ORIGIN})
        return answer


@pytest.fixture
def browse(
    bench: Bench, browse_anywhere: Callable[[Person], Any], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Person], Any]:
    """Give a browser of a person, at the pages of this test's installation."""
    monkeypatch.setenv("EENMALIG_HOME", str(bench.home.root))
    return browse_anywhere


class AskedFor:
    """The runs that Airflow's own database knows of."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, dag: str, run: str, at: datetime, form: Mapping[str, Any]) -> None:
        """Have a run asked for."""
        from airflow.models.dagrun import DagRun  # noqa: PLC0415 - it reads where its home is

        with Session(self._engine) as session:
            session.add(
                DagRun(
                    dag_id=dag,
                    run_id=run,
                    run_type="manual",
                    state="queued",
                    run_after=at,
                    queued_at=at,
                    conf=form,
                )
            )
            session.commit()

    def know(self, dag: str, **how: bool) -> None:
        """Have Airflow know a DAG, and how it is."""
        from airflow.models.dag import DagModel  # noqa: PLC0415 - as above

        with Session(self._engine) as session:
            sound = {"is_paused": False, "is_stale": False, "has_import_errors": False}
            session.add(DagModel(dag_id=dag, bundle_name="dags-folder", **{**sound, **how}))
            session.commit()

    def set(self, run: str, state: str) -> None:
        """Have a run begin or end."""
        from airflow.models.dagrun import DagRun  # noqa: PLC0415 - as above

        with Session(self._engine) as session:
            session.execute(update(DagRun).where(DagRun.run_id == run).values(state=state))
            session.commit()


@pytest.fixture
def asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AskedFor:
    """Give Airflow a table of runs, with none in it."""
    from airflow import settings  # noqa: PLC0415 - Airflow reads where its home is
    from airflow.models.dag import DagModel  # noqa: PLC0415 - as above

    engine = create_engine(f"sqlite:///{tmp_path / 'airflow.db'}")
    tables, needed = DagModel.metadata, ("dag", "dag_run", "log_template")
    tables.create_all(engine, [tables.tables[name] for name in needed])
    monkeypatch.setattr(settings, "NonScopedSession", sessionmaker(engine))
    return AskedFor(engine)


@pytest.fixture
def triggered(asked_for: AskedFor, monkeypatch: pytest.MonkeyPatch) -> Triggered:
    """What Airflow was told to trigger: the DAG, its form, and on whose behalf."""
    from eenmalig_airflow.pages import triggering  # noqa: PLC0415 - as above

    calls: Triggered = []

    def trigger(dag: str, *, conf: Any, triggering_user_name: str, **_: object) -> None:
        calls.append((dag, conf, triggering_user_name))
        asked_for.add(dag, f"manual__{len(calls)}+00:00", datetime.now(UTC), conf)

    monkeypatch.setattr(triggering, "trigger_dag", trigger)
    return calls


@pytest.fixture
def browse_anywhere(asked_for: AskedFor) -> Callable[[Person], Any]:
    """Give a browser of a person, at the pages of whatever home the test sets."""
    assert asked_for

    @contextmanager
    def opened(person: Person) -> Iterator[Browser]:
        from eenmalig_airflow.pages.application import (  # noqa: PLC0415 - Airflow
            application,  # reads where its home is when it is imported
        )
        from eenmalig_airflow.pages.visitors import visitor_of  # noqa: PLC0415 - as above

        pages = application()
        pages.dependency_overrides[visitor_of] = lambda: person
        with TestClient(pages, base_url=ORIGIN, follow_redirects=False) as client:
            yield Browser(client)

    return opened
