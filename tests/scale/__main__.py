"""A program: ``make scale``, many campaigns in one real Airflow. Its table goes to docs/scale.md.

``python -m tests.scale NAME ...`` tries some and writes no table.
"""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.measured import Table, commit
from tests.scale.at_once import at_once
from tests.scale.cities import copy_with_cities, run_there
from tests.scale.waiting import waiting

from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS: dict[str, tuple[str, Callable[[], str]]] = {
    "twenty": ("Twenty campaigns waiting, sixteen slots", partial(waiting, 16, 4)),
    "five": ("Five campaigns waiting, four slots", partial(waiting, 4, 1)),
    "ten": ("Ten campaigns at once", at_once),
}
_HERE = "--here"
_TABLE = PROJECT / "docs" / "scale.md"


def main(arguments: list[str]) -> int:
    """Return 0 when every row that was asked for, or every one, holds."""
    if arguments[:1] == [_HERE]:
        return _try(Path(arguments[1]), arguments[2], arguments[3:])
    with tempfile.TemporaryDirectory() as folder:
        copy = copy_with_cities(Path(folder) / "project")
        written = Path(folder) / "table.md"
        code = run_there(copy, "tests.scale", _HERE, str(written), commit(), *(arguments or ROWS))
        if not arguments and written.exists():
            _TABLE.write_text(written.read_text(encoding="utf-8"), encoding="utf-8")
    return code


def _try(written: Path, on_commit: str, names: list[str]) -> int:
    table = Table("Many campaigns at once", "make scale", on_commit)
    for name in names:
        table.tried(*ROWS[name])
    written.write_text(table.written(), encoding="utf-8")
    return int(table.failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
