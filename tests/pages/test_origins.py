"""Which page a form may come from: one of this server's, however its address is spelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.pages.deciding import POLICE, on_record, place, token_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench
    from tests.pages.conftest import Person

    Browse = Callable[[Person], Any]


def status_of(bench: Bench, browse: Browse, **headers: str) -> int:
    """Return what becomes of a rejection that comes from somewhere."""
    stated = {"token": token_of(POLICE), "decision": "reject", "reason": "text"}
    with browse(POLICE) as browser:
        return int(browser.client.post(place(bench), data=stated, headers=headers).status_code)


@pytest.mark.parametrize(
    ("base_url", "origin"),
    [
        ("https://Example.nl:443", "https://example.nl"),
        ("HTTPS://example.NL/voor/", "https://example.nl"),
        ("http://example.nl:80/", "http://example.nl"),
        ("https://example.nl:8443", "https://example.nl:8443"),
        ("https://example.nl", "https://example.nl:443"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("", "http://testserver"),
        ("/voor", "http://testserver"),
    ],
)
def test_this_server_is_known_however_its_address_is_spelled(
    bench: Bench, browse: Browse, base_url: str, origin: str
) -> None:
    bench.ask("police")
    bench.patch.setenv("AIRFLOW__API__BASE_URL", base_url)
    assert status_of(bench, browse, Origin=origin) == 303
    assert len(on_record(bench)) == 1


@pytest.mark.parametrize("base_url", ["https://example.nl", "/voor", "https://[", "http:example"])
@pytest.mark.parametrize(
    "origin",
    [
        "http://[",
        "http://x:port",
        "https://example.nl:65536",
        "http://example.nl",
        "https://example.nl:80",
        "https://example.nl:0",
        "https://example.nl.elsewhere.example",
        "https://elsewhere.example",
        "null",
        "//",
        "",
    ],
)
def test_any_other_is_refused_whatever_it_is(
    bench: Bench, browse: Browse, base_url: str, origin: str
) -> None:
    bench.ask("police")
    bench.patch.setenv("AIRFLOW__API__BASE_URL", base_url)
    assert status_of(bench, browse, Origin=origin) == 400
    assert on_record(bench) == []


def test_a_form_that_says_nowhere_it_comes_from_is_refused_where_no_server_is_named(
    bench: Bench, browse: Browse
) -> None:
    bench.ask("police")
    bench.patch.setenv("AIRFLOW__API__BASE_URL", "/voor")
    assert status_of(bench, browse) == 400
    assert on_record(bench) == []
