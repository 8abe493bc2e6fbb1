"""A campaign speaks to the gateway that it began with: scheme, host, port, path and account."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from eenmalig.domain.campaign import State
from eenmalig.domain.gateway_settings import GatewaySettings
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps import extract as extract_step
from rehearsal.gateway import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.bench import Bench


@pytest.fixture(params=["port", "account"])
def elsewhere(request: pytest.FixtureRequest) -> Iterator[Callable[[Bench], Bench]]:
    """Give the bench another gateway: at another port, with the same account or another one."""
    with ExitStack() as stack:

        def other(bench: Bench) -> Bench:
            own = bench.gateway.account_sid, bench.gateway.token
            same_account = request.param == "port"
            gateway = stack.enter_context(running(credentials=own if same_account else None))
            return replace(bench, gateway=gateway)

        yield other


def is_refused(code: Code, step: Callable[[], object], bench: Bench) -> None:
    with pytest.raises(EenmaligError) as refused:
        step()
    assert refused.value.code is code
    assert bench.gateway.counts()["posts"] == 0


def test_taking_in_that_is_gone_on_with_refuses_another(
    fresh: Bench, elsewhere: Callable[[Bench], Bench]
) -> None:
    with fresh.patch.context() as patch:
        patch.setattr(extract_step, "_seal", _die)
        with pytest.raises(KeyboardInterrupt):
            fresh.extract()
    assert fresh.campaign.state is State.EXTRACTING
    other = elsewhere(fresh)
    is_refused(Code.GATEWAY_REFUSED, other.extract, other)
    fresh.extract()


def test_choosing_recipients_refuses_another(
    fresh: Bench, elsewhere: Callable[[Bench], Bench]
) -> None:
    fresh.extract()
    other = elsewhere(fresh)
    is_refused(Code.GATEWAY_REFUSED, other.normalize, other)
    assert fresh.campaign.state is State.EXTRACTED
    fresh.normalize()
    assert fresh.kept("dossier.json")["gateway"] == fresh.settings.identity


def test_sending_refuses_another(bench: Bench, elsewhere: Callable[[Bench], Bench]) -> None:
    bench.approve()
    other = elsewhere(bench)
    is_refused(Code.DOSSIER_CHANGED, other.send, other)
    assert bench.campaign.sending_began_at is None


def test_collecting_refuses_another(bench: Bench, elsewhere: Callable[[Bench], Bench]) -> None:
    bench.approve()
    bench.send()
    other = elsewhere(bench)
    is_refused(Code.GATEWAY_REFUSED, other.collect, other)
    assert bench.records("outcomes") == []


@pytest.mark.parametrize(
    "base_url",
    [
        "https://127.0.0.1:1",
        "http://localhost:1",
        "http://127.0.0.1:2",
        "http://127.0.0.1:1/elsewhere",
        "http://127.0.0.1",
    ],
)
def test_another_scheme_host_port_or_path_is_another_gateway(bench: Bench, base_url: str) -> None:
    sid = bench.gateway.account_sid
    own = GatewaySettings("http://127.0.0.1:1/", sid, "f" * 32)
    campaign = replace(bench.campaign, gateway_host=own.host, gateway_address=own.address)
    campaign.require_gateway(GatewaySettings("http://127.0.0.1:1", sid, "0" * 32).identity)
    with pytest.raises(EenmaligError) as refused:
        campaign.require_gateway(GatewaySettings(base_url, sid, "f" * 32).identity)
    assert refused.value.code is Code.GATEWAY_REFUSED


def _die(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
