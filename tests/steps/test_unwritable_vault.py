"""A vault that nobody can write holds nothing up where it shows that nothing was ever sent."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import event
from tests.bench import PROFILE, cannot_be_removed
from tests.steps.test_destruction import sent
from tests.steps.test_giving_up import giving

from eenmalig.cleartext.vault import vault
from eenmalig.steps import provider_deletion
from eenmalig.steps.overdue import destroy_overdue
from eenmalig.steps.provider_deletion import may_have_sent
from eenmalig.stores.engine import engine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import sqlalchemy as sa
    from tests.bench import Bench

    from eenmalig.errors import Code

HOURS = PROFILE["destruction_deadline_hours"]


@contextmanager
def stuck(bench: Bench) -> Iterator[None]:
    """Have the file of a vault be as an immovable one is: it can be read, and that is all."""

    def read_only(path: Path, damaged: Code) -> sa.Engine:
        made = engine(path, damaged)
        event.listen(made, "connect", lambda opened, _: opened.execute("PRAGMA query_only = ON"))
        return made

    with bench.patch.context() as patch:
        cannot_be_removed(patch, folder(bench) / "vault.db")
        patch.setattr(vault, "engine", read_only)
        yield


def folder(bench: Bench) -> Path:
    return bench.stores.vault_folder(bench.campaign.id)


def told(bench: Bench) -> list[str]:
    """Return what the last guard tells of it, past the deadline."""
    bench.put_forward(hours=HOURS)
    lines = destroy_overdue(bench.stores, bench.settings).wrong
    return [line.removeprefix(f"{bench.campaign.id} is not destroyed: ") for line in lines]


def test_where_nothing_was_sent_only_the_file_itself_is_left(bench: Bench) -> None:
    (folder(bench) / "vault.db-journal").touch()
    with stuck(bench):
        assert told(bench) == ["destruction-incomplete (vault)"]
        assert [path.name for path in folder(bench).iterdir()] == ["vault.db"]
        assert bench.left() == {"vault"}
        assert giving(bench, "vault", "not_removable")
        assert bench.look().wrong == []
    assert bench.verdict().given_up == ["vault"]


def test_where_somebody_was_tried_it_stays_until_the_messages_are_gone(bench: Bench) -> None:
    assert not may_have_sent(bench.stores, bench.campaign)
    sent(bench)
    # Also where inventory and ledger do not know that sending began.
    assert may_have_sent(bench.stores, bench.campaign)
    with stuck(bench):
        (line,) = told(bench)
        assert line.startswith("destruction-incomplete (journal key, vault")
    assert bench.gateway.counts()["posts"] > 0
    assert bench.campaign.open
    assert told(bench) == []
    assert bench.left() == set()


def test_where_it_cannot_be_read_just_now_something_may_have_been_sent(bench: Bench) -> None:
    def cannot(_: object) -> bool:
        raise OSError

    with stuck(bench):
        bench.patch.setattr(provider_deletion, "anybody_tried", cannot)
        (line,) = told(bench)
    assert line.startswith("destruction-incomplete (journal key, vault")


def test_one_that_can_be_read_no_more_is_no_reason_to_keep_what_is_left_of_it(bench: Bench) -> None:
    (folder(bench) / "vault.db").write_bytes(b"")
    with stuck(bench):
        assert told(bench) == ["destruction-incomplete (vault)"]
