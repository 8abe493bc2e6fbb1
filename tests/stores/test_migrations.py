"""Upgrades: a fresh database and an old one come to the same tables, and no row is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from eenmalig.domain.campaign import Campaign, State
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.install import install
from eenmalig.stores import schema
from eenmalig.stores.answers import answers_file
from eenmalig.stores.engine import engine, make, revision, upgrade, writing
from eenmalig.stores.home import Home
from eenmalig.stores.inventory import Inventory, inventory_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DATABASES = {
    "inventory": (schema.inventory, schema.INVENTORY_REVISION),
    "answers": (schema.answered, schema.ANSWERS_REVISION),
}
# The tables as they were before databases bore a number. Moments are texts.
FIRST_FORM = {
    "inventory": """
        CREATE TABLE campaigns (
            id VARCHAR NOT NULL, run VARCHAR NOT NULL, city VARCHAR NOT NULL,
            case_reference VARCHAR NOT NULL, handover VARCHAR NOT NULL,
            requested_by VARCHAR NOT NULL, gateway_host VARCHAR NOT NULL,
            gateway_account VARCHAR NOT NULL, taken_in_at VARCHAR NOT NULL,
            deadline VARCHAR NOT NULL, state VARCHAR NOT NULL, sending_began_at VARCHAR,
            sending_ended_at VARCHAR, stopped_at VARCHAR, stop_reason VARCHAR, closed_at VARCHAR,
            PRIMARY KEY (id), UNIQUE (run)
        );
        CREATE TABLE working_copies (
            city VARCHAR NOT NULL, name VARCHAR NOT NULL, deadline VARCHAR NOT NULL,
            PRIMARY KEY (city, name)
        )""",
    "answers": """
        CREATE TABLE answers (
            id INTEGER NOT NULL, run VARCHAR NOT NULL, authority VARCHAR NOT NULL,
            user_id VARCHAR NOT NULL, staff_id VARCHAR NOT NULL, decision VARCHAR NOT NULL,
            at VARCHAR NOT NULL, PRIMARY KEY (id), UNIQUE (run, authority, user_id, decision)
        );
        CREATE INDEX ix_answers_run ON answers (run)""",
}
MOMENT = datetime(2026, 5, 1, 12, 30, 15, 123456, tzinfo=UTC)
FULL: dict[str, Any] = {
    "id": "lelystad-2026-05-01-full",
    "run": "run-full",
    "city": "lelystad",
    "case_reference": "PL-2026-0001",
    "handover": "eerste",
    "requested_by": "data-team-lelystad",
    "gateway_host": "127.0.0.1",
    "gateway_account": "0123456789abcdef",
    "taken_in_at": "2026-05-01T12:30:15.123456+00:00",
    "deadline": "2026-05-02T14:30:15.123456+02:00",
    "state": "closed",
    "sending_began_at": "2026-05-01T13:30:15.123456+00:00",
    "sending_ended_at": "2026-05-01T12:30:15+00:00",
    "stopped_at": "2026-05-01T15:30:15.123456+03:00",
    "stop_reason": "stopped",
    "closed_at": "2026-05-01T12:30:15.123456+00:00",
}
ENDINGS = ("sending_began_at", "sending_ended_at", "stopped_at", "stop_reason", "closed_at")
BARE: dict[str, Any] = {
    **FULL,
    "id": "lelystad-2026-05-01-bare",
    "run": "run-bare",
    "state": "asking",
    **dict.fromkeys(ENDINGS),
}
WAS_FULL = Campaign(
    **{
        **{name: value for name, value in FULL.items() if name not in ENDINGS},
        "taken_in_at": MOMENT,
        "deadline": MOMENT + timedelta(hours=24),
        "state": State.CLOSED,
        "sending_began_at": MOMENT + timedelta(hours=1),
        "sending_ended_at": MOMENT.replace(microsecond=0),
        "stopped_at": MOMENT,
        "stop_reason": "stopped",
        "closed_at": MOMENT,
    }
)
NOTHING: dict[str, Any] = dict.fromkeys(ENDINGS)
WAS_BARE = replace(WAS_FULL, id=str(BARE["id"]), run="run-bare", state=State.ASKING, **NOTHING)


def fresh(folder: Path, name: str) -> sa.Engine:
    made = folder / f"{name}.db"
    make(made)
    database = engine(made, Code.INVENTORY_DAMAGED)
    upgrade(database, name)
    return database


def of_the_first_form(path: Path, name: str) -> sa.Engine:
    make(path)
    database = engine(path, Code.INVENTORY_DAMAGED)
    with writing(database) as connection:
        for statement in FIRST_FORM[name].split(";"):
            connection.exec_driver_sql(statement)
    return database


def insert(database: sa.Engine, table: str, *rows: dict[str, Any]) -> None:
    with writing(database) as connection:
        for row in rows:
            names, places = ", ".join(row), ", ".join("?" * len(row))
            connection.exec_driver_sql(
                f"INSERT INTO {table} ({names}) VALUES ({places})", tuple(row.values())
            )


def is_as_the_schema_says(database: sa.Engine, name: str) -> None:
    metadata, _ = DATABASES[name]
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    look = sa.inspect(database)
    assert set(look.get_table_names()) == {*metadata.tables, "alembic_version"}
    for table in metadata.tables.values():
        its = look.get_pk_constraint(table.name)["constrained_columns"]
        assert its == [column.name for column in table.primary_key.columns]
        uniques = look.get_unique_constraints(table.name)
        assert sorted(tuple(each["column_names"]) for each in uniques) == sorted(
            tuple(column.name for column in each.columns)
            for each in table.constraints
            if isinstance(each, sa.UniqueConstraint)
        )


@pytest.mark.parametrize("name", DATABASES)
def test_a_fresh_database_after_all_migrations_has_exactly_the_tables_of_the_schema(
    tmp_path: Path, name: str
) -> None:
    database = fresh(tmp_path, name)
    is_as_the_schema_says(database, name)
    assert revision(database) == DATABASES[name][1]


@pytest.mark.parametrize("name", DATABASES)
def test_a_database_of_the_first_form_comes_to_the_same_tables(tmp_path: Path, name: str) -> None:
    database = of_the_first_form(tmp_path / "old.db", name)
    assert revision(database) == 0
    upgrade(database, name)
    is_as_the_schema_says(database, name)
    assert revision(database) == DATABASES[name][1]


@pytest.mark.parametrize("name", DATABASES)
def test_an_upgrade_of_what_is_up_to_date_changes_nothing(tmp_path: Path, name: str) -> None:
    database = fresh(tmp_path, name)
    before = (tmp_path / f"{name}.db").read_bytes()
    upgrade(database, name)
    assert (tmp_path / f"{name}.db").read_bytes()[100:] == before[100:]


def test_campaigns_and_copies_of_the_first_form_are_brought_along_with_their_moments(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path)
    old = of_the_first_form(inventory_file(home), "inventory")
    insert(old, "campaigns", FULL, BARE)
    copy = {"city": "lelystad", "name": "tweede", "deadline": "2026-05-01T14:30:15.123456+02:00"}
    insert(old, "working_copies", copy)
    upgrade(old, "inventory")
    inventory = Inventory(home)
    assert inventory.get(WAS_FULL.id) == WAS_FULL
    assert inventory.get(WAS_BARE.id) == WAS_BARE
    (known,) = inventory.working_copies()
    assert (known.city, known.name, known.deadline) == ("lelystad", "tweede", MOMENT)
    assert (known.place, known.campaign) == ("", None)
    assert inventory.case_was_sent("lelystad", "PL-2026-0001")


def test_answers_of_the_first_form_stay_and_what_could_never_be_signed_goes(tmp_path: Path) -> None:
    old = of_the_first_form(tmp_path / "answers.db", "answers")
    row = dict.fromkeys(("run", "authority", "user_id", "staff_id", "decision"), "x")
    insert(old, "answers", {**row, "at": "2026-05-01T14:00:00+02:00"})
    for malformed in ("no moment", "2026-05-01T14:00:00"):
        insert(old, "answers", {**row, "decision": malformed, "at": malformed})
    upgrade(old, "answers")
    with old.begin() as connection:
        (kept,) = connection.execute(sa.select(schema.answers)).mappings().all()
    at = datetime(2026, 5, 1, 12, tzinfo=UTC)
    assert dict(kept) == {"id": 1, **row, "at": at, "reason": None}


def test_an_upgrade_that_fails_leaves_the_old_database_as_it_was(tmp_path: Path) -> None:
    old = of_the_first_form(tmp_path / "old.db", "inventory")
    insert(old, "campaigns", {**FULL, "deadline": "no moment"})
    before = sa.inspect(old).get_table_names()
    with pytest.raises(ValueError, match="no moment"):
        upgrade(old, "inventory")
    assert sa.inspect(old).get_table_names() == before
    assert revision(old) == 0
    with old.begin() as connection:
        kept = connection.exec_driver_sql("SELECT * FROM campaigns").mappings().all()
    assert [dict(row) for row in kept] == [{**FULL, "deadline": "no moment"}]


def put_revision(path: Path, to: int) -> None:
    with writing(engine(path, Code.INVENTORY_DAMAGED)) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (str(to),))


def refused(does: Callable[[], object]) -> Code:
    with pytest.raises(EenmaligError) as caught:
        does()
    return caught.value.code


def test_a_newer_inventory_is_neither_opened_nor_changed(home: Home) -> None:
    put_revision(inventory_file(home), schema.INVENTORY_REVISION + 1)
    before = inventory_file(home).read_bytes()
    assert refused(lambda: Inventory(home)) is Code.DATABASE_NEWER
    assert refused(lambda: install(home, "tests")) is Code.DATABASE_NEWER
    assert refused(lambda: install(home, "tests", replace_lost=True)) is Code.DATABASE_NEWER
    assert inventory_file(home).read_bytes() == before


def test_newer_answers_are_not_changed(home: Home) -> None:
    put_revision(answers_file(home), schema.ANSWERS_REVISION + 1)
    before = answers_file(home).read_bytes()
    assert refused(lambda: install(home, "tests")) is Code.DATABASE_NEWER
    assert refused(lambda: install(home, "tests", replace_lost=True)) is Code.DATABASE_NEWER
    assert answers_file(home).read_bytes() == before


def test_an_older_inventory_is_not_opened_before_it_was_brought_up_to_date(tmp_path: Path) -> None:
    home = Home(tmp_path)
    old = of_the_first_form(inventory_file(home), "inventory")
    insert(old, "campaigns", FULL)
    assert refused(lambda: Inventory(home)) is Code.DATABASE_OLDER
    assert revision(old) == 0
    install(home, "tests")
    assert Inventory(home).get(WAS_FULL.id) == WAS_FULL
