"""Who works where, read from the cities' files: staff ids and the roles they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.settings.loading import cities, load_city
from eenmalig_airflow.auth.rights import ADMIN, COMPLIANCE, DATA_TEAM, city_role

if TYPE_CHECKING:
    from pathlib import Path

# People of a rehearsal who belong to no city.
_FOR_ALL_CITIES = {"compliance": COMPLIANCE, "admin": ADMIN}


def staff_roles(campaigns: Path) -> dict[str, set[str]]:
    """Return every staff id with the names of its roles.

    Fails when a city's file holds mistakes, naming every one.
    """
    staff = {each: {role} for each, role in _FOR_ALL_CITIES.items()}
    for city in cities(campaigns):
        stated = load_city(city, campaigns)
        parts = {DATA_TEAM: stated.data_team, **stated.authorities.as_record()}
        for part, members in parts.items():
            for member in members:
                staff.setdefault(member, set()).add(city_role(part, city))
    return staff
