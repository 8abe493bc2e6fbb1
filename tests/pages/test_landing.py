"""Who opens the bare address lands on the campaigns; every other is Airflow's, as before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

if TYPE_CHECKING:
    from collections.abc import Iterator

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(params=["", "/airflow"])
def client(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A server in the place of Airflow's, at the bare address or below a path."""
    from airflow.configuration import conf  # noqa: PLC0415 - Airflow reads where its home is

    from eenmalig_airflow.pages.landing import LandOnCampaigns  # noqa: PLC0415 - as above

    monkeypatch.setenv("AIRFLOW__API__BASE_URL", f"http://testserver{request.param}")
    assert conf.get("api", "base_url") == f"http://testserver{request.param}"
    server = FastAPI(root_path=request.param)

    @server.api_route("/{path:path}", methods=["GET", "POST"])
    def airflow(path: str) -> str:
        return f"airflow: {path}"

    server.add_middleware(LandOnCampaigns)
    address = f"http://testserver{request.param}"
    with TestClient(server, base_url=address, follow_redirects=False) as opened:
        yield opened


def test_a_browser_that_asks_for_no_page_is_led_to_the_campaigns(client: TestClient) -> None:
    path = client.base_url.path.rstrip("/")
    for bare in ("", "/"):
        answer = client.get(f"{client.base_url}{bare}".rstrip("/") + bare, headers=BROWSER)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{path}/eenmalig/")


def test_all_else_is_airflows(client: TestClient) -> None:
    for path in ("/dags", "/eenmalig/", "/auth/login/?next=/dags", "/?lng=nl", "/dags/a/runs/b"):
        assert client.get(path, headers=BROWSER).status_code == 200, path
    assert client.get("/").status_code == 200, "a program asks for no page"
    assert client.post("/", headers=BROWSER).status_code == 200
