"""Worker slots: those that only destruction and its verification may use, and all others.

A pool of Airflow's is an upper bound and reserves nothing. So all other pools together stay below
the number of slots, by as many as destruction has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

DESTRUCTION = "destruction"
_OTHERS = "default_pool"  # Airflow's own
# Of four slots one, of sixteen four: who destroys waits for nobody, and holds nobody up.
_PART = 4


def pools(slots: int) -> Mapping[str, int]:
    """Return the size of each pool where ``slots`` tasks may run at once (at least two)."""
    reserved = max(1, slots // _PART)
    return {DESTRUCTION: reserved, _OTHERS: slots - reserved}


def set_pools(slots: int) -> None:
    """Make Airflow's pools so, whatever they were. Needs Airflow's database."""
    from airflow.models.pool import Pool  # noqa: PLC0415 - only where there is a database
    from airflow.utils.session import create_session  # noqa: PLC0415 - see above

    with create_session() as session:
        for name, size in pools(slots).items():
            pool: Any = Pool.get_pool(name, session=session)
            if pool is None:
                pool = Pool(pool=name, description="", include_deferred=False)
                session.add(pool)
            pool.slots = size
