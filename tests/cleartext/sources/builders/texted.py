"""Who would be texted of what a reader gave: the rules of the selection, in a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.cleartext.numbers.countries import DUTCH
from eenmalig.cleartext.numbers.number import normalize, split
from eenmalig.cleartext.numbers.stated_country import Beside, meant
from eenmalig.cleartext.selecting.relations import relations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eenmalig.cleartext.sources import RawValue


def texted(values: Iterable[RawValue]) -> set[str]:
    """Return the recipients, in E.164.

    Not whom an owner's mark or a label speaks against anywhere, and whom no place gives a ground.
    """
    numbers: set[str] = set()
    spoken_against: set[str] = set()
    for value in values:
        said = meant(value.text, value.beside or Beside(), DUTCH)
        read = [normalize(part, value.field).e164 for part in split(said.text)]
        mobiles = {e164 for e164 in read if e164 is not None}
        if value.owner or value.probably_own or relations(value.label):
            spoken_against |= mobiles
        elif not (said.doubtful or value.deleted or value.group or value.contact):
            numbers |= mobiles
    return numbers - spoken_against
