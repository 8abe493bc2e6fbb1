"""Who is told by mail, as a city's file states it: work addresses of staff, and no others."""

from __future__ import annotations

from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import PlainValidator

from eenmalig.settings.stated import StatedPart, mistaken, without_numbers

_MOST = 20


def _addresses(value: object) -> tuple[str, ...]:
    stated = value if isinstance(value, list | tuple) else []
    if not stated or len(stated) > _MOST:
        raise mistaken("addresses", f"must list one to {_MOST} addresses")
    addresses = tuple(_address(entry) for entry in stated)
    if len({address.lower() for address in addresses}) < len(addresses):
        raise mistaken("addresses", "lists an address twice")
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
        raise mistaken("addresses", "must hold plain addresses, as desk@city.example") from None
    return without_numbers(checked.normalized)


Addresses = Annotated[tuple[str, ...], PlainValidator(_addresses)]


class MailAddresses(StatedPart):
    """Addresses by who is told. Who has none is not mailed."""

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
