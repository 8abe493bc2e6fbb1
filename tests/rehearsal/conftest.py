from __future__ import annotations

from random import SystemRandom
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from rehearsal import numbers
from rehearsal.gateway import Running, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class RedirectedClient(TwilioHttpClient):
    """The library's own client, sent to another host."""

    def __init__(self, base_url: str) -> None:
        super().__init__(timeout=2.0)
        self._host = urlsplit(base_url)

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        address = urlsplit(url)._replace(scheme=self._host.scheme, netloc=self._host.netloc)
        return super().request(method, address.geturl(), *args, **kwargs)


def connected(gateway: Running) -> Any:
    http_client = RedirectedClient(gateway.base_url)
    return Client(gateway.account_sid, gateway.token, http_client=http_client)


@pytest.fixture
def connect() -> Callable[[Running], Any]:
    return connected


@pytest.fixture
def gateway() -> Iterator[Running]:
    with running("none") as started:
        yield started


@pytest.fixture
def client(gateway: Running) -> Any:
    return connected(gateway)


@pytest.fixture
def mobile() -> Callable[[], str]:
    """Draw a Dutch mobile that this test has not drawn before."""
    return numbers.mobiles(SystemRandom()).__next__


@pytest.fixture
def send(mobile: Callable[[], str]) -> Callable[..., Any]:
    """Create one message through the library; to a fresh number unless ``to`` is given."""

    def create(client: Any, **given: Any) -> Any:
        wanted = {"to": mobile(), "from_": "Politie", "body": "Een bericht."} | given
        return client.messages.create(**wanted)

    return create
