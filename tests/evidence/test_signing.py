"""Signing: our key signs, the trust folder decides, and a signature has one spelling."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.signing import Signer, Trust

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAYLOAD = b'{"kind":"sent"}'
PUBLIC = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
SECRET = (
    serialization.Encoding.PEM,
    serialization.PrivateFormat.PKCS8,
    serialization.NoEncryption(),
)


class Installation:
    """The signing and trust folders of one installation."""

    def __init__(self, root: Path) -> None:
        self.signing, self.trust = root / "signing", root / "trust"

    def signer(self) -> Signer:
        """Its signer, drawn and trusted when it is asked for the first time."""
        if not self.signing.exists():
            Signer.draw(self.signing).be_trusted(self.trust)
        return Signer.load(self.signing)


@pytest.fixture
def ours(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "ours")


@pytest.fixture
def theirs(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "theirs")


def refused(trust: Path, payload: bytes, signature: str) -> None:
    with pytest.raises(EenmaligError) as caught:
        Trust(trust).verify(payload, signature)
    assert caught.value.code is Code.EVIDENCE_INVALID


def test_what_we_sign_is_ours_and_of_the_kind_rehearsal(ours: Installation) -> None:
    signer = ours.signer()
    key = Trust(ours.trust).verify(PAYLOAD, signer.sign(PAYLOAD))
    assert (key.kind, key.fingerprint) == ("rehearsal", signer.fingerprint)
    assert len(signer.fingerprint) == 32


def test_a_key_is_never_drawn_over_another(ours: Installation) -> None:
    first = ours.signer()
    with pytest.raises(FileExistsError):
        Signer.draw(ours.signing)
    assert ours.signer().fingerprint == first.fingerprint


def test_a_key_that_is_not_there_is_told_and_none_is_drawn(ours: Installation) -> None:
    with pytest.raises(EenmaligError) as caught:
        Signer.load(ours.signing)
    assert caught.value.code is Code.KEY_MISSING
    assert not ours.signing.exists()


def test_a_key_that_is_trusted_again_is_trusted_once(ours: Installation) -> None:
    signer = ours.signer()
    before = {path.name: path.read_bytes() for path in ours.trust.iterdir()}
    signer.be_trusted(ours.trust)
    assert {path.name: path.read_bytes() for path in ours.trust.iterdir()} == before


def test_two_installations_draw_different_keys(ours: Installation, theirs: Installation) -> None:
    assert ours.signer().fingerprint != theirs.signer().fingerprint


def test_the_key_is_ours_alone_and_its_public_half_names_kind_and_fingerprint(
    ours: Installation,
) -> None:
    signer = ours.signer()
    assert ours.signing.stat().st_mode & 0o777 == 0o700
    assert (ours.signing / "rehearsal.pem").stat().st_mode & 0o777 == 0o600
    (public,) = ours.trust.iterdir()
    assert public.name == f"rehearsal-{signer.fingerprint}.pem"
    assert b"PRIVATE" not in public.read_bytes()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_key_that_others_can_read_is_not_used(ours: Installation, mode: int) -> None:
    ours.signer()
    (ours.signing / "rehearsal.pem").chmod(mode)
    with pytest.raises(EenmaligError) as caught:
        ours.signer()
    assert caught.value.code is Code.KEY_EXPOSED


def test_a_key_of_another_algorithm_is_not_used(ours: Installation) -> None:
    ours.signer()
    other = ec.generate_private_key(ec.SECP256R1())
    (ours.signing / "rehearsal.pem").write_bytes(other.private_bytes(*SECRET))
    with pytest.raises(EenmaligError) as caught:
        ours.signer()
    assert caught.value.code is Code.KEY_MISSING


def test_an_unknown_key_is_refused(ours: Installation, theirs: Installation) -> None:
    ours.signer()
    refused(ours.trust, PAYLOAD, theirs.signer().sign(PAYLOAD))


def test_without_any_trusted_key_everything_is_refused(ours: Installation, tmp_path: Path) -> None:
    refused(tmp_path / "nowhere", PAYLOAD, ours.signer().sign(PAYLOAD))


def test_a_key_that_is_trusted_beside_ours_is_accepted_with_its_kind(
    ours: Installation, theirs: Installation
) -> None:
    ours.signer()
    other = theirs.signer()
    (public,) = theirs.trust.iterdir()
    (ours.trust / f"live-{other.fingerprint}.pem").write_bytes(public.read_bytes())
    assert Trust(ours.trust).verify(PAYLOAD, other.sign(PAYLOAD)).kind == "live"


def test_who_signs_with_another_key_cannot_borrow_our_name(
    ours: Installation, theirs: Installation
) -> None:
    forged = jwt.PyJWS(algorithms=["EdDSA"]).encode(
        PAYLOAD,
        theirs.signer().key,
        algorithm="EdDSA",
        headers={"kid": ours.signer().fingerprint},
        is_payload_detached=True,
    )
    refused(ours.trust, PAYLOAD, forged)


@pytest.mark.parametrize("changed", [b"", PAYLOAD + b" ", PAYLOAD.replace(b"sent", b"tens")])
def test_another_payload_is_refused(ours: Installation, changed: bytes) -> None:
    refused(ours.trust, changed, ours.signer().sign(PAYLOAD))


def test_no_other_character_may_stand_anywhere_in_a_signature(ours: Installation) -> None:
    signature = ours.signer().sign(PAYLOAD)
    trust = Trust(ours.trust)
    for at, was in enumerate(signature):
        for other in {"A", "B", "z", "_", "-", ".", "=", "!", chr(ord(was) ^ 1)} - {was}:
            with pytest.raises(EenmaligError):
                trust.verify(PAYLOAD, signature[:at] + other + signature[at + 1 :])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda signature: signature + "=",
        lambda signature: signature + "==",
        lambda signature: signature + "\n",
        lambda signature: signature + "!",
        lambda signature: signature[:-1],
        lambda signature: signature.replace("..", ".e30."),
        lambda signature: signature.replace("..", "."),
        lambda _: "",
        lambda _: "..",
        lambda _: "\u00e9",
    ],
)
def test_a_signature_has_one_spelling_only(ours: Installation, spoil: Callable[[str], str]) -> None:
    refused(ours.trust, PAYLOAD, spoil(ours.signer().sign(PAYLOAD)))


def test_an_unsigned_token_is_refused(ours: Installation) -> None:
    kid = ours.signer().fingerprint
    for algorithm in ("none", "HS256"):
        fields = {"alg": algorithm, "kid": kid, "b64": False, "crit": ["b64"]}
        header = base64.urlsafe_b64encode(json.dumps(fields).encode()).decode().rstrip("=")
        refused(ours.trust, PAYLOAD, f"{header}..")


def test_a_token_that_carries_its_own_payload_says_nothing_of_ours(ours: Installation) -> None:
    signer = ours.signer()
    attached = jwt.PyJWS(algorithms=["EdDSA"]).encode(
        b"{}", signer.key, algorithm="EdDSA", headers={"kid": signer.fingerprint}
    )
    refused(ours.trust, PAYLOAD, attached)


def test_a_file_in_the_trust_folder_that_is_no_key_is_told(ours: Installation) -> None:
    ours.signer()
    (ours.trust / "rehearsal-broken.pem").write_bytes(b"no key")
    with pytest.raises(EenmaligError) as caught:
        Trust(ours.trust)
    assert caught.value.code is Code.EVIDENCE_INVALID


def test_a_public_key_of_another_algorithm_is_not_trusted(ours: Installation) -> None:
    signer = ours.signer()
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    (public,) = ours.trust.iterdir()
    public.write_bytes(other.public_bytes(*PUBLIC))
    refused(ours.trust, PAYLOAD, signer.sign(PAYLOAD))


@pytest.mark.parametrize("left", [0, 10, 60, 100])
def test_a_key_that_was_cut_is_told_as_damaged_and_not_drawn_over(
    ours: Installation, left: int
) -> None:
    ours.signer()
    path = ours.signing / "rehearsal.pem"
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(EenmaligError) as caught:
        ours.signer()
    assert caught.value.code is Code.KEY_MISSING
    assert "damaged" in str(caught.value)
    with pytest.raises(FileExistsError):
        Signer.draw(ours.signing)
    assert path.stat().st_size == left
