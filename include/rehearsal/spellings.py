"""The many ways in which people and telephones write one Dutch mobile."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_NBSP = "\N{NO-BREAK SPACE}"

# n is the number's nine digits after the country code, r the last eight of them, p those in
# pairs, d with dots, f in two fours.
EVERYWHERE = (
    "+31{n}",
    "+31{n}",
    "+31 6 {r}",
    "+31 6 {f}",
    "+31 6 {p}",
    "+31-6-{r}",
    "+31 (0)6 {r}",
    "+31(0)6-{r}",
    "0031{n}",
    "0031 6 {r}",
    "0031-6-{r}",
    "31{n}",
    "0{n}",
    "0{n}",
    "06-{r}",
    "06 {r}",
    "06 {p}",
    "06-{p}",
    "06.{d}",
    "(06) {r}",
    " 0{n} ",
    f"06{_NBSP}{{r}}",
    f"+31{_NBSP}6{_NBSP}{{f}}",
)
# What does not exist in cp1252: marks of direction, and the hyphen that does not break.
UNICODE = (
    "\N{LEFT-TO-RIGHT EMBEDDING}+31 6 {r}\N{POP DIRECTIONAL FORMATTING}",
    "06\N{NON-BREAKING HYPHEN}{r}",
)


def spelled(number: str, rng: Random, ways: tuple[str, ...] = EVERYWHERE) -> str:
    """Return ``number`` (E.164, +316 and eight digits) in one of ``ways``."""
    national = number.removeprefix("+31")
    rest = national[1:]
    pairs = [rest[at : at + 2] for at in range(0, len(rest), 2)]
    return rng.choice(ways).format(
        n=national, r=rest, p=" ".join(pairs), d=".".join(pairs), f=f"{rest[:4]} {rest[4:]}"
    )
