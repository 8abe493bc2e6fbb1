"""The fields of models in a Cellebrite UFED report: which are read, and what they hold.

Models and fields are those of UFEDLib (SEilers/UFEDLib on GitHub), a parser of all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.forensic import ufed_roles
from eenmalig.cleartext.sources.forensic.number_names import says_number, says_party
from eenmalig.cleartext.sources.words.labels import reads_like_mobile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

# Parts of other models. A contact's entries of other kinds may hold a number all the same.
PARTS = frozenset(
    {ufed_roles.PARTY, "PhoneNumber", "Organization", "ContactEntry", "UserID", "EmailAddress"}
    | {"WebAddress", "MessagingAddress"}
)
# All models that UFEDLib knows. One that is not here may hold numbers below any name.
_KNOWN = frozenset(
    """
    ActivitySensorData ActivitySensorDataMeasurement ActivitySensorDataSample ApplicationUsage
    AppsUsageLog Attachment Autofill CalendarEntry Call CallForwarding CellTower Chat ChatActivity
    Contact ContactPhoto Cookie Coordinate CreditCard DeviceConnectivity DeviceEvent
    DeviceInfoEntry DictionaryWord EMail Email FileDownload FileUpload FinancialAccount
    FinancialAsset ForwardedMessageData InstalledApplication InstantMessage Journey Location
    LogEntry MMS MailMessage Map MessageLabel MobileCard NetworkUsage Note Notification Password
    PoweringEvent Price ProfilePicture PublicTransportationTicket QuotedMessageData Reaction
    RecognizedDevice Recording ReplyMessageData SIMData SMS SearchedItem SharedFile
    SocialMediaActivity StreetAddress TransferOfFunds User UserAccount VisitedPage VoiceMail
    WebBookmark WirelessNetwork
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
# Of these, the many that hold neither people nor accounts are not looked into.
OF_THINGS = frozenset(
    {"Attachment", "ContactPhoto", "Coordinate", "StreetAddress", "MessageLabel", "ProfilePicture"}
)
_PAIR, _KEY = "KeyValueModel", "Key"
# What describes the telephone: the field with a name and the one with its value.
DESCRIPTIONS = {"SIMData": ("Name", "Value"), "DeviceInfoEntry": ("EntryName", "EntryValue")}
# What identifies who holds the telephone.
IDENTIFIES = {
    "UserAccount": ("Username",),
    "User": ("Identifier", "Name"),
    "CallForwarding": ("Identifier", "Value"),
}
# The account that a record was kept or made with.
ACCOUNT = "Account"
_SOURCES = ("Source", "SourceApplication")
# The last contact, by the name that each kind of model has for it.
MOMENTS = ("TimeStamp", "LastActivity", "TimeContacted")
COUNTRIES = frozenset({"CountryCode", "CountryIso", "CountryISO", "Country"})
NAMES = ("Name", "Nickname", "Group")
WANTED = frozenset(
    {"Identifier", "Value", "Category", "Domain", *_SOURCES, "Position", ACCOUNT, *NAMES}
    | {*MOMENTS, *COUNTRIES, *ufed_roles.FIELDS}
    | {name for names in (*DESCRIPTIONS.values(), *IDENTIFIES.values()) for name in names}
)
# Fields that are frequent and hold neither those nor parts; they are passed over unseen.
_OF_NO_USE = frozenset({"Body", "UserMapping", "Duration", "SMSC", "Id"})
_GONE = frozenset({"Deleted", "Trash"})
_TRUE = frozenset({"True", "true"})


class Model(NamedTuple):
    """What is needed of a model: its fields, and the parties and entries within it."""

    fields: dict[str, str]
    parts: list[Element]

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "Model()"


def taken_apart(model: Element) -> Model:
    """Return the wanted fields of a model, those named as a telephone, and its parts.

    This runs for every model of a report, so it asks for nothing that it can do without.
    """
    fields: dict[str, str] = {}
    parts: list[Element] = []
    for child in model:
        name = child.get("name")
        if name in WANTED:
            text = _text(child)
            if text:
                fields[name] = text
        elif name not in _OF_NO_USE:
            within = [part for part in child if part.get("type") in PARTS]
            parts += within
            if name and not within and (says_number(name) or says_party(name)):
                text = _text(child)
                if text:
                    fields[name] = text
    return Model(fields, parts)


def may_hold_number(kind: str, fields: dict[str, str]) -> bool:
    """Return whether the fields of a model without parts may be a number."""
    tells = kind in DESCRIPTIONS or kind in IDENTIFIES or ACCOUNT in fields
    return tells or not fields.keys() <= WANTED


def strays(record: Element, kind: str, taken: dict[str, str]) -> Iterator[str]:
    """Yield what reads like a mobile in a model that is not known, and was not ``taken`` for one.

    Of the pairs that many models keep, only those count whose key says that they hold a number.
    """
    if kind in _KNOWN or kind in PARTS:
        return
    fields = {field.get("name") or "": _text(field) for field in record if len(field) == 1}
    if kind == _PAIR and not says_number(fields.get(_KEY, "")):
        return
    read = {ACCOUNT, *(taken.keys() - WANTED)}
    yield from (
        text for name, text in fields.items() if name not in read and reads_like_mobile(text)
    )


def is_of_owner(record: Element) -> bool:
    """Return whether the model around this one is about the telephone itself."""
    holder = record.getparent() if is_nested(record) else None
    around = holder.getparent() if holder is not None else None
    return around is not None and around.get("type") in ufed_roles.OF_OWNER


def source_of(record: Element, fields: dict[str, str]) -> str:
    """Return the program that a record is of, by itself or by the conversation that it is in."""
    named = fields.get("Source") or fields.get("SourceApplication", "")
    if named or not is_nested(record):
        return named
    holder = record.getparent()
    around = holder.getparent() if holder is not None else None
    fields_around = around if around is not None else ()
    return next((_text(field) for field in fields_around if field.get("name") in _SOURCES), "")


def is_nested(element: Element) -> bool:
    """Return whether this model stands within another one."""
    holder = element.getparent()
    # What holds a model within another has a name; the list of all of a type has none.
    return holder is not None and holder.get("name") is not None


def is_gone(record: Element) -> bool:
    """Return whether this record, or one around it, is deleted or carved."""
    model: Element | None = record
    while model is not None:
        if says_gone(model):
            return True
        holder = model.getparent() if is_nested(model) else None
        model = holder.getparent() if holder is not None else None
    return False


def says_gone(model: Element) -> bool:
    """Return whether this model itself is marked as deleted or carved."""
    carved = model.get("iscarved") or model.get("isCarved")
    return model.get("deleted_state") in _GONE or carved in _TRUE


def _text(field: Element) -> str:
    """Return a field's value, or several with a line for each; nothing for an empty one."""
    if len(field) == 1:
        return (field[0].text or "").strip()
    return "\n".join(filter(None, ((value.text or "").strip() for value in field)))
