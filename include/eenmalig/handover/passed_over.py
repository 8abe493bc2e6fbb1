"""Columns of a database that a person passed over, as `handover.yaml` names them: 12/3."""

from __future__ import annotations

import re
from typing import Any

from pydantic_core import PydanticCustomError

_PLACE = re.compile(r"([1-9]\d{0,4})/([1-9]\d{0,4})", re.ASCII)
_WRONG = "needs a list of a database's columns, each as table/column, such as 12/3"


def passed_over(stated: Any) -> tuple[tuple[int, int], ...]:
    """Return the positions of table and column of each place.

    Fails when one is written otherwise, or there is none; the mistake quotes nothing.
    """
    places = stated if isinstance(stated, list) else []
    matches = [_PLACE.fullmatch(place.strip()) for place in places if isinstance(place, str)]
    columns = tuple((int(match[1]), int(match[2])) for match in matches if match)
    if not columns or len(columns) < len(places):
        raise PydanticCustomError("mistake", _WRONG)
    return columns
