"""A mail server that asks for a log-in: by TLS at once or by STARTTLS, and never without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.certificates import DAY, Authority
from tests.mails.conftest import BASE_URL
from tests.mails.receiving import LOGIN, PASSWORD, Receiving, receiving

from eenmalig.errors import Code, EenmaligError
from eenmalig.mails.telling import require_sent, tell_and_go_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.mails.conftest import Post


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The only authority that this machine trusts."""
    made = Authority(tmp_path / "authority")
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    return made


@pytest.fixture(params=[True, False], ids=["tls", "starttls"])
def server(request: pytest.FixtureRequest, authority: Authority) -> Iterator[Receiving]:
    with receiving(certificate=authority.server(), tls=request.param) as ours:
        yield ours


def assert_nothing_left(server: Receiving) -> None:
    assert server.mails == []
    assert server.logins == []
    said = bytes(server.overheard).upper()
    assert {line.split()[0] for line in said.splitlines()} <= {b"EHLO", b"STARTTLS", b"QUIT"}


def test_a_mail_comes_encrypted_from_who_is_logged_in(post: Post) -> None:
    post.bench.ask("police")
    assert post.look().sent == 1
    assert [mail.receiver for mail in post.server.mails] == ["police@politie.example"]
    assert post.server.logins == [(LOGIN, PASSWORD)]
    clear = [line.split()[0].upper() for line in bytes(post.server.overheard).splitlines()]
    assert clear == ([] if post.server.tls else [b"EHLO", b"STARTTLS"])


@pytest.mark.parametrize("wrong", ["from somebody else", "for another server", "run out"])
def test_a_server_with_a_certificate_that_does_not_hold_gets_nothing_and_is_tried_again(
    post: Post, authority: Authority, tmp_path: Path, wrong: str
) -> None:
    post.bench.ask("police")
    right = post.server.certificate
    post.server.certificate = {
        "from somebody else": lambda: Authority(tmp_path / "other").server(),
        "for another server": lambda: authority.server("127.0.0.2"),
        "run out": lambda: authority.server(ends=-DAY),
    }[wrong]()
    posted = post.look()
    with pytest.raises(EenmaligError, match="SSLCertVerificationError") as caught:
        require_sent(posted)
    assert caught.value.code is Code.MAIL_NOT_SENT
    assert_nothing_left(post.server)
    post.server.certificate = right
    assert post.look().sent == 1


@pytest.mark.parametrize(
    ("illness", "told"),
    [
        ("offers no encryption", "SMTPNotSupportedError"),
        ("starts no encryption", "SMTPResponseException"),
    ],
)
@pytest.mark.parametrize("server", [False], ids=["starttls"], indirect=True)
def test_a_server_that_does_not_encrypt_when_asked_gets_neither_mail_nor_password(
    post: Post, illness: str, told: str
) -> None:
    post.bench.ask("police")
    post.server.ill.add(illness)
    assert post.look().broken_off == told
    assert_nothing_left(post.server)
    post.server.ill.clear()
    assert post.look().sent == 1


def test_what_a_server_says_of_a_wrong_password_is_not_told(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    post.bench.ask("police")
    post.server.ill.add("knows nobody")
    tell_and_go_on(post.bench.home, post.server.settings, BASE_URL)
    assert "SMTPAuthenticationError" in caplog.text
    assert PASSWORD not in caplog.text
    assert post.server.mails == []
    post.server.ill.clear()
    assert post.look().sent == 1
