"""Two cities with the same sender and text, in one account: neither touches or counts the other's.

Judged from the stand-in's own list, read without any of the project's code.
"""

from __future__ import annotations

import json
import secrets
import shutil
from base64 import b64encode
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import permutations
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

import pytest
from tests.bench import Bench, add_handover, be_impatient, free_port, run_of, set_profile
from tests.conftest import empty_home

from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.settings.loading import CAMPAIGNS, load_city
from eenmalig.stores.home import Home
from rehearsal.gateway import running
from rehearsal.handovers import make_handover

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eenmalig.cleartext.sending.provider import ListedMessage


CITIES = ("lelystad", "utrecht")
RECIPIENTS = 20
AT_ONCE = {"queued_seconds": 0, "sending_seconds": 0, "receipt_seconds": 0}
# Each city's second message is in doubt, until a look finds it.
IN_DOUBT = {"accept_then_break": {"nth": [2, RECIPIENTS + 2]}}
FAULTS = {"pace": AT_ONCE, "rules": IN_DOUBT}
STEPS = ("send", "collect", "destroy")
ORDERS = sorted(set(permutations("aaabbb")))


@dataclass
class Pair:
    """Both cities' campaigns, in one installation, at one gateway."""

    a: Bench
    b: Bench
    port: int

    def listed(self) -> set[str]:
        """Return the numbers that the stand-in lists a message to."""
        its = self.a.gateway
        account = f"/2010-04-01/Accounts/{its.account_sid}/Messages.json?PageSize=1000"
        credentials = b64encode(f"{its.account_sid}:{its.token}".encode()).decode()
        asked = Request(its.base_url + account, headers={"Authorization": f"Basic {credentials}"})
        with urlopen(asked, timeout=10) as answer:
            messages = json.loads(answer.read())["messages"]
        assert len(messages) == len({message["to"] for message in messages})
        return {message["to"] for message in messages}


def be_cities(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Have every city send what Lelystad does, with the assent of the same people."""
    folder.mkdir(exist_ok=True)
    own = (CAMPAIGNS / "lelystad.yaml").read_text()
    for city in CITIES:
        (folder / f"{city}.yaml").write_text(own.replace("city: lelystad ", f"city: {city} "))
    patch.setattr(load_city, "__defaults__", (folder,))


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """Two campaigns that everybody approved."""
    folder = tmp_path_factory.mktemp("cities")
    home = empty_home(folder / "home")
    credentials = (f"AC{secrets.token_hex(16)}", secrets.token_hex(16))
    benches = []
    port = free_port()
    with (
        running(FAULTS, credentials=credentials, port=port) as gateway,
        pytest.MonkeyPatch.context() as patch,
    ):
        set_profile(patch, folder)
        be_cities(patch, folder / "campaigns")
        for city in CITIES:
            original = folder / city
            case = f"PL-2026-{city}"
            truth = make_handover(original, city=city, case_reference=case, recipients=RECIPIENTS)
            add_handover(home, original, city=city)
            bench = Bench(home, gateway, truth, original, patch, run_of(city, city), city=city)
            bench.extract()
            bench.normalize()
            bench.approve()
            benches.append(bench)
    lelystad, utrecht = benches
    return Pair(lelystad, utrecht, port)


@contextmanager
def going_on(approved: Pair, folder: Path) -> Iterator[Pair]:
    """Give a copy of both, at a gateway of their own."""
    shutil.copytree(approved.a.home.root, folder / "home", symlinks=True)
    its = approved.a.gateway
    credentials = (its.account_sid, its.token)
    with (
        running(FAULTS, credentials=credentials, port=approved.port) as gateway,
        pytest.MonkeyPatch.context() as patch,
    ):
        be_impatient(patch)
        set_profile(patch, folder)
        be_cities(patch, folder / "campaigns")
        home = Home(folder / "home")

        def here(bench: Bench) -> Bench:
            return replace(bench, home=home, gateway=gateway, patch=patch)

        yield Pair(here(approved.a), here(approved.b), approved.port)


@pytest.fixture
def pair(approved: Pair, tmp_path: Path) -> Iterator[Pair]:
    with going_on(approved, tmp_path) as made:
        yield made


@pytest.mark.parametrize("order", ORDERS, ids="".join)
def test_in_every_order_of_sending_looking_and_destroying_neither_touches_the_other_s(
    pair: Pair, order: tuple[str, ...]
) -> None:
    there: set[str] = set()
    left = {"a": iter(STEPS), "b": iter(STEPS)}
    for letter in order:
        bench: Bench = getattr(pair, letter)
        step = next(left[letter])
        assert getattr(bench, step)() is not False
        if step == "send":
            there |= bench.truth.recipient_numbers
        if step == "destroy":
            there -= bench.truth.recipient_numbers
            assert bench.look().wrong == []
        assert pair.listed() == there
    for bench in (pair.a, pair.b):
        (outcomes,) = bench.records("outcomes")
        assert outcomes.data["listing"] == {"doubled": 0, "unaccounted": 0, "never_listed": 0}
        assert outcomes.data["in_doubt"] == {"asked": 1, "found": 1, "unknown": 0}
        assert outcomes.data["accepted"] == RECIPIENTS
        assert bench.verdict().provider == "absent"


@pytest.mark.parametrize("is_readable", [True, False])
def test_what_a_look_cannot_tell_from_an_open_campaign_s_it_leaves_alone(
    pair: Pair, *, is_readable: bool
) -> None:
    for step in STEPS:
        getattr(pair.a, step)()
    pair.b.send()
    there = pair.listed()
    vault = pair.b.home.vault / pair.b.campaign.id / "vault.db"
    vault.chmod(0o600 if is_readable else 0o644)
    for _ in range(2):
        assert pair.a.look().wrong == []
        assert pair.listed() == there == pair.b.truth.recipient_numbers
    vault.chmod(0o600)
    pair.b.destroy()
    assert pair.a.look().wrong == []
    assert pair.listed() == set()
    # Neither came a look to another word while the other city was busy, nor to a look that failed.
    assert pair.a.verdict().looks == 1


def test_what_comes_late_is_counted_for_the_campaign_that_was_in_doubt(pair: Pair) -> None:
    pair.a.send()
    pair.b.send()
    with pair.b.stores.vault(pair.b.campaign) as vault, vault.engine.connect() as connection:
        query = "SELECT ref FROM journal WHERE state = 'in_doubt'"
        doubted = connection.exec_driver_sql(query).scalar_one()
        (late,) = (to for to in pair.b.truth.recipient_numbers if vault.ref(to) == doubted)
    real = Gateway.messages

    def messages(self: Gateway, sender: str) -> Iterator[ListedMessage]:
        return (message for message in real(self, sender) if message.to != late)

    with pair.a.patch.context() as patch:
        patch.setattr(Gateway, "messages", messages)
        for bench in (pair.a, pair.b):
            bench.destroy()
        assert pair.a.look().wrong == []
    assert pair.listed() == {late}
    # By then no list shows what was deleted, so that only the doubt is left to tell them apart.
    pair.a.put_forward(hours=2)
    assert pair.a.look().wrong == []
    assert pair.listed() == set()
    results = [
        bench.stores.evidence(bench.campaign.id).verifications()[-1].data["result"]
        for bench in (pair.a, pair.b)
    ]
    assert [result["late_deleted"] for result in results] == [0, 1]
    assert [result["provider"] for result in results] == ["absent", "absent"]
