"""Whom the public may turn to: who is responsible, where help is, and which number to call."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from pydantic import field_validator

from eenmalig.settings.stated import Sentence, StatedPart, mistaken

if TYPE_CHECKING:
    from pydantic_core.core_schema import ValidationInfo

# Each in one spelling only, so that its exact value can be told from any other. A mobile begins
# with 06 and is none of these, nor is a premium number (0900), a pager or a company's VoIP number.
_SERVICE = re.compile(r"14 0[1-57][0-9]{1,2}|0800-[1-9][0-9]{3}(?:[0-9]{3})?|088-[1-9][0-9]{6}")
# Areas with two digits behind the zero, by the numbering plan for telephony; all others have three.
_SHORT_AREA = "0(?:1[035]|2[0346]|3[03568]|4[0356]|5[0358]|7[0-9])"
_OFFICE = re.compile(
    rf"{_SHORT_AREA}-[1-9][0-9]{{6}}|(?!{_SHORT_AREA})0[1-57][0-9]{{2}}-[1-9][0-9]{{5}}"
)
_KINDS = {"service": _SERVICE, "office": _OFFICE}


class Responsible(StatedPart):
    """Who is responsible for a campaign: an office and a role, never a person by name."""

    office: Sentence
    role: Sentence


class Help(StatedPart):
    """Where somebody finds help, when it is open, and what there is outside these hours."""

    where: Sentence
    opening_hours: Sentence
    outside_hours: Sentence


class InEnglish(StatedPart):
    """What a file tells the public, in English; what is left out is still to be translated."""

    authenticity: Sentence | None = None
    complaints: Sentence | None = None
    help: Help | None = None
    opt_out: Sentence | None = None


class Telephone(StatedPart):
    """The number at which anybody can check that a message is real. Never a mobile."""

    kind: Literal["service", "office"]
    number: str

    @field_validator("number")
    @classmethod
    def _of_its_kind(cls, value: str, known: ValidationInfo) -> str:
        pattern = _KINDS.get(known.data.get("kind", ""))
        if pattern is not None and not pattern.fullmatch(value):
            raise mistaken(
                "telephone",
                "must be a Dutch service number (14 and the area code, 0800- or 088-) or an "
                "office's number (area code, hyphen, number), as its kind says; never a mobile",
            )
        return value
