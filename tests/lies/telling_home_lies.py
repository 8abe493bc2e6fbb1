"""How a lie in an installation is told, and who names it there or in a copy elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tests.lies.statements import By, Row, is_admitted

from eenmalig.cli.traced import lines_of
from eenmalig.errors import EenmaligError
from eenmalig.evidence.trace_reading import tell_trace
from eenmalig.evidence.verifying import verify_evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.bench import Bench
    from tests.lies.false_world import FalseWorld
    from tests.lies.statements import Statement


class Two(NamedTuple):
    """Two campaigns of one installation, destroyed and looked at."""

    first: Bench
    second: Bench


def verified(bench: Bench) -> list[str]:
    """Return what ``verify`` says of a campaign, if it says anything else than that all is well."""
    try:
        verify_evidence(bench.evidence, bench.home.trust)
        traced = tell_trace(bench.evidence, bench.home.trust)
    except EenmaligError as error:
        return list(error.mistakes)
    return [line for line in lines_of(traced) if "verifications looked at it" not in line]


def in_open(
    statement: Statement,
    lie: str,
    by: By,
    said: str,
    deed: Callable[[Bench], object],
) -> Row:
    """Return the row of a lie in an installation with one open campaign."""

    def attempt(world: FalseWorld) -> list[str]:
        with world.bench() as bench:
            deed(bench)
            return _judged(by, said, bench.look().wrong)

    return Row(statement, lie, by, said, attempt)


def in_closed(  # noqa: PLR0913 - as above, and who is asked
    statement: Statement,
    lie: str,
    by: By,
    said: str,
    deed: Callable[[Two], object],
    *,
    is_elsewhere: bool = False,
) -> Row:
    """Return the row of a lie in an installation with two campaigns that were destroyed.

    ``is_elsewhere`` is whether nobody but ``verify`` is asked, as of a copy.
    """

    def attempt(world: FalseWorld) -> list[str]:
        with world.looked_at() as two:
            deed(two)
            words = verified(two.first) if by is not By.LOOK else []
            if by is not By.VERIFY and not is_elsewhere:
                words += two.first.look().wrong
            return _judged(by, said, words)

    return Row(statement, lie, by, said, attempt)


def _judged(by: By, said: str, words: list[str]) -> list[str]:
    return list(_complaints(by, said, words))


def _complaints(by: By, said: str, words: list[str]) -> Iterator[str]:
    if by is not By.NOBODY:
        if not any(said in line for line in words):
            yield f"it is not named, but: {words}"
        return
    yield from (f"it is named: {line}" for line in words)
    if not is_admitted(said):
        yield "the threat model does not say so"
