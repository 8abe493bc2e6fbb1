"""False statements signed with the real key, and those that nobody can tell from true ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.lies.of_assent import OF_ASSENT
from tests.lies.of_destruction import OF_DESTRUCTION
from tests.lies.of_sending import OF_SENDING
from tests.lies.resigning import both, bound_to, later, more, moved, put
from tests.lies.statements import By, Row, Statement, is_admitted

from eenmalig.evidence.signing import Signer

if TYPE_CHECKING:
    from tests.lies.false_world import FalseWorld
    from tests.lies.resigning import Change, Lie

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*\+00:00")


def with_two_keys(lie: Lie) -> None:
    other = Signer.draw(lie.trust.parent / "other")
    other.be_trusted(lie.trust)
    lie.one("certified").signer = other


def with_a_key_of_nobody(lie: Lie) -> None:
    lie.looks[0].signer = Signer.draw(lie.trust.parent / "other")


def two_hours_earlier(lie: Lie) -> None:
    """Have the whole campaign be of another time, without a contradiction."""
    lie.bind_to(_earlier(lie.dossier))
    name = lie.one("dossier").data["digest"]
    for said in (*lie.records, *lie.looks):
        said.at, said.data = later(said.at, hours=-2), _earlier(said.data)
    assert lie.one("dossier").data["digest"] == name


def _earlier(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _earlier(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_earlier(inner) for inner in value]
    is_moment = isinstance(value, str) and _MOMENT.fullmatch(value)
    return later(value, hours=-2) if is_moment else value


def one_recipient_less(lie: Lie) -> None:
    """Forget one who was reached, in all records alike."""
    counts = dict(lie.dossier["counts"])
    less = {name: counts[name] - 1 for name in ("read", "recipients")}
    bound_to(counts={**counts, **less})(lie)
    both(
        *(more("normalized", "counts", name, by=-1) for name in less),
        more("sent", "tried", by=-1),
        more("sent", "accepted", by=-1),
        more("outcomes", "accepted", by=-1),
        *(more("outcomes", "outcomes", name, by=-1) for name in ("recipients", "delivered")),
        more("destroyed provider_messages", "count", by=-1),
    )(lie)


def another_page(lie: Lie) -> None:
    def tell(documents: dict[str, Any]) -> None:
        page = documents["certificate.pdf"]
        page.write_bytes(page.read_bytes() + b"% all is well\n")

    lie.told.append(tell)


NOBODY_KNOWS: list[tuple[str, Change, str]] = [
    (
        "a whole campaign two hours earlier",
        two_hours_earlier,
        "A whole ledger that is made up without a contradiction",
    ),
    (
        "one who was reached less, in all records alike",
        one_recipient_less,
        "counts that are lowered in all records alike",
    ),
    (
        "an answer some milliseconds earlier",
        moved("approval_answered police", "at", milliseconds=-1),
        "moments within the minute that clocks may differ",
    ),
    (
        "a step that took less",
        put("sent", "seconds", to=0.0),
        "how long a step took within its bounds",
    ),
    (
        "a page of the certificate that reads otherwise, signed",
        another_page,
        "a page that reads otherwise than its data: read the data",
    ),
]


def signed(lie: str, change: Change, said: str, by: By = By.VERIFY) -> Row:
    """Return the row of a change that is signed with the real key."""

    def attempt(world: FalseWorld) -> list[str]:
        with world.lie() as its:
            change(its)
            findings = its.findings()
        if by is By.NOBODY:
            wrong = [f"it is named: {finding}" for finding in findings]
            return wrong if is_admitted(said) else [*wrong, "the threat model does not say so"]
        named = any(said in finding for finding in findings)
        return [] if named else [f"it is not named, but: {findings}"]

    return Row(Statement.SIGNED, lie, by, said, attempt)


OF_LEDGER: list[Row] = [
    *(signed(*row) for row in (*OF_ASSENT, *OF_SENDING, *OF_DESTRUCTION)),
    signed("a ledger of two keys", with_two_keys, "more than one key signed the ledger"),
    signed("a look forged with another key", with_a_key_of_nobody, "not in the trust folder"),
    *(signed(*row, by=By.NOBODY) for row in NOBODY_KNOWS),
]
