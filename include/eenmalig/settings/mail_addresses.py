"""Who is told by mail, as a city's file states it: work addresses of staff, and no others."""

from __future__ import annotations

from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import BaseModel, ConfigDict, PlainValidator
from pydantic_core import PydanticCustomError

from eenmalig.looks_like_number import holds_long_digits

_MOST = 20


def _addresses(value: object) -> tuple[str, ...]:
    stated = value if isinstance(value, list | tuple) else []
    if not stated or len(stated) > _MOST:
        raise _mistaken(f"must list one to {_MOST} addresses")
    addresses = tuple(_address(entry) for entry in stated)
    if len({address.lower() for address in addresses}) < len(addresses):
        raise _mistaken("lists an address twice")
    return addresses


def _address(entry: object) -> str:
    try:
        checked = validate_email(
            entry if isinstance(entry, str) else "",
            allow_smtputf8=False,
            check_deliverability=False,
        )
    except EmailNotValidError:
        # What is wrong with it would be told by quoting it.
        raise _mistaken("must hold plain addresses, as desk@city.example") from None
    if holds_long_digits(checked.normalized):
        raise _mistaken("holds a run of six or more digits, which is never kept")
    return checked.normalized


def _mistaken(mistake: str) -> PydanticCustomError:
    return PydanticCustomError("mistaken", "addresses", {"mistakes": (mistake,)})


Addresses = Annotated[tuple[str, ...], PlainValidator(_addresses)]


class MailAddresses(BaseModel):
    """Addresses by who is told. Who has none is not mailed."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    police: Addresses = ()
    municipality: Addresses = ()
    public_prosecutor: Addresses = ()
    data_team: Addresses = ()
    compliance: Addresses = ()
    on_call: Addresses = ()

    def of(self, receiver: str) -> tuple[str, ...]:
        """Return the addresses of an authority, of ``data_team``, ``compliance`` or ``on_call``."""
        return self.as_record()[receiver]

    def as_record(self) -> dict[str, tuple[str, ...]]:
        """Return all addresses by who is told."""
        return {name: getattr(self, name) for name in type(self).model_fields}
