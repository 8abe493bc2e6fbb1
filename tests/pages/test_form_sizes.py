"""A form of ours is small: of a larger body no more is read than shows that, whoever sends it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from tests.pages.conftest import ORIGIN
from tests.pages.deciding import POLICE, on_record, place, token_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping

    from tests.bench import Bench
    from tests.pages.conftest import Person

    Browse = Callable[[Person], Any]

PART, PARTS = b"x" * 1024, 10_000
# One part after the last that fits shows that there is too much.
ENOUGH = 65
FORMS = {
    "application/x-www-form-urlencoded": b"decision=",
    "multipart/form-data; boundary=x": (
        b'--x\r\nContent-Disposition: form-data; name="decision"\r\n\r\n'
    ),
}


def reply_to(kind: str, headers: Mapping[str, str]) -> tuple[int, int]:
    """Post a form in parts, as nobody; return the status, and how many parts were read."""
    from eenmalig_airflow.pages.application import application  # noqa: PLC0415 - as in the fixtures

    read, statuses = 0, []

    async def receive() -> dict[str, Any]:
        nonlocal read
        read += 1
        body = PART if read > 1 else FORMS[kind]
        return {"type": "http.request", "body": body, "more_body": read < PARTS}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    stated = {"host": "testserver", "content-type": kind, **headers}
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/campagnes/lelystad-2026-01-01-abcd/besluit",
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in stated.items()],
        "server": ("testserver", 80),
        "client": ("testclient", 1),
    }
    asyncio.run(application()(scope, receive, send))
    return statuses[0], read


@pytest.mark.parametrize(
    "length",
    [
        {},
        {"content-length": "10"},
        {"content-length": str(len(PART) * PARTS)},
        {"transfer-encoding": "chunked"},
    ],
    ids=["none said", "a small one said", "as it is", "in chunks"],
)
@pytest.mark.parametrize("kind", FORMS)
def test_a_large_body_is_refused_before_it_is_read(kind: str, length: Mapping[str, str]) -> None:
    status, read = reply_to(kind, length)
    assert status == 413
    assert read <= ENOUGH


def test_it_is_told_in_words_and_what_fits_is_taken(bench: Bench, browse: Browse) -> None:
    bench.ask("police")
    stated = {"token": token_of(POLICE), "decision": "reject", "reason": "text"}
    with browse(POLICE) as browser:
        for filling, status in ((2**16, 413), (2**16 - 1000, 303)):
            answer = browser.client.post(
                place(bench), data={**stated, "x": "x" * filling}, headers={"Origin": ORIGIN}
            )
            assert answer.status_code == status
            if status == 413:
                assert "Dit formulier kwam niet van deze pagina" in answer.text
                assert answer.headers["cache-control"] == "no-store"
                assert on_record(bench) == []
    assert len(on_record(bench)) == 1
