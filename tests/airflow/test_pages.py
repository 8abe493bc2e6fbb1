"""The pages in a whole Airflow: who gets in, and that nothing which sees numbers is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import requests

if TYPE_CHECKING:
    from standalone.running import Airflow


def test_a_stranger_is_sent_to_the_login_and_sees_nothing(airflow: Airflow) -> None:
    answer = requests.get(f"{airflow.url}/eenmalig/", allow_redirects=False, timeout=30)
    assert answer.status_code == 307
    assert answer.headers["location"] == "/api/v2/auth/login?next=/eenmalig/"
    assert "Lelystad" not in answer.text
