"""The kinds of records of format 3: what each must hold, and how often each may stand there.

A key that stands here and is missing, or is of another type, is a finding. More keys may be there:
nothing that is told follows from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import BaseModel, Field

from eenmalig.evidence.record_values import (
    Authority,
    Count,
    Digest,
    Moment,
    RecordData,
    RejectionReason,
    Seconds,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Timed(RecordData):
    started_at: Moment
    seconds: Seconds


class _Gateway(RecordData):
    host: Text
    account: Text
    address: Text


class _Opened(RecordData):
    format: int
    run: Text
    city: Text
    case_reference: Text
    hand_over: Text
    requested_by: Text
    gateway: _Gateway
    taken_in_at: Moment
    deadline: Moment


class _List(RecordData):
    category: Text
    accept_unreadable: Count


class _Responsible(RecordData):
    office: Text
    role: Text


class _Extracted(_Timed):
    criterion: Text
    legal_basis: dict[str, Text]
    sources: list[dict[str, object]]
    exclusion_lists: Count
    # Since entries that are no number are refused; what was written before says nothing of them.
    lists: list[_List] | None = None
    follows: Text | None
    cells: Count
    list_cells: Count
    hand_over_digest: Digest
    display_name: Text
    language: Literal["nl", "en"]
    # Since documents name who is responsible, where the city's file does.
    responsible: _Responsible | None = None
    # Since a hand-over may name what is to be measured afterwards.
    measures: list[Text] | None = None


class _Counts(RecordData):
    read: Count
    refused: dict[str, Count]
    excluded: dict[str, Count]
    set_aside: dict[str, Count]
    duplicates: Count
    recipients: Count


class _Exclusions(RecordData):
    numbers: Count
    unreadable: Count


class _Normalized(_Timed):
    cells: Count
    list_cells: Count
    counts: _Counts
    sources: list[dict[str, object]]
    recipient_set: Digest
    exclusions: _Exclusions


class _Bound(RecordData):
    dossier: Digest


class _Dossier(RecordData):
    digest: Digest
    # Since the dossier is kept as a page too: of that page.
    page: Digest | None = None


class _Requested(_Bound):
    authority: Authority
    asked: Annotated[dict[str, str], Field(min_length=1)]
    answer_by: Moment


class _Answered(_Bound):
    authority: Authority
    staff_id: Text
    decision: Literal["approve", "reject"]
    at: Moment
    # Since a rejection needs one; of those before, none is known.
    reason: RejectionReason | None = None


class _Gate(_Bound):
    standing: Literal["approved", "rejected", "lapsed"]


class _Sent(_Timed):
    tried: Count
    accepted: Count
    refused_by_provider: Count
    in_doubt: Count
    not_sent: Count
    ended_early: Text | None
    provider_code: Annotated[int, Field(ge=10_000, lt=100_000)] | None = None


class _Ends(RecordData):
    recipients: Count
    delivered: Count
    failed: Count
    unknown: Count
    not_sent: Count


class _Doubt(RecordData):
    asked: Count
    found: Count
    unknown: Count


class _Listing(RecordData):
    doubled: Count
    unaccounted: Count
    never_listed: Count


class _Outcomes(RecordData):
    outcomes: _Ends
    failed_by_code: dict[str, Count]
    in_doubt: _Doubt
    accepted: Count
    listing: _Listing | None = None
    waited_seconds: Seconds | None = None
    started_at: Moment | None = None
    seconds: Seconds | None = None


class _By(RecordData):
    by: Text
    # Who stopped it on a page did so then, and was written down by whichever step saw it first.
    given_at: Moment | None = None


class _Withdrawn(_By):
    authority: Authority
    on_word_of: Text


class _Destroyed(RecordData):
    what: Literal[
        "number_key", "ref_key", "journal_key", "vault", "working_copy", "provider_messages"
    ]
    count: Count
    how: Literal["key_removed", "folder_removed", "was_not_there", "deleted_by_api"]
    proof: Literal["looked_absent", "read_back_absent", "listed_before_absent_after"]
    at: Moment
    not_provable: Count = 0


class _Lost(RecordData):
    what: Text
    why: Text
    at: Moment


class _Found(RecordData):
    found: Text
    lines_in_file: Count
    lines_on_record: Count
    taken_over: Count
    files_beside: Count


class _GivenUp(_By):
    what: Text
    at: Moment


class _KeyReplaced(_By):
    old: Text
    new: Text
    at: Moment


class _Place(RecordData):
    place: Text
    files: Count
    bytes: Annotated[int, Field(ge=0)]
    control_found: bool
    hits: Count


class _Scanned(RecordData):
    ran: bool
    why: Text | None
    numbers: Count
    seconds: Seconds
    places: list[_Place]
    not_covered: list[Text] = Field(default_factory=list)


class _Software(RecordData):
    version: Text
    digest: Digest


class _Certified(_By, _Timed):
    ending: Text
    software: _Software
    display_name: Text
    language: Literal["nl", "en"]
    # Which facts certificate and report tell. The second tells case, basis, answers and numbers.
    edition: Literal[1, 2] = 1


class _Closed(RecordData):
    ending: Text
    files: dict[str, Digest]


class _Seen(RecordData):
    left: list[Text]
    provider: Literal["absent", "not_proved", "not_looked", "present"]
    late_deleted: Count | None = None
    given_up: list[Text] = Field(default_factory=list)


class _Look(_By):
    result: _Seen


class RecordKind(NamedTuple):
    """What the data of a kind of record must hold, and how often it may be there."""

    data: type[BaseModel]
    at_least: int = 0
    at_most: int | None = 1


LEDGER_KINDS: Mapping[str, RecordKind] = {
    "opened": RecordKind(_Opened, at_least=1),
    "extracted": RecordKind(_Extracted),
    "normalized": RecordKind(_Normalized),
    "dossier": RecordKind(_Dossier),
    "approval_requested": RecordKind(_Requested, at_most=None),
    "approval_answered": RecordKind(_Answered, at_most=None),
    "gate": RecordKind(_Gate),
    "sending_began": RecordKind(_Bound),
    "sent": RecordKind(_Sent),
    "outcomes": RecordKind(_Outcomes, at_most=None),
    "stopped": RecordKind(_By),
    "withdrawn": RecordKind(_Withdrawn),
    "superseded": RecordKind(_By),
    "destruction_began": RecordKind(_By),
    "scanned": RecordKind(_Scanned),
    "destroyed": RecordKind(_Destroyed, at_most=None),
    "lost": RecordKind(_Lost, at_most=None),
    "ledger_found": RecordKind(_Found, at_most=None),
    "given_up": RecordKind(_GivenUp, at_most=None),
    "key_replaced": RecordKind(_KeyReplaced, at_most=None),
    "certified": RecordKind(_Certified, at_least=1),
    "closed": RecordKind(_Closed, at_least=1),
}
LOOK_KINDS: Mapping[str, RecordKind] = {"verification": RecordKind(_Look, at_most=None)}
