"""Named sets of faults, and how one is read from the command line."""

from __future__ import annotations

import json
import secrets
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError
from rehearsal.gateway.faults import Fault, Faults, Pace, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping


def _nth(*requests: int) -> Rule:
    return Rule(nth=frozenset(requests))


_NONE: Mapping[Fault, Rule] = {}

# What a campaign of some hundreds may meet on an ordinary day.
_MILD: Mapping[Fault, Rule] = {
    Fault.TOO_MANY_REQUESTS: _nth(25, 26, 90, 180),
    Fault.ERROR_500_WITHOUT_ACCEPT: _nth(130),
    Fault.OPTED_OUT: Rule(share=0.01),
    Fault.ACCEPT_THEN_BREAK: _nth(40, 210),
    Fault.ERROR_500_AFTER_ACCEPT: _nth(75),
    Fault.RECEIPT_NEVER: Rule(share=0.01),
    Fault.UNDELIVERED: Rule(share=0.02),
}

# Everything at once, often.
_ROUGH: Mapping[Fault, Rule] = {
    Fault.TOO_MANY_REQUESTS: Rule(share=0.10, times=1),
    Fault.HANG_WITHOUT_ACCEPT: _nth(11),
    Fault.BREAK_WITHOUT_ACCEPT: Rule(share=0.01, nth=frozenset({5})),
    Fault.ERROR_500_WITHOUT_ACCEPT: Rule(share=0.02, nth=frozenset({7})),
    Fault.OPTED_OUT: Rule(share=0.03),
    Fault.INVALID_TO: Rule(share=0.02),
    Fault.ACCEPT_THEN_BREAK: Rule(share=0.02, nth=frozenset({3})),
    Fault.ERROR_500_AFTER_ACCEPT: Rule(share=0.02, nth=frozenset({6})),
    Fault.HANG_AFTER_ACCEPT: _nth(14),
    Fault.RECEIPT_NEVER: Rule(share=0.05),
    Fault.UNDELIVERED: Rule(share=0.05),
    Fault.FAILED: Rule(share=0.02),
    Fault.ELSEWHERE_TOO_MANY_REQUESTS: _nth(4, 9),
    Fault.ELSEWHERE_ERROR_500: _nth(6),
}

# An account that may not send from this sender: no recipient's fault, and no other will do.
_SENDER_REFUSED: Mapping[Fault, Rule] = {Fault.SENDER_REFUSED: Rule(share=1.0)}

PROFILES: Mapping[str, tuple[Mapping[Fault, Rule], Pace]] = {
    "none": (_NONE, Pace()),
    "mild": (_MILD, Pace(receipt_seconds=2.0, list_lag_seconds=1.0)),
    "rough": (_ROUGH, Pace(receipt_seconds=3.0, list_lag_seconds=4.0)),
    "sender_refused": (_SENDER_REFUSED, Pace()),
}
_KEYS = frozenset({"seed", "profile", "rules", "pace"})
_RULE_KEYS = frozenset(field.name for field in fields(Rule))
_PACE_KEYS = frozenset(field.name for field in fields(Pace))


def faults_from(text: str) -> Faults:
    """Return the faults named by ``text``, or described by it as a JSON object.

    The object may hold ``profile`` (a name to start from, "none" by default), ``seed``,
    ``rules`` ({fault: {share, nth, times}}) and ``pace`` ({seconds...}). Raises EenmaligError
    REHEARSAL_SETTINGS listing every mistake.
    """
    if not text.lstrip().startswith("{"):
        return _described({"profile": text.strip()})
    try:
        described = json.loads(text)
    except ValueError:
        raise EenmaligError(Code.REHEARSAL_SETTINGS, "The faults are not valid JSON.") from None
    return _described(described)


def _described(described: Mapping[str, object]) -> Faults:
    mistakes = [f"Unknown key among the faults: {key}." for key in set(described) - _KEYS]
    name = described.get("profile", "none")
    if not isinstance(name, str) or name not in PROFILES:
        raise EenmaligError(
            Code.REHEARSAL_SETTINGS, f"The profile must be one of {', '.join(PROFILES)}."
        )
    named_rules, named_pace = PROFILES[name]
    rules = {**named_rules, **_rules(described.get("rules", {}), mistakes)}
    pace = replace(named_pace, **_pace(described.get("pace", {}), mistakes))
    if mistakes:
        raise EenmaligError(Code.REHEARSAL_SETTINGS, *sorted(mistakes))
    return Faults(str(described.get("seed") or secrets.token_hex(8)), rules, pace)


def _rules(described: object, mistakes: list[str]) -> dict[Fault, Rule]:
    if not isinstance(described, dict):
        mistakes.append("The rules must be an object of faults.")
        return {}
    rules = {}
    for name, rule in described.items():
        if name not in set(Fault):
            mistakes.append(f"Unknown fault: {name}.")
        elif not isinstance(rule, dict) or set(rule) - _RULE_KEYS:
            mistakes.append(f"The rule of {name} may hold only share, nth and times.")
        else:
            rules[Fault(name)] = _rule(name, rule, mistakes)
    return rules


def _rule(name: str, rule: Mapping[str, object], mistakes: list[str]) -> Rule:
    share, nth, times = rule.get("share", 0.0), rule.get("nth", []), rule.get("times")
    if not isinstance(share, int | float) or not 0 <= share <= 1:
        mistakes.append(f"The share of {name} must be from 0 to 1.")
        share = 0.0
    if not isinstance(nth, list) or not all(isinstance(request, int) for request in nth):
        mistakes.append(f"The nth of {name} must be a list of whole numbers.")
        nth = []
    if times is not None and not isinstance(times, int):
        mistakes.append(f"The times of {name} must be a whole number.")
        times = None
    return Rule(float(share), frozenset(nth), times)


def _pace(described: object, mistakes: list[str]) -> dict[str, float]:
    if not isinstance(described, dict) or set(described) - _PACE_KEYS:
        mistakes.append(f"The pace may hold only {', '.join(sorted(_PACE_KEYS))}.")
        return {}
    if not all(isinstance(figure, int | float) and figure >= 0 for figure in described.values()):
        mistakes.append("Every figure of the pace must be 0 or more.")
        return {}
    return described
