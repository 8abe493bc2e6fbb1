"""The evidence key and the keys that verification trusts: detached JWS (RFC 7515, 7797), Ed25519.

A key's public half is a file ``trust/KIND-FINGERPRINT.pem``. KIND is ``rehearsal`` or ``live``:
a rehearsal's key signs rehearsal records only.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from jwt.utils import base64url_encode

from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.plain_files import read_plain
from eenmalig.stores.private_files import AS_THE_UMASK_SAYS, read_small, write_new, write_whole

if TYPE_CHECKING:
    from pathlib import Path

REHEARSAL = "rehearsal"
LIVE = "live"
KINDS = (REHEARSAL, LIVE)
SIGNING_FILE = f"{REHEARSAL}.pem"
_LARGEST_KEY = 2**16
_ALGORITHM = "EdDSA"
_JWS = jwt.PyJWS(algorithms=[_ALGORITHM])


def fingerprint(public: Ed25519PublicKey) -> str:
    """Return the first 16 bytes of the SHA-256 of the raw public key, as 32 hex digits."""
    raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:32]


@dataclass(frozen=True)
class Signer:
    """Signs records with the installation's evidence key."""

    key: Ed25519PrivateKey

    @classmethod
    def load(cls, signing: Path) -> Signer:
        """Return the installation's signer.

        Fails when the key is missing or damaged (``KEY_MISSING``), or can be read by others.
        """
        path = signing / SIGNING_FILE
        try:
            if path.stat().st_mode & 0o077:
                raise EenmaligError(Code.KEY_EXPOSED, "the evidence key")
            key = serialization.load_pem_private_key(read_small(path, _LARGEST_KEY), password=None)
        except FileNotFoundError:
            raise EenmaligError(Code.KEY_MISSING, "the evidence key") from None
        except (ValueError, TypeError, UnsupportedAlgorithm, OSError):
            raise EenmaligError(Code.KEY_MISSING, "the evidence key is damaged") from None
        if not isinstance(key, Ed25519PrivateKey):
            raise EenmaligError(Code.KEY_MISSING, "the evidence key is of another kind")
        return cls(key)

    @classmethod
    def draw(cls, signing: Path) -> Signer:
        """Draw a new evidence key. Fails when there is one: a key is never replaced."""
        signing.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = Ed25519PrivateKey.generate()
        secret = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        write_new(signing / SIGNING_FILE, secret)
        return cls(key)

    def be_trusted(self, trust: Path) -> None:
        """Write the public half into the trust folder. Doing it again changes nothing."""
        public = self.key.public_key()
        trust.mkdir(parents=True, exist_ok=True)
        write_whole(
            trust / f"{REHEARSAL}-{fingerprint(public)}.pem",
            public.public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            ),
            AS_THE_UMASK_SAYS,
        )

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the public half."""
        return fingerprint(self.key.public_key())

    def sign(self, payload: bytes) -> str:
        """Return the detached JWS of ``payload``."""
        return _JWS.encode(
            payload,
            self.key,
            algorithm=_ALGORITHM,
            headers={"kid": self.fingerprint},
            is_payload_detached=True,
        )


def only_rehearses(trust: Path) -> bool:
    """Return whether nothing but rehearsals is signed here: each key of the trust folder says so.

    Where there is none, or none can be seen, nobody can say that.
    """
    kinds = {path.name.partition("-")[0] for path in trust.glob("*.pem")}
    return kinds == {REHEARSAL}


@dataclass(frozen=True)
class TrustedKey:
    """One public key of the trust folder."""

    fingerprint: str
    kind: str
    public: Ed25519PublicKey


class Trust:
    """The public keys that count. They never come from the evidence itself."""

    def __init__(self, folder: Path) -> None:
        self._keys: dict[str, TrustedKey] = {}
        for path in sorted(folder.glob("*-*.pem")):
            try:
                content = read_plain(path, "a file of the trust folder", _LARGEST_KEY)
                public = serialization.load_pem_public_key(content)
            except (ValueError, UnsupportedAlgorithm):
                raise EenmaligError(
                    Code.EVIDENCE_INVALID, "a file of the trust folder is no public key"
                ) from None
            kind, _, named = path.stem.partition("-")
            if not isinstance(public, Ed25519PublicKey) or kind not in KINDS:
                raise EenmaligError(Code.EVIDENCE_INVALID, "a key of the trust folder is not ours")
            if named != fingerprint(public) or named in self._keys:
                raise EenmaligError(
                    Code.EVIDENCE_INVALID, "a key of the trust folder bears another's name"
                )
            self._keys[named] = TrustedKey(named, kind, public)

    def __eq__(self, other: object) -> bool:
        """Whether the same keys count: a fingerprint is its key's."""
        return isinstance(other, Trust) and self.kinds() == other.kinds()

    def __hash__(self) -> int:
        """Return the same for the same keys."""
        return hash(frozenset(self.kinds().items()))

    @property
    def fingerprints(self) -> set[str]:
        """The fingerprints of all of them."""
        return set(self._keys)

    def kinds(self) -> dict[str, str]:
        """Return the kind of each by its fingerprint."""
        return {named: key.kind for named, key in self._keys.items()}

    def knows(self, named: str) -> bool:
        """Whether a key of this fingerprint counts."""
        return named in self._keys

    def verify(self, payload: bytes, signature: str) -> TrustedKey:
        """Return the key that signed ``payload``.

        Fails when the signature does not hold or its key is not trusted.
        """
        try:
            named = _JWS.get_unverified_header(signature).get("kid", "")
        except (jwt.InvalidTokenError, ValueError, TypeError, RecursionError):
            raise EenmaligError(Code.EVIDENCE_INVALID, "a signature is malformed") from None
        key = self._keys.get(named)
        if key is None:
            raise EenmaligError(
                Code.EVIDENCE_INVALID,
                "signed by a key that is not in the trust folder used (see --trust)",
            )
        try:
            decoded = _JWS.decode_complete(
                signature, key.public, algorithms=[_ALGORITHM], detached_payload=payload
            )
        except (jwt.InvalidTokenError, ValueError, TypeError):
            raise EenmaligError(Code.EVIDENCE_INVALID, "a signature does not hold") from None
        # The library takes base64 with and without padding; only without is what was written.
        if signature.rsplit(".", 1)[-1] != base64url_encode(decoded["signature"]).decode():
            raise EenmaligError(Code.EVIDENCE_INVALID, "a signature was written differently")
        return key
