"""Pages as a browser gets them, made of stores that real steps filled; no Airflow runs here.

Who looks is stated by the test. That Airflow says the same of real people, the tests of the whole
Airflow show.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from httpx import Response
    from tests.bench import Bench

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

    def reads(self, city: str) -> bool:
        return city in self.reading

    def triggers(self, city: str) -> bool:
        return city in self.triggering

    def answers(self, city: str) -> bool:
        return city in self.answering

    def stops(self, city: str) -> bool:
        return self.stopping_any or self.triggers(city) or self.answers(city)

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


@pytest.fixture
def browse_anywhere() -> Callable[[Person], Any]:
    """Give a browser of a person, at the pages of whatever home the test sets."""

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
