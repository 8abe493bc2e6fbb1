"""One look at what is due, and the sending of it: the same from a DAG, a task and the last guard.

Nothing of this stops anybody: what cannot be sent is told in the log, and tried again.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.signing import only_rehearses
from eenmalig.mails.composing import compose
from eenmalig.mails.due import happenings_of, mails_due
from eenmalig.mails.happenings import Happening, Occasion
from eenmalig.mails.posting import Posted, post
from eenmalig.mails.seen import see
from eenmalig.settings.loading import cities, load_city
from eenmalig.stores.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from eenmalig.domain.mail_server import MailServer
    from eenmalig.mails.due import Mail
    from eenmalig.settings.loading import City
    from eenmalig.stores.home import Home

log = logging.getLogger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


def tell(
    home: Home,
    server: MailServer | None,
    base_url: str,
    guard: Occasion | None = None,
    clock: Callable[[], datetime] = _utc_now,
) -> Posted:
    """Send every mail that is due, and record each; return what became of them.

    ``guard`` is what the last guard has just found, if it found anything. Fails when the outbox
    cannot be used.
    """
    now = clock()
    happenings = [*_happened(home, now)]
    if guard is not None:
        happenings.append(Happening(guard, f"guard/{guard}/{now:%Y-%m-%d}", now))
    outbox = Outbox(home)
    due = mails_due(_told_apart(happenings, home), _readable_cities(), outbox.resting(clock()))
    for city, receiver in sorted(due.nobody):
        log.info("%s: nobody is mailed for %s; the city's file names no address.", city, receiver)
    posted = Posted()
    if due.mails:
        posted = _sent(server, due.mails, outbox, base_url, clock)
    outbox.forget(now)
    return posted


def require_sent(posted: Posted) -> None:
    """Fail when a mail was due and was not sent (``MAIL_NOT_SENT``)."""
    wrong = []
    if posted.refused:
        wrong.append(f"{posted.refused} mails were refused by the server")
    if posted.unwritten:
        wrong.append(f"{posted.unwritten} mails could not be written")
    if posted.broken_off is not None:
        wrong.append(f"the server could not be used ({posted.broken_off})")
    if wrong:
        raise EenmaligError(Code.MAIL_NOT_SENT, *wrong)


def tell_and_go_on(
    home: Home, server: MailServer | None, base_url: str, guard: Occasion | None = None
) -> None:
    """Send what is due as ``tell`` does, and go on whatever becomes of it."""
    try:
        require_sent(tell(home, server, base_url, guard))
    except EenmaligError as error:
        log.warning("%s", error)
    except Exception as error:  # noqa: BLE001 - nothing waits for a mail
        log.warning("Mails could not be sent (%s).", type(error).__name__)


def _sent(
    server: MailServer | None,
    mails: Sequence[Mail],
    outbox: Outbox,
    base_url: str,
    clock: Callable[[], datetime],
) -> Posted:
    if server is None:
        return Posted(broken_off="there is no connection smtp_default")

    def written(mail: Mail, now: datetime) -> bytes:
        return compose(mail, server.sender, server.domain, base_url, now)

    posted = post(server, mails, outbox, written, clock)
    log.info("%d of %d mails that were due are sent.", posted.sent, len(mails))
    return posted


def _happened(home: Home, now: datetime) -> list[Happening]:
    """Return what happened. That nothing can be read is told too: then nobody else would tell."""
    try:
        return happenings_of(see(home, now), now)
    except Exception as error:
        if isinstance(error, EenmaligError) and error.code is Code.HOME_EMPTY:
            raise
        log.warning("What mails follow from cannot be read (%s).", type(error).__name__)
        return [Happening(Occasion.FINDING, f"unreadable/{now:%Y-%m-%d}", now)]


def _told_apart(happenings: Iterable[Happening], home: Home) -> list[Happening]:
    """Return them told apart from what is live: by the installation where no record tells."""
    rehearsal = only_rehearses(home.trust)
    return [
        replace(each, rehearsal=rehearsal) if each.rehearsal is None else each
        for each in happenings
    ]


def _readable_cities() -> dict[str, City]:
    """Return every city whose file holds. One that does not may keep no other from being told."""
    readable = {}
    for name in cities():
        try:
            readable[name] = load_city(name)
        except EenmaligError as error:
            log.warning("%s: nobody of it is mailed (%s).", name, error.code)
    return readable
