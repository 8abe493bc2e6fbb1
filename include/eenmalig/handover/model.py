"""What `handover.yaml` declares, as a model. No value of it ever stands in a message."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - pydantic reads it when it makes the model
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    PrivateAttr,
    ValidationInfo,
    model_validator,
)

from eenmalig.domain.counting import Exclusion, SetAside
from eenmalig.domain.place import Place, parse
from eenmalig.domain.source_rules import SourceRules
from eenmalig.errors import EenmaligError
from eenmalig.handover.choices import Device, Format, Kind
from eenmalig.handover.passed_over import passed_over
from eenmalig.handover.single_values import (
    campaign_id,
    column_stated,
    columns_stated,
    day,
    digest,
    free_text,
    how_many,
    measures_named,
    mistake,
    of_a_list,
    plain_name,
)

ONE_GROUND = "needs examining_magistrate or exemption, one of the two"
# What SQLite writes beside a database, under its name.
BESIDE_DATABASE = ("-wal", "-shm", "-journal")


FreeText = Annotated[str, AfterValidator(free_text)]


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class CompanionEntry(_Declared):
    """A file that belongs to a database: beside it by name, or another database of the program."""

    file: Annotated[str, AfterValidator(plain_name), Field(repr=False)]
    sha256: Annotated[str, AfterValidator(digest), Field(repr=False)]


class _Entry(_Declared):
    """One file of the hand-over. Never log it: people name files after people."""

    file: Annotated[str, AfterValidator(plain_name), Field(repr=False)]
    sha256: Annotated[str, AfterValidator(digest), Field(repr=False)]
    column: Annotated[Annotated[str, AfterValidator(column_stated)] | None, Field(repr=False)] = (
        None
    )
    columns: Annotated[tuple[str, ...], AfterValidator(columns_stated), Field(repr=False)] = ()
    format: Format | None = None
    companions: tuple[CompanionEntry, ...] | None = None
    _folder: Path = PrivateAttr()

    @property
    def path(self) -> Path:
        """Where the file stands."""
        return self._folder / self.file

    @property
    def companion_paths(self) -> tuple[Path, ...]:
        """Where the companions stand."""
        return tuple(self._folder / companion.file for companion in self.companions or ())

    @property
    def stated_columns(self) -> tuple[str, ...]:
        """The columns that a person stated, of a table: by their headers or positions."""
        return self.columns if self.column is None else (self.column,)

    @model_validator(mode="after")
    def _column_or_columns(self) -> Self:
        if self.column is not None and self.columns:
            raise mistake("has column and columns; one of the two states what is read")
        return self

    @model_validator(mode="after")
    def _companions_belong(self) -> Self:
        """Refuse a file beside a database that is not there: nobody would read it."""
        names = {self.file, *(companion.file for companion in self.companions or ())}
        for name in names - {self.file}:
            ending = next((end for end in BESIDE_DATABASE if name.endswith(end)), None)
            if ending and name.removesuffix(ending) not in names:
                raise mistake(f"companions: one that ends in {ending} has the name of no database")
        return self

    @model_validator(mode="after")
    def _filled_in(self, info: ValidationInfo) -> Self:
        self._folder = info.context["folder"] if info.context else Path()
        return self


def _also_text(stated: Any) -> dict[SetAside, tuple[Place, ...] | None]:
    reasons = {str(reason) for reason in SetAside}
    if not isinstance(stated, dict) or not stated or not set(stated) <= reasons:
        raise mistake(f"must hold all, or a list of places, for some of {', '.join(SetAside)}")
    without = ", ".join(reason for reason, places in stated.items() if not _are_places(places))
    if without:
        needed = "needs all, or a list of places such as 12, 3-7, 2/14 or 2/14/3"
        raise mistake(f"{without}: {needed}")
    return {
        SetAside(reason): None if places == "all" else tuple(map(parse, places))
        for reason, places in stated.items()
    }


def _are_places(stated: Any) -> bool:
    if stated == "all":
        return True
    try:
        return isinstance(stated, list) and len(list(map(parse, stated))) > 0
    except (AttributeError, EenmaligError):
        return False


class SourceEntry(_Entry):
    """One export with numbers of supposed customers."""

    kind: Kind
    device: Device
    last_used_after: Annotated[date | None, BeforeValidator(day)] = None
    also_text: Annotated[dict[SetAside, tuple[Place, ...] | None], PlainValidator(_also_text)] = (
        Field(default_factory=dict)
    )
    unread: Annotated[tuple[tuple[int, int], ...], PlainValidator(passed_over)] = ()

    @property
    def rules(self) -> SourceRules:
        """What of this source is set aside, and what a person decided about that."""
        grounds = {
            reason
            for reason, applies in (
                (SetAside.CONTACTS, self.kind is Kind.CONTACTS),
                (SetAside.PRIVATE_PHONE, self.device is Device.PRIVATE_PHONE),
            )
            if applies
        }
        return SourceRules(frozenset(grounds), self.last_used_after, self.also_text)


class ExclusionEntry(_Entry):
    """One list of numbers that may not be texted.

    ``accept_unreadable`` is a person's decision: exactly so many of its entries are no number.
    """

    category: Annotated[Exclusion, AfterValidator(of_a_list)]
    accept_unreadable: Annotated[int, BeforeValidator(how_many)] = 0


class LegalBasis(_Declared):
    """References to the decisions that allow this campaign. No personal data."""

    public_prosecutor: FreeText
    examining_magistrate: FreeText | None = None
    exemption: FreeText | None = None

    @model_validator(mode="after")
    def _one_ground(self) -> Self:
        if (self.examining_magistrate is None) == (self.exemption is None):
            raise mistake(ONE_GROUND)
        return self


def _at_least_one(sources: tuple[SourceEntry, ...]) -> tuple[SourceEntry, ...]:
    if not sources:
        raise mistake("must not be empty")
    return sources


class HandOver(_Declared):
    """A whole hand-over: whose numbers these are, on what ground, in which files."""

    city: str
    case_reference: FreeText
    criterion: FreeText
    legal_basis: LegalBasis
    sources: Annotated[tuple[SourceEntry, ...], AfterValidator(_at_least_one)]
    exclusions: tuple[ExclusionEntry, ...] = ()
    follows: Annotated[str, AfterValidator(campaign_id)] | None = None
    measures: Annotated[tuple[str, ...], AfterValidator(measures_named)] = ()

    @property
    def files(self) -> tuple[SourceEntry | ExclusionEntry | CompanionEntry, ...]:
        """Every file of the hand-over: sources, lists and companions."""
        entries: tuple[SourceEntry | ExclusionEntry, ...] = (*self.sources, *self.exclusions)
        beside = [companion for entry in entries for companion in entry.companions or ()]
        return (*entries, *beside)

    @model_validator(mode="before")
    @classmethod
    def _nothing_below_a_key_is_none(cls, declared: Any) -> Any:
        if not isinstance(declared, dict):
            return declared
        empty = {key for key in ("exclusions", "measures") if declared.get(key, ()) is None}
        return {key: value for key, value in declared.items() if key not in empty}
