"""A key of a live installation, which no program of ours makes yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from eenmalig.evidence.signing import LIVE, fingerprint
from eenmalig.steps.installation import now
from eenmalig.stores import schema
from eenmalig.stores.inventory import Inventory

if TYPE_CHECKING:
    from eenmalig.stores.home import Home


def trust_a_live_key(home: Home) -> None:
    """Let an installation trust a key that signs live campaigns, beside its own."""
    public = Ed25519PrivateKey.generate().public_key()
    content = public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    named = fingerprint(public)
    (home.trust / f"{LIVE}-{named}.pem").write_bytes(content)
    with Inventory(home).changing() as changes:
        row = {"fingerprint": named, "kind": LIVE, "drawn_at": now()}
        changes.connection.execute(schema.evidence_keys.insert(), row)
