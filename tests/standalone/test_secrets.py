from __future__ import annotations

import configparser
from typing import TYPE_CHECKING

import pytest

from eenmalig.errors import Code, EenmaligError
from eenmalig.stores.home import Home
from eenmalig.stores.private_files import write_private
from standalone.secrets import demo_passwords, demo_users_file, ensure_secrets

if TYPE_CHECKING:
    from pathlib import Path

KEYS = (("core", "fernet_key"), ("api", "secret_key"), ("api_auth", "jwt_secret"))


def test_every_installation_has_secrets_of_its_own(tmp_path: Path) -> None:
    one, other = (_secrets(ensure_secrets(Home(tmp_path / name))) for name in ("a", "b"))
    assert len({*one, *other}) == 2 * len(KEYS)
    assert all(len(secret) >= 43 for secret in one)


def test_secrets_are_made_once(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert _secrets(ensure_secrets(home)) == _secrets(ensure_secrets(home))


def test_only_the_owner_can_read_them(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert ensure_secrets(home).stat().st_mode & 0o777 == 0o600
    assert home.airflow.stat().st_mode & 0o777 == 0o700


def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    home = Home(tmp_path)
    ensure_secrets(home).chmod(0o644)
    with pytest.raises(EenmaligError) as refused:
        ensure_secrets(home)
    assert refused.value.code is Code.KEY_EXPOSED


def test_passwords_that_others_can_read_are_refused(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert demo_passwords(home) == {}
    write_private(demo_users_file(home), '{"police": "word"}')
    assert demo_passwords(home) == {"police": "word"}
    demo_users_file(home).chmod(0o640)
    with pytest.raises(EenmaligError) as refused:
        demo_passwords(home)
    assert refused.value.code is Code.KEY_EXPOSED


def _secrets(file: Path) -> list[str]:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(file)
    return [parser[section][key] for section, key in KEYS]
