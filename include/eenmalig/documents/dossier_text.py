"""The dossier as approvers read it before they answer: Markdown, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.documents import counts
from eenmalig.documents.markdown import bullets, code, plain, quote, table
from eenmalig.documents.moments import date, duration, figure, moment
from eenmalig.documents.words import Words, words
from eenmalig.domain.gsm7 import units

if TYPE_CHECKING:
    from collections.abc import Mapping

    Data = Mapping[str, Any]

_DURATIONS = {
    "settle_seconds": 1,
    "receipt_window_seconds": 1,
    "approval_window_minutes": 60,
    "destruction_deadline_hours": 3600,
}


def render_dossier(dossier: Data) -> str:
    """Return the whole dossier, with the ``digest`` that an approval is bound to.

    It shows everything that the digest covers and a person can judge. Fails when a part of
    the dossier is missing: nobody may approve what is not shown.
    """
    said = words(dossier["language"])
    title = said.say(
        "dossier",
        "title",
        campaign=plain(dossier["campaign"]),
        city=plain(dossier["display_name"]),
    )
    parts = [f"# {title}"]
    if dossier["rehearsal"]:
        banner = said.say("common", "rehearsal")
        parts.append(f"> **{banner}.** {said.say('dossier', 'rehearsal')}")
    sections = (_decide, _text, _warnings, _who, _sources, _how, _limits, _binding)
    return "\n\n".join([*parts, *(each(dossier, said) for each in sections)]) + "\n"


def _decide(dossier: Data, said: Words) -> str:
    total = figure(counts.total(dossier["counts"], "recipients"), said)
    approvers = [
        [said.name("authority", authority), ", ".join(plain(each) for each in ids)]
        for authority, ids in dossier["authorities"].items()
    ]
    return "\n\n".join(
        [
            f"## {said.say('dossier', 'decide')}",
            said.say("dossier", "decide_text", recipients=total),
            said.say("dossier", "answer_by", when=moment(dossier["approve_by"], said)),
            said.say("dossier", "rejecting"),
            table(
                [said.say("dossier", "approvers"), said.say("common", "staff_id")],
                [
                    *approvers,
                    [said.say("common", "requested_by"), plain(dossier["requested_by"])],
                ],
            ),
        ]
    )


def _text(dossier: Data, said: Words) -> str:
    size = said.say(
        "dossier",
        "text_size_value",
        characters=units(dossier["text"]),
        encoding=plain(dossier["encoding"]),
        segments=dossier["segments"],
    )
    rows = [
        [said.say("common", "sender"), f"**{plain(dossier['sender_id'])}**"],
        [said.say("dossier", "text_size"), size],
        [said.say("dossier", "authenticity"), plain(dossier["authenticity"])],
        [said.say("dossier", "complaints"), plain(dossier["complaints"])],
    ]
    return "\n\n".join(
        [
            f"## {said.say('dossier', 'text')}",
            quote(dossier["text"]),
            table([said.say("common", "message"), ""], rows),
        ]
    )


def _warnings(dossier: Data, said: Words) -> str:
    warnings = [plain(said.name("text_warning", each)) for each in dossier["warnings"]]
    body = bullets(warnings) if warnings else said.say("dossier", "no_warnings")
    return f"### {said.say('dossier', 'warnings')}\n\n{body}"


def _who(dossier: Data, said: Words) -> str:
    held = dossier["counts"]
    shown = counts.totals(held, said)
    basis = [
        f"{plain(said.name('basis', key))}: {plain(value)}"
        for key, value in (dossier["legal_basis"] or {}).items()
    ]
    return "\n\n".join(
        [
            f"## {said.say('dossier', 'who')}",
            said.say("dossier", "who_text", **shown),
            f"**{said.say('common', 'case_reference')}:** {plain(dossier['case_reference'])}",
            *_origin(dossier, said),
            f"**{said.say('dossier', 'criterion')}:** {plain(dossier['criterion'])}",
            f"**{said.say('dossier', 'basis')}**",
            bullets(basis) if basis else said.say("dossier", "no_basis"),
            said.say("dossier", "sum", **shown) + " " + said.say("dossier", "set_aside_text"),
            table(
                ["", said.say("common", "reason"), said.say("common", "count")],
                counts.reasons(held, said),
            ),
        ]
    )


def _origin(dossier: Data, said: Words) -> list[str]:
    """Return the countries, and the campaign that this one follows where it does."""
    rows = [f"**{said.say('common', 'countries')}:** {plain(', '.join(dossier['countries']))}"]
    if dossier.get("follows"):
        rows.append(f"**{said.say('common', 'follows')}:** {plain(dossier['follows'])}")
    return rows


def _sources(dossier: Data, said: Words) -> str:
    if not dossier["sources"]:
        return said.say("dossier", "no_sources")
    head = [said.say("common", "source"), *(said.say("count", each) for each in counts.COLUMNS)]
    rows = [
        [
            plain(source_name(each, said)),
            *(counts.source_cell(each, column, said) for column in counts.COLUMNS),
        ]
        for each in dossier["sources"]
    ]
    return table(head, rows) + f"\n\n{said.say('common', 'small_cells')}"


def _how(dossier: Data, said: Words) -> str:
    rate = dossier["segments_per_second"]
    sending = counts.total(dossier["counts"], "recipients") * dossier["segments"] / rate
    settle = duration(dossier["settle_seconds"], said)
    receipts = duration(dossier["receipt_window_seconds"], said)
    gateway = {key: plain(value) for key, value in dossier["gateway"].items()}
    software = {key: plain(value) for key, value in dossier["software"].items()}
    rows = [
        [
            "dossier",
            "window",
            f"{_window(dossier['window'], said)}. " + said.say("dossier", "outside_window"),
        ],
        ["common", "gateway", said.say("common", "gateway_value", **gateway)],
        [
            "dossier",
            "speed",
            said.say("dossier", "speed_value", rate=rate, duration=duration(sending, said)),
        ],
        ["dossier", "settle", said.say("dossier", "settle_value", duration=settle)],
        ["dossier", "receipts", said.say("dossier", "receipts_value", duration=receipts)],
        ["common", "deadline", moment(dossier["deadline"], said)],
        ["dossier", "created_at", moment(dossier["created_at"], said)],
        ["common", "software", said.say("common", "software_value", **software)],
    ]
    if dossier.get("profile"):
        rows.append(["dossier", "overrides", _overrides(dossier["profile"], said)])
    return "\n\n".join(
        [
            f"## {said.say('dossier', 'how')}",
            table(["", ""], [[said.say(section, key), shown] for section, key, shown in rows]),
        ]
    )


def _window(window: Data, said: Words) -> str:
    days = ", ".join(said.name("day", day) for day in window["days"])
    opens, closes = window["from"], window["until"]
    return said.say("dossier", "window_value", days=days, opens=opens, closes=closes)


def _overrides(profile: Data, said: Words) -> str:
    shown = []
    for key, value in profile.items():
        told = str(value)
        if key in _DURATIONS:
            told = duration(value * _DURATIONS[key], said)
        elif key == "window":
            told = _window(value, said)
        shown.append(f"{plain(said.name('override', key))}: {plain(told)}")
    return "; ".join(shown)


def _limits(dossier: Data, said: Words) -> str:
    del dossier
    once = [said.say("dossier", f"once_{n}") for n in range(1, 6)]
    gone = [said.say("dossier", f"gone_{n}") for n in range(1, 4)]
    return "\n\n".join(
        [
            f"## {said.say('dossier', 'once')}",
            bullets(once),
            f"## {said.say('dossier', 'gone')}",
            bullets(gone),
        ]
    )


def _binding(dossier: Data, said: Words) -> str:
    rows = [
        [said.say("dossier", key), code(dossier[key])]
        for key in ("digest", "recipient_set", "handover_digest")
    ]
    return "\n\n".join(
        [
            f"## {said.say('dossier', 'binding')}",
            said.say("dossier", "binding_text"),
            table(["", ""], rows),
        ]
    )


def source_name(source: Data, said: Words) -> str:
    """Return how a source is named: by its order, kind, device and format, never by its file.

    What a person decided about it is said too: approvers bind themselves to that.
    """
    known = [said.name(key, source[key]) for key in ("kind", "device", "format") if key in source]
    if "last_used_after" in source:
        day = date(source["last_used_after"], said)
        known.append(said.say("common", "last_used_after", day=day))
    if source.get("also_text"):
        reasons = ", ".join(said.name("set_aside", each) for each in source["also_text"])
        known.append(said.say("common", "also_text", reasons=reasons))
    return f"{source['source']}: {', '.join(known)}" if known else str(source["source"])
