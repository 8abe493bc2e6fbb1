"""How a lie of the gateway is told and judged, and where the gateway may stand instead."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from tests.lies.claims import false_claims
from tests.lies.lied_to import Before, LiedTo
from tests.lies.lying_gateway import Liar, LyingGateway
from tests.lies.statements import By, Row, is_admitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.lies.false_world import FalseWorld
    from tests.lies.lied_to import Deed
    from tests.lies.statements import Statement


def at_gateway(  # noqa: PLR0913 - what is told, who names it, and when it begins
    statement: Statement,
    lie: str,
    by: By,
    said: str,
    *,
    is_cured: bool = True,
    sending: Sequence[Deed] = (),
    collecting: Sequence[Deed] = (),
    destroying: Sequence[Deed] = (),
    looking: Sequence[Deed] = (),
) -> Row:
    """Return the row of a lie that begins before these steps.

    ``is_cured`` is whether all comes to its end once the gateway tells the truth.
    """
    begins = {
        Before.SENDING: sending,
        Before.COLLECTING: collecting,
        Before.DESTROYING: destroying,
        Before.LOOKING: looking,
    }

    def attempt(world: FalseWorld) -> list[str]:
        with world.lied_to() as its:
            right = its.bench.gateway
            account, address = right.account_sid, right.base_url
            its.play(begins)
            wrong = _judged(its, by, said)
            if by is By.DESTRUCTION:
                wrong += [] if not its.is_closed else ["destruction says that it is complete"]
                its.liar.lie()
                right.account_sid, right.base_url = account, address
                its.bench.gateway = right
                wrong += _afterwards(its, is_cured=is_cured)
            return wrong

    return Row(statement, lie, by, said, attempt)


def before(step: str, *deeds: Deed) -> dict[str, Any]:
    """Return when a lie begins, as ``at_gateway`` is told it."""
    return {step: deeds}


def _judged(its: LiedTo, by: By, said: str) -> list[str]:
    claims = false_claims(its)
    if by is By.NOBODY:
        wrong = [] if claims else ["nothing false comes of it, or somebody names it"]
        return wrong if is_admitted(said) else [*wrong, "the threat model does not say so"]
    if by is By.HARMLESS:
        if its.there():
            claims.append(f"{len(its.there())} messages are left")
        by = By.VERIFY
    if not its.says(by, said):
        told = "; ".join(f"{who.name}: {words}" for who, words in its.said)
        claims.append(f"it is not named, but: {told}")
    return claims


def _afterwards(its: LiedTo, *, is_cured: bool) -> list[str]:
    """Destroy and look again, now that the gateway tells the truth."""
    if not is_cured:
        return []
    its.destroy()
    its.look()
    left = its.there()
    return [*false_claims(its), *([f"{len(left)} messages are left in the end"] if left else [])]


def another_path(its: LiedTo) -> None:
    its.bench.gateway.base_url += "/elsewhere"


def another_account(its: LiedTo) -> None:
    its.bench.gateway.account_sid = f"AC{secrets.token_hex(16)}"


def another_port(its: LiedTo) -> None:
    """Lead to a gateway that knows the account, and has no message."""
    token = its.bench.gateway.token
    its.at(LyingGateway(Liar(its.liar.account_sid, token), token))


def moved_to_another_port(its: LiedTo) -> None:
    """Serve the same messages at another port."""
    its.at(LyingGateway(its.liar, its.bench.gateway.token))
