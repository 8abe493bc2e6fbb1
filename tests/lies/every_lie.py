"""All lies there are, told one after another."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.lies.of_deletion import OF_DELETION
from tests.lies.of_disguises import OF_DISGUISES
from tests.lies.of_folder import OF_FOLDER
from tests.lies.of_home import OF_HOME
from tests.lies.of_ledger import OF_LEDGER
from tests.lies.of_listing import OF_LISTING
from tests.lies.of_trace import OF_TRACE
from tests.lies.without_key import Mutations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.lies.false_world import FalseWorld
    from tests.lies.statements import Row

# Told by a whole campaign or a look each, and not by records alone.
IN_THE_WORLD: list[Row] = [
    *OF_DELETION,
    *OF_DISGUISES,
    *OF_LISTING,
    *OF_HOME,
    *OF_FOLDER,
    *OF_TRACE,
]
EVERY: list[Row] = [*IN_THE_WORLD, *OF_LEDGER]


@dataclass
class Told:
    """What came of a lie."""

    row: Row
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0


def tell(world: FalseWorld, rows: Iterable[Row]) -> Iterator[Told]:
    """Tell each lie; yield what came of it."""
    for row in rows:
        told, began = Told(row), time.monotonic()
        try:
            told.wrong += row.attempt(world)
        except Exception as error:  # noqa: BLE001 - the next lie is told all the same
            told.wrong.append(f"it is not named, but breaks something: {type(error).__name__}")
        told.seconds = time.monotonic() - began
        yield told


def mutated(world: FalseWorld, number: int, seed: int) -> Mutations:
    """Change closed evidence so many times, without its key."""
    with world.lie() as lie:
        lie.looks += 2 * lie.looks
        lie.sign()
        mutations = Mutations(lie.folder, lie.trust, seed)
        mutations.try_out(number)
        return mutations
