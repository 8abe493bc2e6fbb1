"""Refusals as small integers, for columns: the position of each in the enumeration."""

from __future__ import annotations

from eenmalig.domain.counting import Refusal

POSITIONS = {refusal: position for position, refusal in enumerate(Refusal)}
NOT_REFUSED = -1
