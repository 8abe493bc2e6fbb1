from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

import pytest

from eenmalig.cleartext.vault.seal import Seal, keyed_digest, recipient_ref
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def key() -> bytes:
    return secrets.token_bytes(32)


def test_what_is_sealed_opens_in_its_own_place_only(key: bytes, mobile: str) -> None:
    sealed = Seal(key).seal(mobile.encode(), "number/a")
    assert Seal(key).open(sealed, "number/a") == mobile.encode()
    for seal, about in ((Seal(key), "number/b"), (Seal(secrets.token_bytes(32)), "number/a")):
        with pytest.raises(EenmaligError) as refused:
            seal.open(sealed, about)
        assert refused.value.code is Code.VAULT_DAMAGED


def test_every_changed_byte_is_refused(key: bytes, mobile: str) -> None:
    sealed = Seal(key).seal(mobile.encode(), "x")
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(EenmaligError):
            Seal(key).open(bytes(changed), "x")


@pytest.mark.parametrize("length", [0, 1, 11, 12, 13, 27])
def test_what_is_cut_short_is_refused(key: bytes, mobile: str, length: int) -> None:
    sealed = Seal(key).seal(mobile.encode(), "x")
    with pytest.raises(EenmaligError) as refused:
        Seal(key).open(sealed[:length], "x")
    assert refused.value.code is Code.VAULT_DAMAGED


def test_the_same_number_is_sealed_differently_each_time(key: bytes, mobile: str) -> None:
    assert len({Seal(key).seal(mobile.encode(), "x") for _ in range(100)}) == 100


def test_a_ref_depends_on_number_and_key_and_is_no_plain_hash(
    key: bytes, mobile: str, other: str
) -> None:
    ref = recipient_ref(mobile, key)
    assert ref == recipient_ref(mobile, key)
    assert ref != recipient_ref(other, key)
    assert ref != recipient_ref(mobile, secrets.token_bytes(32))
    assert not hashlib.sha256(mobile.encode()).hexdigest().startswith(ref)


def test_a_keyed_digest_does_not_depend_on_order(
    key: bytes, mobiles: Callable[[int], list[str]]
) -> None:
    parts = mobiles(4)
    assert keyed_digest(parts, key) == keyed_digest(parts[::-1], key)
    assert keyed_digest(parts, key) != keyed_digest(parts[1:], key)
    assert keyed_digest(parts, key) != keyed_digest(parts, secrets.token_bytes(32))
