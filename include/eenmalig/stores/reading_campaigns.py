"""Campaigns as rows of the inventory: what every transaction reads alike."""

from __future__ import annotations

import unicodedata
from dataclasses import fields

import sqlalchemy as sa

from eenmalig.domain.campaign import Campaign, State
from eenmalig.stores import schema

_FIELDS = [field.name for field in fields(Campaign)]


def same_case(one: str, other: str) -> bool:
    """Tell whether two case references differ in nothing but case, spaces and punctuation."""
    return _letters_and_digits(one) == _letters_and_digits(other)


def select(connection: sa.Connection, where: sa.ColumnElement[bool]) -> list[Campaign]:
    """Return the campaigns of which ``where`` holds, oldest first."""
    query = sa.select(schema.campaigns).where(where).order_by(schema.campaigns.c.taken_in_at)
    return [_campaign(row) for row in connection.execute(query).mappings()]


def case_was_sent(connection: sa.Connection, city: str, case_reference: str) -> bool:
    """Whether anything was or may have been sent for this city and case, however it is spelled.

    That is so from when sending begins, unless the campaign has ended and surely sent nothing.
    """
    table = schema.campaigns.c
    began = (table.city == city) & table.sending_began_at.is_not(None)
    return any(
        same_case(campaign.case_reference, case_reference)
        for campaign in select(connection, began)
        if not campaign.sent_nothing
    )


def as_row(campaign: Campaign) -> dict[str, object]:
    """Return a campaign's values by column."""
    return {name: getattr(campaign, name) for name in _FIELDS}


def _campaign(row: sa.RowMapping) -> Campaign:
    values = {name: row[name] for name in _FIELDS}
    return Campaign(**{**values, "state": State(values["state"])})


def _letters_and_digits(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())
