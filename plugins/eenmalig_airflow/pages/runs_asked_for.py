"""Which runs were asked for, as Airflow's own database knows them.

It knows a run from the moment in which somebody pressed a button, and our stores only from when a
task of it took something in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airflow.models.dagrun import DagRun
from airflow.utils.session import create_session
from airflow.utils.state import DagRunState
from sqlalchemy import select

from eenmalig.looks_like_number import run_id_holds_long_digits
from eenmalig.pages.asked_run import AskedRun

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import ColumnElement, Row

_UNDER_WAY = (DagRunState.QUEUED, DagRunState.RUNNING)


def last_run(dag: str) -> AskedRun | None:
    """Return the run of a DAG that is under way, else its last one. None where it never ran."""
    rows = _rows(dag, most=1)
    return _asked_run(rows[0]) if rows else None


def last_starts(dag: str, handovers: Collection[str]) -> Mapping[str, AskedRun]:
    """Return, by hand-over, the run that is under way with its name, else the last one.

    A run that somebody gave an id which could hold a number is none: no page repeats that, and no
    step of it takes anything in.
    """
    named = DagRun.conf["handover"].as_string().in_(handovers)
    rows = [row for row in _rows(dag, named) if not run_id_holds_long_digits(row.run_id)]
    return {row.conf["handover"]: _asked_run(row) for row in reversed(rows)}


def _rows(dag: str, *where: ColumnElement[bool], most: int | None = None) -> Sequence[Row[Any]]:
    """Return runs, those that are under way first, and the newest first within each."""
    query = (
        select(
            DagRun.dag_id,
            DagRun.run_id,
            DagRun.queued_at,
            DagRun.run_after,
            DagRun.state,
            DagRun.conf,
        )
        .where(DagRun.dag_id == dag, *where)
        .order_by(DagRun.state.in_(_UNDER_WAY).desc(), DagRun.id.desc())
        .limit(most)
    )
    with create_session(scoped=False) as session:
        rows: Sequence[Row[Any]] = session.execute(query).all()
    return rows


def _asked_run(row: Row[Any]) -> AskedRun:
    return AskedRun(
        row.dag_id,
        row.run_id,
        row.queued_at or row.run_after,
        under_way=row.state in _UNDER_WAY,
        failed=row.state == DagRunState.FAILED,
    )
