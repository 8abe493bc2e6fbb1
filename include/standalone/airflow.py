"""``python -m standalone.airflow dags list``: Airflow's own command, on this installation's home.

It gets the settings that ``make run`` starts Airflow with. By itself Airflow would make a home of
its own below the user's, with another database.
"""

from __future__ import annotations

import os
import sys

from eenmalig.errors import Code, EenmaligError
from eenmalig.stores.home import Home
from standalone.environment import airflow_environment
from standalone.running import USUAL_PORT

# It would begin with another auth manager, in which anybody may do anything.
_REFUSED = "standalone"


def main() -> None:
    """Become Airflow's command, with the arguments given. Exit with 1 where there is no Airflow."""
    home, asked = Home.from_environment(), sys.argv[1:]
    mistake = _mistake(home, asked)
    if mistake:
        sys.exit(str(EenmaligError(Code.AIRFLOW_UNHEALTHY, mistake)))
    os.umask(0o077)
    command = [sys.executable, "-m", "airflow", *asked]
    os.execve(sys.executable, command, airflow_environment(home, USUAL_PORT))  # noqa: S606 - typed


def _mistake(home: Home, asked: list[str]) -> str | None:
    if asked[:1] == [_REFUSED]:
        return f"'{_REFUSED}' is no command of this installation; use make run"
    if not (home.airflow / "airflow.db").is_file():
        return "there is no Airflow below EENMALIG_HOME yet; make run or make demo makes it"
    return None


if __name__ == "__main__":
    main()
