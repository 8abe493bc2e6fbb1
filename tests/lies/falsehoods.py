"""What a lying gateway says instead of the truth. Each is put over what it would say otherwise."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.lies.lying_gateway import PROXY_PAGE

from rehearsal.gateway.answers import Reply, refusal
from rehearsal.gateway.app import BREAK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.lies.lying_gateway import Falsehood, Liar, Say

    from rehearsal.gateway.app import Request

    Shown = dict[str, Any]
    Which = Callable[[Liar, str], bool]

_NOTHING_LISTED = Reply(200, {"messages": [], "page": 0, "next_page_uri": None})


def every(_: Liar, __: str) -> bool:
    return True


def the_third(its: Liar, sid: str) -> bool:
    return its.nth(sid) == 3


def not_asked_for(its: Liar, sid: str) -> bool:
    return not its.nth(sid)


def half(its: Liar, sid: str) -> bool:
    return its.nth(sid) % 2 == 1


def keeps(which: Which = every, answer: Reply | None = None) -> Falsehood:
    """Say that a message was deleted, or what ``answer`` says, and keep it."""
    said = answer or Reply(204)

    def falsehood(its: Liar, say: Say) -> Say:
        return lambda asked: (
            said if asked.method == "DELETE" and which(its, _sid(asked)) else say(asked)
        )

    return falsehood


def hides_from_get(which: Which = every) -> Falsehood:
    """Answer the provider's own "not found" to whoever asks for a message."""

    def falsehood(its: Liar, say: Say) -> Say:
        return lambda asked: (
            refusal(20404)
            if asked.method == "GET" and not _lists(asked) and which(its, _sid(asked))
            else say(asked)
        )

    return falsehood


def shows_to_get(its: Liar, say: Say) -> Say:
    """Answer with a message as it was when it was first seen, whatever became of it."""
    shown: dict[str, Reply] = {}

    def answer(asked: Request) -> Reply:
        if asked.method == "DELETE":
            sid = _sid(asked)
            shown[sid] = say(replace(asked, method="GET"))
        if asked.method == "GET" and not _lists(asked):
            return shown.get(_sid(asked)) or say(asked)
        return say(asked)

    del its
    return answer


def listed_as(change: Callable[[Liar, Shown], Shown | None]) -> Falsehood:
    """Show each message of the list otherwise, or not at all."""

    def falsehood(its: Liar, say: Say) -> Say:
        def answer(asked: Request) -> Reply:
            reply = say(asked)
            return _changed(reply, lambda shown: change(its, shown)) if _lists(asked) else reply

        return answer

    return falsehood


def hides_from_list(which: Which = every) -> Falsehood:
    """Leave messages out of the list."""
    return listed_as(lambda its, shown: None if which(its, shown["sid"]) else shown)


def without(*names: str) -> Falsehood:
    """List messages without these of their fields."""
    return listed_as(lambda _, shown: {**shown, **dict.fromkeys(names)})


def in_capitals(*names: str) -> Falsehood:
    """List messages with these of their fields in capitals."""
    return listed_as(lambda _, shown: {**shown, **{name: shown[name].upper() for name in names}})


HIDES_NUMBERS = listed_as(lambda _, shown: {**shown, "to": f"{shown['to'][:-4]}XXXX"})
PADS_TEXTS = listed_as(lambda _, shown: {**shown, "body": f" {shown['body']}\n"})


def ignores_filters(_: Liar, say: Say) -> Say:
    """List what is there of every sender, whatever was asked for."""
    return lambda asked: say(replace(asked, query={})) if _lists(asked) else say(asked)


def lists_twice(_: Liar, say: Say) -> Say:
    """List each message twice."""

    def answer(asked: Request) -> Reply:
        reply = say(asked)
        if not _lists(asked) or reply.body is None:
            return reply
        return replace(reply, body={**reply.body, "messages": 2 * _messages(reply)})

    return answer


def lists_what_was(_: Liar, say: Say) -> Say:
    """Show the list as it was when it was first asked for."""
    first: list[Reply] = []

    def answer(asked: Request) -> Reply:
        if not _lists(asked):
            return say(asked)
        first[:] = first or [say(asked)]
        return first[0]

    return answer


