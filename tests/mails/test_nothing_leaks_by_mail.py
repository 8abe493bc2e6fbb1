"""Mails are searched for every number of the hand-over, as they came and decoded."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.bench import CASE
from tests.mails.conftest import BASE_URL
from tests.mails.receiving import SENDER, Received

from eenmalig.domain.approvals import Decision
from eenmalig.mails.composing import compose
from eenmalig.mails.due import happenings_of, mails_due
from eenmalig.mails.seen import see
from eenmalig.settings.loading import load_city
from eenmalig.steps.scan import scan_for_numbers

if TYPE_CHECKING:
    from pathlib import Path

    from tests.mails.conftest import Post


def hits(post: Post, mails: list[Received], folder: Path) -> int:
    """Search what came over the line, and what a reader makes of it."""
    folder.mkdir()
    for position, mail in enumerate(mails):
        headers = "\n".join(f"{name}: {value}" for name, value in mail.message.items())
        (folder / f"{position}.raw").write_bytes(mail.content)
        (folder / f"{position}.read").write_text(f"{headers}\n\n{mail.text}")
    result = scan_for_numbers(post.bench.original, [folder])
    assert result.files == 2 * len(mails)
    return sum(result.found.values())


def test_a_completed_campaign_is_told_and_no_mail_of_it_holds_a_number(
    post: Post, tmp_path: Path
) -> None:
    bench = post.bench
    for authority in ("police", "municipality", "public_prosecutor"):
        bench.ask(authority)
        post.look()
        bench.answer(authority)
    post.look(minutes=100)
    bench.send()
    bench.collected()
    bench.destroy()
    ended = post.told()
    assert {mail.receiver for mail in ended} == {
        *("data-team@politie.example", "compliance@politie.example")
    }
    for mail in ended:
        assert mail.message["Subject"] == f"Afgelopen: zaak {CASE}, Lelystad (OEFENING)"
        assert "Afloop: verzonden en afgerond" in mail.text
        assert f"{BASE_URL}/eenmalig/campagnes/{bench.campaign.id}\n" in mail.text
    bench.look()
    post.look(hours=40)
    assert len(post.server.mails) == 3 + 2 + 2 + 2
    assert hits(post, post.server.mails, tmp_path / "mails") == 0


@pytest.mark.parametrize("way", ["quoted-printable", "base64", "header"])
def test_a_planted_number_is_found_however_it_is_encoded(
    post: Post, tmp_path: Path, way: str
) -> None:
    number = min(post.bench.truth.recipient_numbers)
    post.bench.ask("police")
    (mail,) = post.told()
    content = mail.content
    if way == "header":
        word = base64.b64encode(f"é {number}".encode()).decode()
        content = content.replace(b"Subject: ", f"Subject: =?utf-8?b?{word}?= ".encode(), 1)
    else:
        message = mail.message
        message.set_content(f"é {'x' * 60} {number}", cte=way)
        content = message.as_bytes()
    planted = replace(mail, content=content)
    assert hits(post, [planted], tmp_path / "mails") > 0


def test_a_case_that_reads_like_a_number_is_masked(post: Post) -> None:
    number = min(post.bench.truth.recipient_numbers)
    post.bench.decide("police", Decision.APPROVE)
    post.bench.ask("municipality")
    now = datetime.now(UTC)
    seen = see(post.bench.home, now)
    campaign = replace(seen.campaigns[0].campaign, case_reference=f"zaak\r\nTo: {number}")
    seen = replace(seen, campaigns=[replace(seen.campaigns[0], campaign=campaign)])
    due = mails_due(happenings_of(seen, now), {"lelystad": load_city("lelystad")}, ())
    (mail,) = due.mails
    written = compose(mail, SENDER, "politie.example", "", now)
    read = Received(mail.address, written)
    assert number.encode() not in written
    assert "[masked]" in read.message["Subject"]
    assert read.message.get_all("To") == [mail.address]
    assert "Te vinden in Airflow" in read.text
