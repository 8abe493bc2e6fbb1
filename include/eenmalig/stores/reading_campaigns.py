"""Campaigns as rows of the inventory: what every transaction reads alike, and which rows are odd.

A row that makes no campaign may be one that texted somebody. Whoever asks for campaigns therefore
fails while there is one, unless it asks for what is known: then the row hides no other.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from eenmalig.domain.campaign import CAMPAIGN_ID, Campaign, State
from eenmalig.errors import Code, EenmaligError
from eenmalig.stores import schema
from eenmalig.stores.engine import Moment, MomentOrOdd

_FIELDS = [field.name for field in fields(Campaign)]
# No moment of a campaign is in another year; what is far from these cannot be shown or reckoned.
_YEARS = range(2000, 2200)
_STATES = frozenset(State)


@dataclass(frozen=True)
class UnreadableCampaign:
    """What can be read of a row that makes no campaign; None of what cannot.

    ``may_have_sent`` is whether anything stands where a row says since when its campaign sends.
    """

    id: str | None
    deadline: datetime | None
    gateway_account: str | None
    may_have_sent: bool


@dataclass(frozen=True)
class KnownCampaigns:
    """The campaigns that can be read, oldest first, and the rows that cannot."""

    campaigns: list[Campaign]
    unreadable: list[UnreadableCampaign]

    @property
    def open(self) -> list[Campaign]:
        """The campaigns of which anything may still exist, among those that can be read."""
        return [campaign for campaign in self.campaigns if campaign.open]

    @property
    def unreadable_ids(self) -> set[str]:
        """The ids of the rows that cannot be read, as far as the ids can be."""
        return {each.id for each in self.unreadable if each.id is not None}

    @property
    def ids(self) -> set[str]:
        """The ids of all of them."""
        return {campaign.id for campaign in self.campaigns} | self.unreadable_ids

    @property
    def open_ids(self) -> set[str]:
        """The ids of those of which anything may still exist: what cannot be read is one."""
        return {campaign.id for campaign in self.open} | self.unreadable_ids

    def all_read(self) -> list[Campaign]:
        """Return the campaigns. Fails while a row cannot be read (``CAMPAIGN_UNREADABLE``)."""
        if self.unreadable:
            raise EenmaligError(Code.CAMPAIGN_UNREADABLE, *sorted(self.unreadable_ids))
        return self.campaigns


def same_case(one: str, other: str) -> bool:
    """Tell whether two case references differ in nothing but case, spaces and punctuation."""
    return _letters_and_digits(one) == _letters_and_digits(other)


def known(connection: sa.Connection, where: sa.ColumnElement[bool]) -> KnownCampaigns:
    """Return what can be read of the rows of which ``where`` holds, and what cannot."""
    columns = [_as_it_stands(schema.campaigns.c[name]) for name in _FIELDS]
    query = sa.select(*columns).where(where).order_by(schema.campaigns.c.taken_in_at)
    found = KnownCampaigns([], [])
    for row in connection.execute(query).mappings():
        if all(_is_sound(name, row[name]) for name in _FIELDS) and _is_of_its_city(row):
            found.campaigns.append(_campaign(row))
        else:
            found.unreadable.append(_unreadable(row))
    return found


def select(connection: sa.Connection, where: sa.ColumnElement[bool]) -> list[Campaign]:
    """Return the campaigns of which ``where`` holds, oldest first.

    Fails when one of them cannot be read (``CAMPAIGN_UNREADABLE``).
    """
    return known(connection, where).all_read()


def case_was_sent(connection: sa.Connection, city: str, case_reference: str) -> bool:
    """Whether anything was or may have been sent for this city and case, however it is spelled.

    That is so from when sending begins, unless the campaign has ended and surely sent nothing.
    Fails while any row cannot be read: it may be of this case.
    """
    return any(
        campaign.city == city
        and campaign.sending_began_at is not None
        and same_case(campaign.case_reference, case_reference)
        and not campaign.sent_nothing
        for campaign in select(connection, sa.true())
    )


def as_row(campaign: Campaign) -> dict[str, object]:
    """Return a campaign's values by column."""
    return {name: getattr(campaign, name) for name in _FIELDS}


def _as_it_stands(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    if isinstance(column.type, Moment):
        return sa.type_coerce(column, MomentOrOdd).label(column.name)
    if isinstance(column.type, sa.Boolean):
        # Read as a truth, whatever is no number would be one.
        return sa.type_coerce(column, sa.Integer).label(column.name)
    return column


def _is_sound(name: str, value: object) -> bool:
    column = schema.campaigns.c[name]
    if value is None:
        return bool(column.nullable)
    if isinstance(column.type, Moment):
        return isinstance(value, datetime) and value.year in _YEARS
    if isinstance(column.type, sa.Boolean):
        return value in {False, True}
    if name == "state":
        return value in _STATES
    return isinstance(value, column.type.python_type)


def _is_of_its_city(row: sa.RowMapping) -> bool:
    """Whether its id is one, of its city: paths are made of both."""
    parts = CAMPAIGN_ID.fullmatch(row["id"])
    return parts is not None and parts["city"] == row["city"]


def _campaign(row: sa.RowMapping) -> Campaign:
    values = {name: row[name] for name in _FIELDS}
    is_spent = {"spent_nothing": bool(values["spent_nothing"])}
    return Campaign(**{**values, **is_spent, "state": State(values["state"])})


def _unreadable(row: sa.RowMapping) -> UnreadableCampaign:
    sound = {name: row[name] if _is_sound(name, row[name]) else None for name in _FIELDS}
    has_id = sound["id"] is not None and CAMPAIGN_ID.fullmatch(sound["id"]) is not None
    return UnreadableCampaign(
        id=sound["id"] if has_id else None,
        deadline=sound["deadline"],
        gateway_account=sound["gateway_account"],
        may_have_sent=row["sending_began_at"] is not None,
    )


def _letters_and_digits(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())
