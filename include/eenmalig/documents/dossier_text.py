"""The dossier as approvers read it before they answer: Markdown, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.documents import counts
from eenmalig.documents.markdown import bullets, code, plain, quote, table
from eenmalig.documents.measures_named import to_be_measured
from eenmalig.documents.moments import counted, date, duration, figure, moment
from eenmalig.documents.settings_in_words import overrides_in_words, window_in_words
from eenmalig.documents.words import Words, words
from eenmalig.domain.approvals import AUTHORITIES, answer_by
from eenmalig.domain.gsm7 import units

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Data = Mapping[str, Any]


def render_dossier(dossier: Data, *, for_several: bool = False) -> str:
    """Return the whole dossier, with the ``digest`` that an approval is bound to.

    It shows everything that the digest covers and a person can judge. ``for_several`` is where
    others than who decides may read it too: no row says there that a reason held for a few people,
    and a sentence says where that stands. Fails when a part of the dossier is missing: nobody may
    approve what is not shown.
    """
    wording = words(dossier["language"])
    title = wording.say(
        "dossier",
        "title",
        campaign=plain(dossier["campaign"]),
        city=plain(dossier["display_name"]),
    )
    parts = [f"# {title}"]
    if dossier["rehearsal"]:
        banner = wording.say("common", "rehearsal")
        parts.append(f"> **{banner}.** {wording.say('dossier', 'rehearsal')}")
    parts += _not_excluded(dossier, wording)
    who = _who_for_several if for_several else _who
    sections = (_decide, _text, _warnings, who, _sources, _how, to_be_measured, _limits, _binding)
    told = [section(dossier, wording) for section in sections]
    return "\n\n".join([*parts, *filter(None, told)]) + "\n"


def _not_excluded(dossier: Data, wording: Words) -> list[str]:
    """Return what comes before all else: entries of exclusion lists that exclude nobody."""
    lists = [
        wording.say(
            "dossier",
            "not_excluded_list",
            n=each["list"],
            category=plain(wording.name("excluded", each["category"])),
            count=figure(each["accept_unreadable"], wording),
        )
        for each in dossier.get("lists") or ()
        if each["accept_unreadable"]
    ]
    heading = f"## {wording.say('dossier', 'not_excluded')}"
    return [heading, wording.say("dossier", "not_excluded_text"), bullets(lists)] if lists else []


def _decide(dossier: Data, wording: Words) -> str:
    total = counted(counts.total(dossier["counts"], "recipients"), "recipient", wording)
    approvers = [
        [
            wording.name("authority", authority),
            ", ".join(plain(staff_id) for staff_id in dossier["authorities"][authority]),
            moment(answer_by(dossier, authority).isoformat(), wording),
        ]
        for authority in AUTHORITIES
    ]
    return "\n\n".join(
        [
            f"## {wording.say('dossier', 'decide')}",
            wording.say("dossier", "decide_text", recipients=total),
            wording.say("dossier", "answer_by", when=moment(dossier["approve_by"], wording)),
            wording.say("dossier", "rejecting"),
            table(
                [
                    wording.say("dossier", "approvers"),
                    wording.say("common", "staff_id"),
                    wording.say("dossier", "answer_before"),
                ],
                [
                    *approvers,
                    [wording.say("common", "requested_by"), plain(dossier["requested_by"]), ""],
                ],
            ),
        ]
    )


def _text(dossier: Data, wording: Words) -> str:
    size = wording.say(
        "dossier",
        "text_size_value",
        characters=counted(units(dossier["text"]), "character", wording),
        encoding=plain(dossier["encoding"]),
        segments=dossier["segments"],
    )
    rows = [
        [wording.say("common", "sender"), f"**{plain(dossier['sender_id'])}**"],
        [wording.say("dossier", "text_size"), size],
        [wording.say("dossier", "authenticity"), plain(dossier["authenticity"])],
        [wording.say("dossier", "complaints"), plain(dossier["complaints"])],
        *_for_the_public(dossier, wording),
    ]
    return "\n\n".join(
        [
            f"## {wording.say('dossier', 'text')}",
            quote(dossier["text"]),
            table([wording.say("common", "message"), ""], rows),
        ]
    )


def _for_the_public(dossier: Data, wording: Words) -> list[list[str]]:
    """Return what the municipality's page tells besides, where the city's file does."""
    told = {
        "check_by_telephone": (dossier.get("check_by_telephone") or {}).get("number"),
        "help": " ".join((dossier.get("help") or {}).values()),
        "opt_out": dossier.get("opt_out"),
        "english": " ".join(_sentences(dossier.get("english"))),
    }
    return [[wording.say("dossier", key), plain(value)] for key, value in told.items() if value]


def _sentences(stated: Any) -> Iterator[str]:
    """Give each sentence of a part of a city's file, in its order."""
    for value in (stated or {}).values():
        yield from [value] if isinstance(value, str) else _sentences(value)


def _warnings(dossier: Data, wording: Words) -> str:
    warnings = [plain(wording.name("text_warning", warning)) for warning in dossier["warnings"]]
    body = bullets(warnings) if warnings else wording.say("dossier", "no_warnings")
    return f"### {wording.say('dossier', 'warnings')}\n\n{body}"


def _who(dossier: Data, wording: Words) -> str:
    return _chosen(dossier, wording, counts.reasons(dossier["counts"], wording))


def _who_for_several(dossier: Data, wording: Words) -> str:
    reasons = counts.reasons_of_several(dossier["counts"], wording)
    told = _chosen(dossier, wording, reasons)
    return f"{told}\n\n{wording.say('dossier', 'small_elsewhere')}"


