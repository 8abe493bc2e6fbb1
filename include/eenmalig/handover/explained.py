"""What each key of `handover.yaml` asks for, in the words that a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.domain.counting import Exclusion
from eenmalig.handover.choices import Device, Format, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CHOICES: Mapping[str, Sequence[str]] = {
    "kind": list(Kind),
    "device": list(Device),
    "format": list(Format),
    "category": [category for category in Exclusion if category is not Exclusion.OPEN_ELSEWHERE],
}

EXPLAINED: Mapping[str, str] = {
    "city": "the city whose campaign this is",
    "case_reference": "the reference of the case; never more than one campaign is sent for it",
    "criterion": "in words, why these people are taken for customers",
    "public_prosecutor": "the reference of the public prosecutor's permission",
    "examining_magistrate": (
        "the reference of the examining magistrate's authorisation, or leave this key out and give "
        "exemption: the reason why none is needed"
    ),
    "kind": (
        f"one of {', '.join(CHOICES['kind'])}; if it is a list of numbers that may not be texted, "
        "move the entry below exclusions: and give category: instead of kind and device"
    ),
    "device": f"what it was taken from, one of {', '.join(CHOICES['device'])}",
    "category": f"one of {', '.join(CHOICES['category'])}",
    "companions": (
        "the file of the same name that ends in -wal, with its sha256, or [] when there is none"
    ),
}
