"""Installing: the evidence key and the keys that are trusted are those that were drawn here."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from tests.steps.installing import CAMPAIGN, LOST, NOW, opened, refused, signing_file, stands

from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.signing import Signer
from eenmalig.steps.install import install
from eenmalig.steps.installation import Stores
from eenmalig.stores.answers import answers_file
from eenmalig.stores.inventory import inventory_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eenmalig.stores.home import Home


def fingerprint(home: Home) -> str:
    return Signer.load(home.signing).fingerprint


def nobody_signs(home: Home) -> Code:
    """Check that nothing can be recorded; return why."""
    before = stands(home)
    with (
        pytest.raises(EenmaligError) as caught,
        Stores(home).evidence(CAMPAIGN.id).commit() as commit,
    ):
        commit.record("sent", {}, NOW)
    assert stands(home) == before
    return caught.value.code


def is_whole(home: Home, records: int) -> None:
    """Check that what was signed before still counts, and that more can be signed."""
    with Stores(home).evidence(CAMPAIGN.id).commit() as commit:
        commit.record("destruction_began", {}, NOW)
    assert len(Stores(home).evidence(CAMPAIGN.id).records()) == records + 1


def gone(path: Path) -> None:
    path.unlink()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:40])


@pytest.mark.parametrize("lose", [gone, cut])
def test_an_evidence_key_that_was_lost_is_told_and_drawn_anew_only_when_that_is_said(
    home: Home, lose: Callable[[Path], None]
) -> None:
    opened(home)
    before = fingerprint(home)
    lose(signing_file(home))
    assert refused(home) is Code.KEY_MISSING
    assert nobody_signs(home) is Code.KEY_MISSING
    install(home, "tests", **LOST)
    assert fingerprint(home) != before
    assert Stores(home).trust.fingerprints == {before, fingerprint(home)}
    is_whole(home, 2)


def test_an_evidence_key_that_was_lost_beside_an_inventory_of_an_earlier_program_is_told(
    home: Home,
) -> None:
    """Such an inventory knows no keys; the trust folder does."""
    opened(home)
    with Stores(home).inventory.changing() as changes:
        changes.connection.exec_driver_sql("DELETE FROM evidence_keys")
    signing_file(home).unlink()
    assert refused(home) is Code.KEY_MISSING
    shutil.rmtree(home.trust)
    assert refused(home) is Code.KEY_MISSING


@pytest.fixture
def stranger(tmp_path: Path) -> Signer:
    return Signer.draw(tmp_path / "stranger")


def put_its_key(home: Home, stranger: Signer, tmp_path: Path) -> None:
    del stranger
    shutil.copy(tmp_path / "stranger" / "rehearsal.pem", signing_file(home))


def test_another_evidence_key_is_refused(home: Home, stranger: Signer, tmp_path: Path) -> None:
    opened(home)
    put_its_key(home, stranger, tmp_path)
    assert refused(home) is Code.INSTALLATION_CHANGED
    assert nobody_signs(home) is Code.INSTALLATION_CHANGED
    stranger.be_trusted(home.trust)
    assert refused(home) is Code.INSTALLATION_CHANGED
    assert nobody_signs(home) is Code.INSTALLATION_CHANGED


def test_another_evidence_key_is_set_aside_and_never_trusted_by_replacing_what_was_lost(
    home: Home, stranger: Signer, tmp_path: Path
) -> None:
    opened(home)
    put_its_key(home, stranger, tmp_path)
    install(home, "tests", **LOST)
    assert fingerprint(home) != stranger.fingerprint
    assert not Stores(home).trust.knows(stranger.fingerprint)
    assert len(list(home.lost.iterdir())) == 1
    is_whole(home, 2)


def test_a_key_that_was_added_to_the_trust_folder_is_refused(home: Home, stranger: Signer) -> None:
    opened(home)
    stranger.be_trusted(home.trust)
    assert refused(home) is Code.INSTALLATION_CHANGED
    assert nobody_signs(home) is Code.INSTALLATION_CHANGED


def test_a_key_that_was_added_is_not_trusted_because_something_else_was_lost(
    home: Home, stranger: Signer
) -> None:
    stranger.be_trusted(home.trust)
    answers_file(home).unlink()
    with pytest.raises(EenmaligError) as caught:
        install(home, "tests", **LOST)
    assert caught.value.code is Code.INSTALLATION_CHANGED
    assert stranger.fingerprint not in Stores(home).inventory.evidence_keys()


def test_a_trusted_key_that_is_missing_is_told_and_written_again_when_that_is_said(
    home: Home,
) -> None:
    opened(home)
    before = stands(home)
    shutil.rmtree(home.trust)
    assert refused(home) is Code.INSTALLATION_CHANGED
    assert nobody_signs(home) is Code.INSTALLATION_CHANGED
    install(home, "tests", **LOST)
    assert stands(home) == before
    is_whole(home, 1)


@pytest.mark.parametrize("folder", ["signing", "trust"])
def test_what_stands_beside_the_keys_is_refused(home: Home, folder: str) -> None:
    opened(home)
    (home.root / folder / "jansen.txt").write_bytes(b"")
    assert refused(home) is Code.INSTALLATION_CHANGED
    with pytest.raises(EenmaligError) as caught:
        install(home, "tests")
    assert f"{folder}: something stands beside" in str(caught.value)
    assert "jansen" not in str(caught.value)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
@pytest.mark.parametrize("again", [{}, LOST])
def test_an_evidence_key_that_others_can_read_is_refused_and_not_replaced(
    home: Home, mode: int, again: dict[str, bool]
) -> None:
    opened(home)
    signing_file(home).chmod(mode)
    assert refused(home, **again) is Code.KEY_EXPOSED
    assert nobody_signs(home) is Code.KEY_EXPOSED


def test_an_inventory_that_others_can_read_is_refused(home: Home) -> None:
    inventory_file(home).chmod(0o644)
    assert refused(home) is Code.KEY_EXPOSED


def test_replacing_that_was_killed_is_gone_on_from(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """Stands for the end of a process."""

    def die(*_: object) -> None:
        raise Killed

    opened(home)
    signing_file(home).unlink()
    for place in ("now", "writing", "Signer.be_trusted"):
        with monkeypatch.context() as patch:
            patch.setattr(f"eenmalig.steps.install.{place}", die)
            with pytest.raises(Killed):
                install(home, "tests", **LOST)
    install(home, "tests", **LOST)
    is_whole(home, 2)
