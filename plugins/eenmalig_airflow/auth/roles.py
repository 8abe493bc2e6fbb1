"""Brings Airflow's database, its roles, users and pools in line with the cities' files.

Run as ``python -m eenmalig_airflow.auth.roles`` by the set-up, in Airflow's environment. Whatever
else a role of ours was given by hand is taken away again.
"""

from __future__ import annotations

import json
import logging
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eenmalig.errors import EenmaligError
from eenmalig.settings.loading import CAMPAIGNS, cities
from eenmalig.stores.home import Home
from eenmalig.stores.private_files import write_private
from eenmalig_airflow.auth.rights import wanted_roles
from eenmalig_airflow.auth.staffing import staff_roles
from eenmalig_airflow.pools import set_pools
from standalone.secrets import demo_passwords, demo_users_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eenmalig_airflow.auth.rights import Right

_PASSWORD_BYTES = 12


def synchronise(campaigns: Path, home: Home) -> None:
    """Migrate the database, then make roles, users and ``staff.json`` true to the city files."""
    from airflow.configuration import conf  # noqa: PLC0415 - see above
    from airflow.providers.fab.auth_manager.cli_commands.utils import (  # noqa: PLC0415 - the
        get_application_builder,  # database must be there before FAB looks at it
    )
    from airflow.utils import db  # noqa: PLC0415 - see above

    wanted = wanted_roles(cities(campaigns))
    staff = staff_roles(campaigns)
    db.upgradedb()
    with get_application_builder() as builder:
        manager = builder.sm
        manager.sync_roles()
        for name, rights in wanted.items():
            _set_rights(manager, name, rights)
        _set_users(manager, staff, home)
        _write_staff(manager, home)
    set_pools(conf.getint("core", "parallelism"))


def _set_rights(manager: Any, name: str, rights: frozenset[Right]) -> None:
    role = manager.find_role(name) or manager.add_role(name)
    held = {(each.action.name, each.resource.name): each for each in role.permissions}
    for action, resource in sorted(rights - held.keys()):
        manager.add_permission_to_role(role, manager.create_permission(action, resource))
    for extra in sorted(held.keys() - rights):
        manager.remove_permission_from_role(role, held[extra])


def _set_users(manager: Any, staff: Mapping[str, set[str]], home: Home) -> None:
    """Give every staff id a user with exactly its roles; others are switched off, not deleted."""
    passwords = demo_passwords(home)
    for staff_id, names in sorted(staff.items()):
        roles = [manager.find_role(name) for name in sorted(names)]
        user = manager.find_user(username=staff_id)
        if user is None:
            password = passwords.setdefault(staff_id, secrets.token_urlsafe(_PASSWORD_BYTES))
            address = f"{staff_id}@rehearsal.invalid"
            manager.add_user(staff_id, staff_id, "(rehearsal)", address, roles, password)
        else:
            user.roles, user.active = roles, True
            manager.update_user(user)
    for user in manager.get_all_users():
        if user.username not in staff and user.active:
            user.active = False
            manager.update_user(user)
    write_private(demo_users_file(home), json.dumps(passwords, indent=1, sort_keys=True))


def _write_staff(manager: Any, home: Home) -> None:
    known = {
        user.username: {
            "user_id": str(user.id),  # FAB compares the number as text
            "active": True,
            "roles": sorted(role.name for role in user.roles),
        }
        for user in manager.get_all_users()
        if user.active
    }
    write_private(home.staff, json.dumps(known, indent=1, sort_keys=True))


def main() -> int:
    """Synchronise with the folder of city files named as the only argument, or the project's."""
    logging.disable(logging.INFO)
    named = sys.argv[1:] or [str(CAMPAIGNS)]
    try:
        synchronise(Path(named[0]), Home.from_environment())
    except EenmaligError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the set-up shows this to a person
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