def _chosen(dossier: Data, wording: Words, reasons: Sequence[tuple[str, str, str]]) -> str:
    campaign_counts = dossier["counts"]
    shown = counts.totals(campaign_counts, wording)
    read = counted(counts.total(campaign_counts, "read"), "value", wording)
    basis = [
        f"{plain(wording.name('basis', key))}: {plain(value)}"
        for key, value in (dossier["legal_basis"] or {}).items()
    ]
    return "\n\n".join(
        [
            f"## {wording.say('dossier', 'who')}",
            wording.say("dossier", "who_text", recipients=shown["recipients"], read=read),
            f"**{wording.say('common', 'case_reference')}:** {plain(dossier['case_reference'])}",
            *_origin(dossier, wording),
            f"**{wording.say('dossier', 'criterion')}:** {plain(dossier['criterion'])}",
            f"**{wording.say('dossier', 'basis')}**",
            bullets(basis) if basis else wording.say("dossier", "no_basis"),
            wording.say("dossier", "sum", **shown) + " " + wording.say("dossier", "set_aside_text"),
            table(
                ["", wording.say("common", "reason"), wording.say("common", "count")],
                reasons,
            ),
        ]
    )


def _origin(dossier: Data, wording: Words) -> list[str]:
    """Return the countries, the exclusion lists, and the campaign that this one follows."""
    rows = [f"**{wording.say('common', 'countries')}:** {plain(', '.join(dossier['countries']))}"]
    if dossier.get("lists"):
        lists = "; ".join(
            f"{each['list']}: {plain(wording.name('excluded', each['category']))}"
            for each in dossier["lists"]
        )
        rows.append(f"**{wording.say('common', 'exclusion_lists')}:** {lists}")
    if dossier.get("follows"):
        rows.append(f"**{wording.say('common', 'follows')}:** {plain(dossier['follows'])}")
    return rows


def _sources(dossier: Data, wording: Words) -> str:
    if not dossier["sources"]:
        return wording.say("dossier", "no_sources")
    head = [
        wording.say("common", "source"),
        *(wording.say("count", column) for column in counts.COLUMNS),
    ]
    rows = [
        [
            plain(source_name(source, wording)),
            *(counts.source_cell(source, column, wording) for column in counts.COLUMNS),
        ]
        for source in dossier["sources"]
    ]
    return table(head, rows) + f"\n\n{wording.say('common', 'small_cells')}"


def _how(dossier: Data, wording: Words) -> str:
    rate = dossier["segments_per_second"]
    sending = counts.total(dossier["counts"], "recipients") * dossier["segments"] / rate
    settle = duration(dossier["settle_seconds"], wording)
    receipts = duration(dossier["receipt_window_seconds"], wording)
    gateway = {key: plain(value) for key, value in dossier["gateway"].items()}
    software = {key: plain(value) for key, value in dossier["software"].items()}
    rows = [
        [
            "dossier",
            "window",
            f"{window_in_words(dossier['window'], wording)}. "
            + wording.say("dossier", "outside_window"),
        ],
        ["common", "gateway", wording.say("common", "gateway_value", **gateway)],
        [
            "dossier",
            "speed",
            wording.say("dossier", "speed_value", rate=rate, duration=duration(sending, wording)),
        ],
        ["dossier", "settle", wording.say("dossier", "settle_value", duration=settle)],
        ["dossier", "receipts", wording.say("dossier", "receipts_value", duration=receipts)],
        ["common", "deadline", moment(dossier["deadline"], wording)],
        ["dossier", "created_at", moment(dossier["created_at"], wording)],
        ["common", "software", wording.say("common", "software_value", **software)],
    ]
    if dossier.get("profile"):
        rows.append(["dossier", "overrides", overrides_in_words(dossier["profile"], wording)])
    return "\n\n".join(
        [
            f"## {wording.say('dossier', 'how')}",
            table(["", ""], [[wording.say(section, key), shown] for section, key, shown in rows]),
            wording.say("dossier", "times"),
        ]
    )


def _limits(dossier: Data, wording: Words) -> str:
    del dossier
    once = [wording.say("dossier", f"once_{n}") for n in range(1, 6)]
    gone = [wording.say("dossier", f"gone_{n}") for n in range(1, 4)]
    return "\n\n".join(
        [
            f"## {wording.say('dossier', 'once')}",
            bullets(once),
            f"## {wording.say('dossier', 'gone')}",
            bullets(gone),
        ]
    )


def _binding(dossier: Data, wording: Words) -> str:
    rows = [
        [wording.say("dossier", key), code(dossier[key])]
        for key in ("digest", "recipient_set", "handover_digest")
    ]
    return "\n\n".join(
        [
            f"## {wording.say('dossier', 'binding')}",
            wording.say("dossier", "binding_text"),
            table(["", ""], rows),
        ]
    )


def source_name(source: Data, wording: Words) -> str:
    """Return how a source is named: by its order, kind, device and format, never by its file.

    What a person decided about it is said too: approvers bind themselves to that.
    """
    known = [
        wording.name(key, source[key]) for key in ("kind", "device", "format") if key in source
    ]
    if "last_used_after" in source:
        day = date(source["last_used_after"], wording)
        known.append(wording.say("common", "last_used_after", day=day))
    if source.get("also_text"):
        reasons = ", ".join(wording.name("set_aside", reason) for reason in source["also_text"])
        known.append(wording.say("common", "also_text", reasons=reasons))
    if source.get("unread"):
        places = ", ".join(source["unread"])
        known.append(wording.say("common", "unread", places=places))
    return f"{source['source']}: {', '.join(known)}" if known else str(source["source"])
