"""What must hold before a single byte of a hand-over is taken in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from eenmalig.cleartext.numbers import countries
from eenmalig.errors import Code, EenmaligError
from eenmalig.looks_like_number import run_id_holds_long_digits, without_long_digits
from eenmalig.settings.loading import City, load_city, load_profile, rehearse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eenmalig.steps.installation import Run
    from eenmalig.stores.home import Home


def rehearsed_city(city: str) -> City:
    """Return a city as a rehearsal runs it. Fails with every mistake of file and profile."""
    return rehearse(load_city(city), load_profile())


def texted_countries(city: City) -> tuple[str, ...]:
    """Return the countries whose mobiles the city texts, the one of national spellings first.

    Fails when one has no numbering plan (``CITY_FILE_INVALID``).
    """
    try:
        return countries.checked(city.countries)
    except ValueError as mistake:
        raise EenmaligError(Code.CITY_FILE_INVALID, f"countries: {mistake}") from None


def staff_directory(home: Home) -> dict[str, str]:
    """Return the active staff ids and their user numbers in Airflow's access system."""
    try:
        held = json.loads(home.staff.read_text())
        return {staff: str(entry["user_id"]) for staff, entry in held.items() if entry["active"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise EenmaligError(
            Code.APPROVER_UNKNOWN, "the list of staff is missing or damaged; run the set-up"
        ) from None


def require_approvers(city: City, home: Home) -> None:
    """Fails when an authority has an approver whom the access system does not know."""
    known = staff_directory(home)
    mistakes = [
        f"{authority}: approver {position} is not known to the access system"
        for authority, staff in city.authorities.as_record().items()
        for position, staff_id in enumerate(staff, start=1)
        if staff_id not in known
    ]
    if mistakes:
        raise EenmaligError(Code.APPROVER_UNKNOWN, *mistakes)


def require_requester(run: Run, city: City) -> str:
    """Return who asked. Fails when that is nobody, or somebody who could also approve."""
    asked = run.requested_by
    if not asked:
        raise EenmaligError(Code.RUN_REFUSED, "nobody is on record as having asked for this run")
    if any(asked in staff for staff in city.authorities.as_record().values()):
        raise EenmaligError(Code.RUN_REFUSED, "who asks never approves: an approver asked")
    if asked not in city.data_team and without_long_digits(asked) != asked:
        raise EenmaligError(Code.RUN_REFUSED, "who asked cannot be kept: it reads like a number")
    return asked


def handover_name(form: Mapping[str, object]) -> str:
    """Return the one thing a trigger form may hold. Fails when it holds anything else."""
    name = form.get("handover")
    if set(form) != {"handover"} or not isinstance(name, str):
        raise EenmaligError(Code.RUN_REFUSED, "its form must hold the hand-over's name only")
    return name


def require_plain_run(run: Run) -> None:
    """Fails when a person gave the run an id that could hold a phone number."""
    if run_id_holds_long_digits(run.run_id):
        raise EenmaligError(
            Code.RUN_REFUSED, "its run id holds six or more digits; let Airflow name the run"
        )
