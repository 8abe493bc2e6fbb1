"""The page on which people log in: whom to call, in whose language, and nothing told to a guesser.

That it leads where it should, the tests in a real browser show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask, flash
from flask_babel import Babel
from tests.live_keys import trust_a_live_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.bench import Bench


class Form:
    """As much of FAB's form as the page shows."""

    def hidden_tag(self) -> str:
        return "<hidden>"


@pytest.fixture(autouse=True)
def _home(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EENMALIG_HOME", str(bench.home.root))
    monkeypatch.delenv("EENMALIG_HELPDESK", raising=False)


def shown(language: str = "nl", *, told: str = "") -> tuple[str, Mapping[str, str]]:
    """Return the page, and its headers."""
    from eenmalig_airflow.pages.log_in_page import LogInView  # noqa: PLC0415 - as in the fixtures

    server = Flask("of these tests")
    server.secret_key = "of these tests"
    Babel(server)  # FAB's words are translated by it
    with server.test_request_context(headers={"Accept-Language": language}):
        if told:
            flash(told)
        answer = LogInView.__new__(LogInView).render_template("", form=Form())
        return answer.get_data(as_text=True), dict(answer.headers)


def test_it_names_whom_to_call_as_the_installation_says_and_escaped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "Neem contact op met wie deze installatie beheert." in shown()[0]
    monkeypatch.setenv("EENMALIG_HELPDESK", "de <b>servicedesk</b>, toestel 1234")
    page = shown()[0]
    assert "Neem contact op met de &lt;b&gt;servicedesk&lt;/b&gt;, toestel 1234." in page
    assert "Contact de &lt;b&gt;" in shown("en")[0]


def test_a_refusal_does_not_tell_whether_there_is_such_a_user() -> None:
    assert "horen niet bij elkaar" not in shown()[0]
    assert "horen niet bij elkaar" not in shown(told="Access is Denied")[0]
    page = shown(told="Invalid login. Please try again.")[0]
    assert "horen niet bij elkaar" in page
    assert "Invalid login" not in page


def test_it_says_that_it_is_a_rehearsal_and_is_framed_by_nobody_else(bench: Bench) -> None:
    page, headers = shown()
    assert "OEFENING" in page
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    trust_a_live_key(bench.home)
    assert "OEFENING" not in shown()[0]
