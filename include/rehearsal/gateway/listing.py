"""Reading a list request, and the addresses of the pages beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from rehearsal.gateway.answers import RefusedError
from rehearsal.gateway.store import ListFilter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rehearsal.gateway.messages import Message

DEFAULT_PAGE_SIZE = 50
LARGEST_PAGE = 1000
_FILTERS = ("To", "From", "DateSent", "DateSent<", "DateSent>")
_AFTER, _BEFORE = "PA", "PB"
_DAY_LENGTH = 10


@dataclass(frozen=True)
class Listing:
    """One list request: which messages, how many a page, and the page's number from 0."""

    selection: ListFilter
    size: int
    number: int
    filters: tuple[tuple[str, str], ...]

    def address(self, base: str, number: int, token: str | None = None) -> str:
        """Return the address, without host, of a page of the same list."""
        pairs = [*self.filters, ("PageSize", str(self.size)), ("Page", str(number))]
        if token:
            pairs.append(("PageToken", token))
        return f"{base}?{urlencode(pairs)}"


def listing(query: Mapping[str, str]) -> Listing:
    """Return what ``query`` asks for. Raises RefusedError with Twilio's code.

    ``DateSent`` selects a whole day (UTC). ``DateSent<`` and ``DateSent>`` include the moment
    given; a date without a time stands for its whole day.
    """
    size = _whole(query.get("PageSize", str(DEFAULT_PAGE_SIZE)), 20007)
    number = _whole(query.get("Page", "0"), 20006)
    if not 1 <= size <= LARGEST_PAGE:
        raise RefusedError(20007)
    token = query.get("PageToken", "")
    if number and not token:
        raise RefusedError(20006)
    sent_from, sent_until = _sent_between(query)
    selection = ListFilter(
        recipient=query.get("To"),
        sender=query.get("From"),
        sent_from=sent_from,
        sent_until=sent_until,
    )
    filters = tuple((key, query[key]) for key in _FILTERS if key in query)
    return Listing(_turned(selection, token), size, number, filters)


def page_json(listed: Listing, messages: list[Message], base: str, now: float) -> dict[str, object]:
    """Return one page as Twilio shows it. ``messages`` may hold one message more than the page.

    That one tells that there is a further page in the direction of reading.
    """
    backwards = listed.selection.before is not None
    more = len(messages) > listed.size
    shown = messages[-listed.size :] if backwards else messages[: listed.size]
    has_next = bool(shown) and (backwards or more)
    has_previous = bool(shown) and listed.number > 0
    start = listed.number * listed.size
    return {
        "messages": [message.as_json(now) for message in shown],
        "first_page_uri": listed.address(base, 0),
        "next_page_uri": listed.address(base, listed.number + 1, _AFTER + shown[-1].sid)
        if has_next
        else None,
        "previous_page_uri": listed.address(base, listed.number - 1, _BEFORE + shown[0].sid)
        if has_previous
        else None,
        "page": listed.number,
        "page_size": listed.size,
        "start": start,
        "end": start + max(len(shown) - 1, 0),
        "uri": listed.address(base, listed.number),
    }


def _turned(selection: ListFilter, token: str) -> ListFilter:
    if token.startswith(_AFTER):
        return replace(selection, after=token.removeprefix(_AFTER))
    if token.startswith(_BEFORE):
        return replace(selection, before=token.removeprefix(_BEFORE))
    if token:
        raise RefusedError(20001)
    return selection


def _sent_between(query: Mapping[str, str]) -> tuple[float | None, float | None]:
    """Return the moments that bound sending: from the first up to, not including, the second."""
    lowest: list[float] = []
    highest: list[float] = []
    if "DateSent" in query:
        midnight = _moment(query["DateSent"][:_DAY_LENGTH])
        lowest.append(midnight.timestamp())
        highest.append((midnight + timedelta(days=1)).timestamp())
    if "DateSent>" in query:
        lowest.append(_moment(query["DateSent>"]).timestamp())
    if "DateSent<" in query:
        stated = query["DateSent<"]
        # Moments are shown in whole seconds, so the second stated counts as a whole.
        whole = timedelta(days=1) if len(stated) == _DAY_LENGTH else timedelta(seconds=1)
        highest.append((_moment(stated) + whole).timestamp())
    return max(lowest, default=None), min(highest, default=None)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise RefusedError(20001) from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _whole(text: str, code: int) -> int:
    if not text.isascii() or not text.isdigit():
        raise RefusedError(code)
    return int(text)
