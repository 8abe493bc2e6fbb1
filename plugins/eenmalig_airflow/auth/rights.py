"""Who may do what, as plain data: the roles of each city, and those for all cities.

Triggering and answering both need FAB's right to edit the DAG itself; ``strict_manager`` sees to it
that this does not include pausing it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.domain.approvals import AUTHORITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Right = tuple[str, str]  # an action and what it may be done to, in FAB's words

DATA_TEAM = "data_team"
COMPLIANCE = "compliance"
ADMIN = "Admin"  # Airflow's own role
VERIFICATION = "destruction_verification"
# What a page of ours lets be done for every city: to stop a campaign.
STOPS = "Campaign Stops"

_READ, _EDIT, _CREATE, _MENU = "can_read", "can_edit", "can_create", "menu_access"

# Reading parts of a run; FAB asks for the right to read that run's DAG besides.
_RUN_PARTS = (
    "DAG Code",
    "DAG Runs",
    "DAG Versions",
    "DAG Warnings",
    "HITL Detail",
    "Task Instances",
    "Task Logs",
    "XComs",
)
_OWN_PAGE = (
    (_READ, "Website"),
    (_READ, "Plugins"),  # without it Airflow leads nobody to our pages
    (_READ, "My Profile"),
    (_READ, "My Password"),
    (_EDIT, "My Password"),
    (_MENU, "DAGs"),
    (_MENU, "DAG Runs"),
    (_MENU, "HITL Detail"),
)
_OVERSIGHT = (
    "Assets",
    "Audit Logs",
    "Cluster Activity",
    "DAG Dependencies",
    "DAGs",
    "ImportError",
    "Jobs",
    "Pools",
    "Providers",
)


def dag_id(city: str) -> str:
    """Return the id of a city's DAG."""
    return f"sms_campaign_{city}"


def check_id(city: str) -> str:
    """Return the id of the DAG that tries a city's hand-overs."""
    return f"handover_check_{city}"


def city_of(dag: str) -> str:
    """Return the city of a campaign's DAG."""
    return dag.removeprefix(dag_id(""))


def city_role(part: str, city: str) -> str:
    """Return the name of a city's role, such as ``police_lelystad``."""
    return f"{part}_{city}"


def wanted_roles(cities: Iterable[str]) -> Mapping[str, frozenset[Right]]:
    """Return the rights of every role of our own, by the role's name."""
    roles = {COMPLIANCE: _compliance()}
    for city in cities:
        roles[city_role(DATA_TEAM, city)] = _reader(city) | {
            (_EDIT, f"DAG:{dag_id(city)}"),
            (_CREATE, f"DAG Run:{dag_id(city)}"),
            (_READ, f"DAG:{check_id(city)}"),
            (_EDIT, f"DAG:{check_id(city)}"),
            (_CREATE, f"DAG Run:{check_id(city)}"),
        }
        for authority in AUTHORITIES:
            roles[city_role(authority, city)] = _reader(city) | {
                (_EDIT, f"DAG:{dag_id(city)}"),
                (_EDIT, "HITL Detail"),
            }
    return roles


def _reader(city: str) -> frozenset[Right]:
    parts = ((_READ, part) for part in _RUN_PARTS)
    return frozenset([*_OWN_PAGE, *parts, (_READ, f"DAG:{dag_id(city)}")])


def _compliance() -> frozenset[Right]:
    reads = ((_READ, part) for part in (*_RUN_PARTS, *_OVERSIGHT))
    menus = ((_MENU, part) for part in ("Audit Logs", "Browse", "Jobs", "XComs"))
    verifies = ((_EDIT, f"DAG:{VERIFICATION}"), (_CREATE, f"DAG Run:{VERIFICATION}"))
    return frozenset([*_OWN_PAGE, *reads, *menus, (_EDIT, STOPS), *verifies])
