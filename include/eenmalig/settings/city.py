"""What a city's file may say. Whatever a person writes there is checked before anything runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, PlainValidator, StrictBool, field_validator

from eenmalig.domain import message_text
from eenmalig.domain.approvals import AUTHORITIES
from eenmalig.domain.window import Window
from eenmalig.errors import EenmaligError
from eenmalig.settings.mail_addresses import MailAddresses
from eenmalig.settings.public_contact import (  # noqa: TC001 - pydantic makes the model of them
    Help,
    InEnglish,
    Responsible,
    Telephone,
)
from eenmalig.settings.stated import Sentence, StatedPart, mistaken, without_numbers

if TYPE_CHECKING:
    from pydantic_core.core_schema import ValidationInfo

CITY_NAME = re.compile(r"[a-z][a-z-]{1,29}")
_STAFF_ID = re.compile(r"[a-z0-9][a-z0-9.-]{2,40}")
_SENDER_ID = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9](?:[A-Za-z0-9 ]{1,9})[A-Za-z0-9]")
_COUNTRY = re.compile(r"[A-Z]{2}")
_SECONDS_A_MINUTE = 60
_SECONDS_AN_HOUR = 3600
_DAY_OF_SECONDS = 24 * _SECONDS_AN_HOUR


def _window(record: object) -> Window:
    try:
        return Window.from_record(record)
    except EenmaligError as error:
        raise mistaken("window", *error.mistakes) from None


def _staff_id(value: object) -> str:
    if not isinstance(value, str) or not _STAFF_ID.fullmatch(value):
        raise mistaken(
            "staff",
            "must be a staff id of 3 to 41 lower-case letters, digits, dots and hyphens",
        )
    return without_numbers(value)


def _staff(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise mistaken("staff", "must list at least one staff id")
    ids = tuple(_staff_id(entry) for entry in value)
    if len(set(ids)) < len(ids):
        raise mistaken("staff", "lists a staff id twice")
    return ids


def _country_codes(value: object) -> tuple[str, ...]:
    codes = value if isinstance(value, list | tuple) else []
    plain = [code for code in codes if isinstance(code, str) and _COUNTRY.fullmatch(code)]
    if not codes or len(set(plain)) < len(codes):
        raise mistaken("countries", "must list country codes of two capitals, each once, as NL")
    return tuple(plain)


Staff = Annotated[tuple[str, ...], PlainValidator(_staff)]
Countries = Annotated[tuple[str, ...], PlainValidator(_country_codes)]
SendingWindow = Annotated[Window, PlainValidator(_window)]
SegmentsPerSecond = Annotated[int, Field(strict=True, ge=1, le=100)]
SettleSeconds = Annotated[int, Field(strict=True, ge=0, le=_DAY_OF_SECONDS)]
ReceiptSeconds = Annotated[int, Field(strict=True, ge=1, le=7 * _DAY_OF_SECONDS)]
ApprovalMinutes = Annotated[int, Field(strict=True, ge=1, le=14 * 24 * 60)]
DeadlineHours = Annotated[int, Field(strict=True, ge=1, le=30 * 24)]


class Authorities(StatedPart):
    """Who may answer for each authority. Nobody answers for two."""

    police: Staff
    municipality: Staff
    public_prosecutor: Staff

    def of(self, authority: str) -> tuple[str, ...]:
        """Return the staff ids of one authority."""
        return self.as_record()[authority]

    def as_record(self) -> dict[str, tuple[str, ...]]:
        """Return staff ids by authority, in the order in which they are asked."""
        return {authority: getattr(self, authority) for authority in AUTHORITIES}


class City(StatedPart):
    """One city's campaign as its file states it; every field that the gateway sees is approved.

    Validators look only at fields above them, so that all mistakes are found in one reading.
    """

    city: str
    display_name: Sentence
    language: Literal["nl", "en"]
    sender_id: str
    max_segments: Annotated[int, Field(strict=True, ge=1, le=4)] = 2
    allow_ucs2: StrictBool = False
    message_text: str
    authenticity: Sentence
    complaints: Sentence
    responsible: Responsible | None = None
    check_by_telephone: Telephone | None = None
    help: Help | None = None
    opt_out: Sentence | None = None
    english: InEnglish | None = None
    authorities: Authorities
    data_team: Staff
    countries: Countries = ("NL",)
    window: SendingWindow
    segments_per_second: SegmentsPerSecond
    settle_seconds: SettleSeconds
    receipt_window_seconds: ReceiptSeconds
    approval_window_minutes: ApprovalMinutes
    minutes_for_each_authority: ApprovalMinutes
    destruction_deadline_hours: DeadlineHours
    mail: MailAddresses = MailAddresses()

    def told_to_the_public(self) -> dict[str, Any]:
        """Return what the municipality's page tells besides the text; None where nothing is."""
        return self.model_dump(include={"check_by_telephone", "help", "opt_out", "english"})

    @field_validator("city")
    @classmethod
    def _plain_name(cls, value: str) -> str:
        if not CITY_NAME.fullmatch(value):
            raise mistaken("city", "must be lower-case letters and hyphens, at most 30")
        return value

    @field_validator("sender_id")
    @classmethod
    def _alphanumeric(cls, value: str) -> str:
        if not _SENDER_ID.fullmatch(value):
            raise mistaken(
                "sender", "must be 3 to 11 letters, digits or spaces, at least one letter"
            )
        return without_numbers(value)

    @field_validator("message_text")
    @classmethod
    def _sendable(cls, value: str, known: ValidationInfo) -> str:
        mistakes = message_text.check(
            value,
            max_segments=known.data.get("max_segments", 2),
            allow_ucs2=known.data.get("allow_ucs2", False),
        )
        if mistakes:
            raise mistaken("message_text", *mistakes)
        return value

    @field_validator("authorities")
    @classmethod
    def _apart(cls, value: Authorities) -> Authorities:
        everyone = [staff_id for ids in value.as_record().values() for staff_id in ids]
        if len(set(everyone)) < len(everyone):
            raise mistaken("staff", "let one person answer for two authorities")
        return value

    @field_validator("data_team")
    @classmethod
    def _never_approves(cls, value: tuple[str, ...], known: ValidationInfo) -> tuple[str, ...]:
        authorities = known.data.get("authorities")
        for authority, ids in authorities.as_record().items() if authorities else ():
            if set(value) & set(ids):
                raise mistaken(
                    "staff", f"shares a person with {authority}: who asks never approves"
                )
        return value

    @field_validator("minutes_for_each_authority")
    @classmethod
    def _for_everybody(cls, minutes: int, known: ValidationInfo) -> int:
        window = known.data.get("approval_window_minutes")
        if window is not None and minutes * len(AUTHORITIES) > window:
            raise mistaken("approvals", "must fit into the approval window for every authority")
        return minutes

    @field_validator("destruction_deadline_hours")
    @classmethod
    def _long_enough(cls, hours: int, known: ValidationInfo) -> int:
        before = {"approval_window_minutes", "settle_seconds", "receipt_window_seconds"}
        if before <= known.data.keys() and hours * _SECONDS_AN_HOUR <= _needed(known.data):
            raise mistaken(
                "deadline",
                "must be longer than the approval window, settling and receipts together",
            )
        return hours


def _needed(known: dict[str, Any]) -> int:
    seconds: int = known["approval_window_minutes"] * _SECONDS_A_MINUTE
    return seconds + int(known["settle_seconds"]) + int(known["receipt_window_seconds"])


class Profile(StatedPart):
    """What a rehearsal overrides of a city's file; what is left out stays as the city says."""

    window: SendingWindow | None = None
    segments_per_second: SegmentsPerSecond | None = None
    settle_seconds: SettleSeconds | None = None
    receipt_window_seconds: ReceiptSeconds | None = None
    approval_window_minutes: ApprovalMinutes | None = None
    minutes_for_each_authority: ApprovalMinutes | None = None
    destruction_deadline_hours: DeadlineHours | None = None

    def overrides(self) -> dict[str, object]:
        """Return what is overridden, as it is written in the dossier."""
        stated = {key: value for key, value in self if value is not None}
        return {
            key: value.as_record() if isinstance(value, Window) else value
            for key, value in stated.items()
        }
