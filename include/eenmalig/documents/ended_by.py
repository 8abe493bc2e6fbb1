"""Who stopped or withdrew a campaign, in a line of the report and of the certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.documents.moments import zoned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eenmalig.documents.words import Words

_BY_PEOPLE = ("stopped", "withdrawn")


def ended_by(document: Mapping[str, Any], wording: Words) -> list[tuple[str, str]]:
    """Return the line as a label and its value; none where no person ended a campaign."""
    told = document.get("ended_by")
    if not told or document["ending"] not in _BY_PEOPLE:
        return []
    when = zoned(told["at"], wording)
    if told["authority"]:
        value = wording.say(
            "common",
            "ended_by_authority",
            authority=wording.name("authority", told["authority"]),
            staff_id=told["staff_id"],
            account=told["by"],
            when=when,
        )
    else:
        value = wording.say("common", "ended_by_account", account=told["by"], when=when)
    return [(wording.say("common", "ended_by"), value)]
