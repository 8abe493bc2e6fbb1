"""Names that look Dutch. Nobody is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.domain.counting import SetAside

if TYPE_CHECKING:
    from random import Random

_FIRST = (
    "Anouk", "Bas", "Chaïma", "Daan", "Esmée", "Faruk", "Gijs", "Hanneke", "Ilse", "Jeroen",
    "Kübra", "Loïs", "Mees", "Noëlle", "Omar", "Pim", "Quinten", "René", "Sanne", "Tygo",
    "Ugur", "Vera", "Wout", "Xander", "Yara", "Zoë",
)  # fmt: skip
_LAST = (
    "de Vries", "Jansen", "van den Berg", "Bakker", "El Amrani", "Visser", "Smit", "Meijer",
    "de Boer", "Mulder", "Yildiz", "Peters", "van Leeuwen", "Koopmans",
    "Brouwer", "'t Hart", "Dijkstra", "Post", "Veenstra", "Wiersma",
)  # fmt: skip
_RELATIVES = {
    SetAside.FAMILY: ("Mama", "Pa", "oma {last}", "Tante {first}", "Broertje"),
    SetAside.CARE: ("Huisarts", "Tandarts {last}", "GGZ {first}"),
    SetAside.LAWYER: ("Advocaat {last}", "mr. {last}"),
    SetAside.WORK: ("Werk {first}", "{first} collega", "Baas"),
    SetAside.BUSINESS: ("Taxi {last}", "Pizzeria {first}", "Kapper {first}", "{last} B.V."),
}
_AS_SAVED = ("{first}", "{first} {last}", "{first} {last}", "{first} nieuw", "klant {first}")


def name(rng: Random) -> str:
    """Return a name as somebody saves it in a telephone; within cp1252."""
    return rng.choice(_AS_SAVED).format(first=rng.choice(_FIRST), last=rng.choice(_LAST))


def relative(relation: SetAside, rng: Random) -> str:
    """Return a name that says who somebody is to the telephone's owner; within cp1252."""
    saved = rng.choice(_RELATIVES[relation])
    return saved.format(first=rng.choice(_FIRST), last=rng.choice(_LAST))
