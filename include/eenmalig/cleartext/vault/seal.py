"""Sealing what the vault holds, and the keyed hash by which a recipient is referred to."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from eenmalig.errors import Code, EenmaligError

_NONCE_BYTES = 12


class Seal:
    """Seals and opens bytes under one key. ``about`` binds a sealed value to its place."""

    def __init__(self, key: bytes) -> None:
        self._cipher = ChaCha20Poly1305(key)

    def seal(self, clear: bytes, about: str) -> bytes:
        """Return nonce and ciphertext of ``clear``."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, clear, about.encode())

    def open(self, sealed: bytes, about: str) -> bytes:
        """Return what was sealed. Fails when it was changed or moved."""
        try:
            return self._cipher.decrypt(
                sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about.encode()
            )
        except (InvalidTag, ValueError):
            raise EenmaligError(Code.VAULT_DAMAGED, "a sealed value does not open") from None


def recipient_ref(e164: str, ref_key: bytes) -> str:
    """Return the keyed hash of a number, 32 hex digits. Without the key it cannot be guessed."""
    return hmac.new(ref_key, e164.encode(), hashlib.sha256).hexdigest()[:32]


def keyed_digest(parts: list[str], ref_key: bytes) -> str:
    """Return the keyed hash of a list of texts, whatever their order, as 64 hex digits."""
    return hmac.new(ref_key, "\0".join(sorted(parts)).encode(), hashlib.sha256).hexdigest()