def hides_what_it_deleted(its: Liar, say: Say) -> Say:
    """Keep what it is told to delete, and leave it out of the list from then on."""
    deleted: set[str] = set()

    def answer(asked: Request) -> Reply:
        if asked.method == "DELETE":
            deleted.add(_sid(asked))
            return Reply(204)
        return hides_from_list(lambda _, sid: sid in deleted)(its, say)(asked)

    return answer


def always(reply: Reply) -> Falsehood:
    """Give one answer to everything."""
    return lambda _, __: lambda ___: reply


def always_refuses(code: int) -> Falsehood:
    return always(refusal(code))


def nothing_is_here(_: Liar, __: Say) -> Say:
    """Be empty: an empty list, and the provider's own "not found" for every message."""
    return lambda asked: _NOTHING_LISTED if _lists(asked) else refusal(20404)


SHOWS_A_PROXYS_PAGE = always(PROXY_PAGE)


def refuses_to_create(code: int) -> Falsehood:
    """Refuse every new message, and make none."""
    return on_create(lambda _, __, ___: refusal(code))


def on_create(then: Callable[[Liar, Say, Request], Reply], *nth: int) -> Falsehood:
    """Answer the creates with these numbers, counted from 1, or all, by ``then``."""

    def falsehood(its: Liar, say: Say) -> Say:
        asked_for: list[None] = []

        def answer(asked: Request) -> Reply:
            if asked.method != "POST":
                return say(asked)
            asked_for.append(None)
            return then(its, say, asked) if not nth or len(asked_for) in nth else say(asked)

        return answer

    return falsehood


def makes_none(its: Liar, _: Say, asked: Request) -> Reply:
    """Accept with an id, and make no message."""
    shown = {"sid": _new_sid(), "status": "queued", "account_sid": its.account_sid}
    return Reply(201, {**shown, "to": asked.form["To"]})


def tells_another_id(_: Liar, say: Say, asked: Request) -> Reply:
    """Make the message, and give another id for it."""
    reply = say(asked)
    return replace(reply, body={**(reply.body or {}), "sid": _new_sid()})


def tells_the_id_before(its: Liar, say: Say, asked: Request) -> Reply:
    """Make the message, and give the id of the one before for it."""
    before = its.made[-1]
    reply = say(asked)
    return replace(reply, body={**(reply.body or {}), "sid": before})


def tells_a_strangers_id(its: Liar, say: Say, asked: Request) -> Reply:
    """Make the message, and give the id of a stranger's for it."""
    reply = say(asked)
    (*_, stranger) = (message.sid for message in its.there() if not its.nth(message.sid))
    return replace(reply, body={**(reply.body or {}), "sid": stranger})


def makes_two(_: Liar, say: Say, asked: Request) -> Reply:
    """Make the message twice."""
    say(asked)
    return say(asked)


def breaks_off(_: Liar, say: Say, asked: Request) -> Reply:
    """Make the message, and break off."""
    say(asked)
    return BREAK


def makes_it_and_says(code: int) -> Callable[[Liar, Say, Request], Reply]:
    """Make the message, and say that it was refused."""

    def answer(_: Liar, say: Say, asked: Request) -> Reply:
        say(asked)
        return refusal(code)

    return answer


def _lists(asked: Request) -> bool:
    return asked.method == "GET" and asked.path.endswith("/Messages.json")


def _sid(asked: Request) -> str:
    return asked.path.rpartition("/")[2].removesuffix(".json")


def _new_sid() -> str:
    return f"SM{secrets.token_hex(16)}"


def _messages(reply: Reply) -> list[Shown]:
    messages: Any = (reply.body or {}).get("messages", [])
    return list(messages)


def _changed(reply: Reply, change: Callable[[Shown], Shown | None]) -> Reply:
    changed = [change(shown) for shown in _messages(reply)]
    body: Mapping[str, object] = {**(reply.body or {}), "messages": [m for m in changed if m]}
    return replace(reply, body=body)
