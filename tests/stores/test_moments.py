"""Moments as databases hold them: in UTC, whatever zone they were told in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from eenmalig.errors import Code
from eenmalig.stores.engine import Moment, engine, make, writing

if TYPE_CHECKING:
    from pathlib import Path

METADATA = sa.MetaData()
TABLE = sa.Table(
    "things", METADATA, sa.Column("id", sa.Integer, primary_key=True), sa.Column("at", Moment)
)
ADD = TABLE.insert()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> sa.Engine:
    """A database with two things that have no moment."""
    file: Path = tmp_path_factory.mktemp("folder") / "moments.db"
    make(file)
    made = engine(file, Code.INVENTORY_DAMAGED)
    with writing(made) as connection:
        METADATA.create_all(connection)
        connection.execute(ADD, [{"at": None}, {"at": None}])
    return made


ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@settings(deadline=None, max_examples=50)
@given(
    st.datetimes(
        datetime(1990, 1, 2),  # noqa: DTZ001 - the zone comes from ZONES
        datetime(2199, 1, 1),  # noqa: DTZ001 - as above
        timezones=ZONES,
    )
)
def test_a_moment_comes_back_as_it_was_and_in_utc_wherever_it_was_told(
    database: sa.Engine, moment: datetime
) -> None:
    with writing(database) as connection:
        connection.execute(TABLE.update().where(TABLE.c.id == 1).values(at=moment))
    with database.begin() as connection:
        found = connection.execute(sa.select(TABLE.c.at).where(TABLE.c.id == 1)).scalar_one()
        same = sa.select(TABLE.c.id).where(TABLE.c.at == moment)
        assert connection.execute(same).scalars().all() == [1]
    assert found == moment
    assert found.utcoffset() == timedelta(0)


def test_moments_are_in_order_whatever_zone_they_were_told_in(database: sa.Engine) -> None:
    east, west = timezone(timedelta(hours=9)), timezone(timedelta(hours=-9))
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    told = [(noon + timedelta(hours=1)).astimezone(east), noon, noon.astimezone(west)]
    with writing(database) as connection:
        connection.execute(ADD, [{"id": 11 + n, "at": at} for n, at in enumerate(told)])
    with database.begin() as connection:
        later = sa.select(TABLE.c.id).where(TABLE.c.at > noon, TABLE.c.id > 10)
        assert connection.execute(later).scalars().all() == [11]


def test_no_moment_stays_none(database: sa.Engine) -> None:
    with database.begin() as connection:
        found = connection.execute(sa.select(TABLE.c.at).where(TABLE.c.id == 2)).scalar_one()
    assert found is None
