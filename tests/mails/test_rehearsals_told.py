"""A mail about a rehearsal says so first of all; one about anything live never does."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from tests.live_keys import trust_a_live_key

from eenmalig.mails.composing import compose
from eenmalig.mails.due import Mail
from eenmalig.mails.happenings import Happening, Occasion
from eenmalig.mails.mail_words import mail_words
from eenmalig.settings.loading import load_city

if TYPE_CHECKING:
    from tests.mails.conftest import Post


@pytest.mark.parametrize("kind", Occasion)
@pytest.mark.parametrize("rehearsal", [True, False])
def test_each_mail_of_a_rehearsal_says_so_in_its_subject_and_before_all_else(
    post: Post, kind: Occasion, *, rehearsal: bool
) -> None:
    city, now = load_city("lelystad"), datetime.now(UTC)
    known = mail_words(city.language)
    subjects = {(kind, post.bench.campaign), (f"{kind}_here", None)}
    for _, campaign in (each for each in subjects if known.knows("subject", each[0])):
        happening = Happening(kind, "key", now, campaign, rehearsal=rehearsal)
        content = compose(Mail("id", "a@b.example", city, happening), "c@d.example", "", "", now)
        message = message_from_bytes(content, policy=default)
        assert message["Subject"].endswith(" (OEFENING)") is rehearsal
        assert message.get_content().startswith("Dit is een oefening.") is rehearsal


def marked(post: Post, **later: float) -> dict[str, bool]:
    """Return whether each subject that one look sends is marked."""
    sent = (mail.message["Subject"] for mail in post.told(None, **later))
    return {subject.partition(":")[0]: "OEFENING" in subject for subject in sent}


def test_what_no_record_tells_is_a_rehearsal_where_nothing_else_is_signed(post: Post) -> None:
    _spoil(post)
    told = marked(post, hours=5)
    assert told == {"Bevinding": True, "NIET VERNIETIGD": True}


def test_where_live_campaigns_are_signed_too_only_what_is_known_to_be_one_says_so(
    post: Post,
) -> None:
    trust_a_live_key(post.bench.home)
    (post.bench.home.vault / "something").mkdir()
    assert post.bench.look().wrong
    post.bench.ask("police")
    assert marked(post) == {"Bevinding": False, "Besluit gevraagd": True}
    _spoil(post)
    assert marked(post, hours=5)["NIET VERNIETIGD"] is False


def _spoil(post: Post) -> None:
    """Let no record of the campaign be read."""
    with sqlite3.connect(post.bench.home.inventory / "inventory.db") as database:
        database.execute("UPDATE lines SET line = ? WHERE campaign != ''", (b"no record",))
