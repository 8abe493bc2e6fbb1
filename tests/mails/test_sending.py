"""A mail server that is away, refuses, hangs or dies, and processes that do: each mail comes once.

What nobody can rule out is that one comes twice: then it bears the id of the first.
"""

from __future__ import annotations

import os
import signal
import socket
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from multiprocessing import get_context
from typing import TYPE_CHECKING

import pytest
from tests.bench import free_port
from tests.mails.conftest import ADDRESSES, BASE_URL
from tests.mails.receiving import receiving

from eenmalig.errors import Code, EenmaligError
from eenmalig.mails import posting
from eenmalig.mails.telling import require_sent, tell, tell_and_go_on
from eenmalig.stores.outbox import Outbox

if TYPE_CHECKING:
    from pathlib import Path

    from tests.mails.conftest import Post


def asked(post: Post) -> None:
    post.name(**{**ADDRESSES, "police": ["police@politie.example", "second@politie.example"]})
    post.bench.ask("police")


def ids(post: Post) -> list[str]:
    return [mail.message["Message-ID"] for mail in post.server.mails]


def test_a_server_that_is_away_is_waited_for(post: Post) -> None:
    asked(post)
    port = free_port()
    away = replace(post.server.settings, port=port)
    tell_and_go_on(post.bench.home, away, BASE_URL)
    posted = tell(post.bench.home, away, BASE_URL)
    with pytest.raises(EenmaligError) as caught:
        require_sent(posted)
    assert caught.value.code is Code.MAIL_NOT_SENT
    with receiving(port) as back:
        assert tell(post.bench.home, away, BASE_URL).sent == 2
        assert len(back.mails) == 2


def test_without_a_connection_mails_wait(post: Post) -> None:
    asked(post)
    assert tell(post.bench.home, None, BASE_URL).broken_off
    assert len(post.told()) == 2


def test_a_refused_address_holds_up_no_other_and_is_tried_again(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    asked(post)
    post.server.ill.add("police")
    posted = post.look()
    assert (posted.sent, posted.refused) == (1, 1)
    assert [mail.receiver for mail in post.server.mails] == ["second@politie.example"]
    assert "police@" not in caplog.text
    assert post.look(minutes=1).refused == 0
    post.server.ill.clear()
    assert [mail.receiver for mail in post.told(minutes=3)] == ["police@politie.example"]


def test_who_is_refused_again_and_again_is_tried_ever_more_seldom(post: Post) -> None:
    asked(post)
    post.server.ill |= {"police", "second"}
    tried = [minute for minute in range(0, 30, 2) if post.look(minutes=minute).refused]
    assert tried == [0, 2, 6, 14]


@pytest.mark.parametrize("illness", ["hangs", "drips"])
def test_a_server_that_hangs_is_left_in_time(post: Post, illness: str) -> None:
    asked(post)
    post.server.ill.add(illness)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(posting, "PATIENCE_SECONDS", 1.5)
        # The server never ends it: that this comes back at all is the bound.
        assert post.look().broken_off == "TimeoutError"
    post.server.ill.clear()
    assert len(post.told(minutes=3)) == 2


def test_a_claim_is_as_old_as_it_is_and_not_as_the_look_that_found_it_due(post: Post) -> None:
    asked(post)
    post.server.ill |= {"police", "second"}
    began, looks = datetime.now(UTC), count()

    def slow() -> datetime:
        return began + timedelta(minutes=3 * next(looks))

    assert tell(post.bench.home, post.server.settings, BASE_URL, clock=slow).refused == 2
    assert post.look(minutes=3).refused == 0


def test_a_mail_that_was_deferred_comes_later(post: Post) -> None:
    asked(post)
    post.server.ill.add("defers")
    assert post.look().refused == 2
    post.server.ill.clear()
    assert len(post.told(minutes=3)) == 2


def test_a_server_that_died_after_it_took_a_mail_gets_it_again_under_the_same_id(
    post: Post,
) -> None:
    asked(post)
    post.server.ill.add("dies")
    assert post.look().broken_off == "SMTPServerDisconnected"
    post.server.ill.clear()
    assert len(post.told(minutes=1)) == 1
    assert len(post.told(minutes=3)) == 1
    assert len(ids(post)) == 3
    assert len(set(ids(post))) == 2


def test_a_process_killed_between_sending_and_recording_leaves_a_mail_that_comes_again(
    post: Post,
) -> None:
    post.bench.ask("police")

    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Outbox, "sent", die)
        killed = get_context("fork").Process(target=post.look)
        killed.start()
        killed.join()
    assert killed.exitcode == -signal.SIGKILL
    assert len(ids(post)) == 1
    # Until its claim has run out, nobody can tell whether it is on its way.
    assert post.told(minutes=1) == []
    assert len(post.told(minutes=3)) == 1
    assert len(set(ids(post))) == 1
    assert post.told(minutes=60) == []


def test_several_at_once_send_each_mail_once(post: Post) -> None:
    asked(post)
    context = get_context("fork")
    processes = [context.Process(target=post.look) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert sorted(mail.receiver for mail in post.server.mails) == [
        "police@politie.example",
        "second@politie.example",
    ]


def test_the_outbox_is_ours_alone_and_holds_no_address(post: Post) -> None:
    asked(post)
    post.look()
    path = post.bench.home.outbox / "outbox.db"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert b"politie" not in path.read_bytes()


@pytest.mark.parametrize("content", [b"no database" * 100, b"x"])
def test_a_damaged_outbox_is_made_anew_and_mails_come_again_under_their_ids(
    post: Post, content: bytes
) -> None:
    asked(post)
    post.look()
    before = set(ids(post))
    (post.bench.home.outbox / "outbox.db").write_bytes(content)
    assert len(post.told()) == 2
    assert set(ids(post)) == before


def test_an_outbox_that_cannot_be_made_stops_nobody(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    asked(post)
    post.bench.home.outbox.write_text("in its place")
    tell_and_go_on(post.bench.home, post.server.settings, BASE_URL)
    assert "Mails could not be sent" in caplog.text
    assert post.server.mails == []


def test_what_is_long_past_is_forgotten(post: Post) -> None:
    asked(post)
    post.look()
    assert len(Outbox(post.bench.home).resting(datetime.now(UTC))) == 2
    post.bench.answer("police")
    post.look(days=31)
    assert not Outbox(post.bench.home).resting(datetime.now(UTC)) & set(ids(post))


def test_a_broken_file_of_one_city_keeps_no_other_from_being_told(
    post: Post, tmp_path: Path
) -> None:
    (post.folder / "almere.yaml").write_text("city: [")
    post.bench.ask("police")
    assert len(post.told()) == 1
    assert socket.gethostname() not in post.server.mails[0].content.decode()
    assert tmp_path.name not in post.server.mails[0].content.decode()
