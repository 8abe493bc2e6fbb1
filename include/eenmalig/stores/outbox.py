"""Which mails were sent, and which wait to be tried again. It holds no address and no word.

A mail is claimed before it is handed to the server, and marked as sent afterwards. Who dies in
between leaves a claim, which runs out: the mail is then sent again, under the same id. A person
who is told twice is better than one who is never told.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from eenmalig.errors import Code, EenmaligError
from eenmalig.stores.engine import Moment, engine, is_made, make, writing

if TYPE_CHECKING:
    from eenmalig.stores.home import Home

log = logging.getLogger(__name__)

# Twice as long after each try that did not end well. The first outlasts whoever makes it.
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=1)
# Longer than anything is due.
_KEPT = timedelta(days=30)

_tables = sa.MetaData()
_mails = sa.Table(
    "mails",
    _tables,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("again_at", Moment, nullable=False),
    sa.Column("sent_at", Moment),
)


class Outbox:
    """The outbox of one installation, made where there is none.

    One that is damaged is made anew, and said so: it can be lost without harm, since all that it
    prevents is that a mail of the last days comes once more.
    """

    def __init__(self, home: Home) -> None:
        path = home.outbox / "outbox.db"
        self._engine = engine(path, Code.OUTBOX_DAMAGED)
        try:
            self._open(home)
        except EenmaligError:
            log.warning("The outbox was damaged, and is made anew: some mails come twice.")
            path.unlink()
            self._open(home)

    def _open(self, home: Home) -> None:
        path = home.outbox / "outbox.db"
        if not is_made(path):
            with suppress(FileExistsError):  # another process was first
                make(path)
        with writing(self._engine) as connection:
            _tables.create_all(connection)

    def resting(self, now: datetime) -> set[str]:
        """Return the mails that were sent, or wait until a later moment."""
        query = sa.select(_mails.c.id).where(
            _mails.c.sent_at.is_not(None) | (_mails.c.again_at > now)
        )
        with self._engine.begin() as connection:
            return set(connection.execute(query).scalars())

    def claim(self, mail: str, now: datetime) -> bool:
        """Take the right to send a mail now. Returns whether nobody else has it or used it."""
        with writing(self._engine) as connection:
            row = connection.execute(sa.select(_mails).where(_mails.c.id == mail)).one_or_none()
            if row is None:
                connection.execute(
                    _mails.insert().values(id=mail, tries=1, again_at=now + _FIRST_PAUSE)
                )
                return True
            if row.sent_at is not None or row.again_at > now:
                return False
            pause = min(_FIRST_PAUSE * 2 ** min(row.tries, 10), _LONGEST_PAUSE)
            connection.execute(
                _mails.update()
                .where(_mails.c.id == mail)
                .values(tries=row.tries + 1, again_at=now + pause)
            )
            return True

    def sent(self, mail: str, now: datetime) -> None:
        """Record durably that the server took a mail."""
        with writing(self._engine) as connection:
            connection.execute(_mails.update().where(_mails.c.id == mail).values(sent_at=now))

    def forget(self, now: datetime) -> None:
        """Drop what is too old to come again."""
        with writing(self._engine) as connection:
            connection.execute(_mails.delete().where(_mails.c.again_at < now - _KEPT))
