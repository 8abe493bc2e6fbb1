from __future__ import annotations

import os
import pwd
from typing import TYPE_CHECKING

from eenmalig.stores.machine_account import machine_account

if TYPE_CHECKING:
    import pytest


def test_it_is_what_the_system_says_whatever_stands_in_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody-else")
    assert machine_account() == pwd.getpwuid(os.getuid()).pw_name


def test_an_account_without_a_name_is_told_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 3_000_000_019)
    assert machine_account() == "uid-daaaaaaabj"
