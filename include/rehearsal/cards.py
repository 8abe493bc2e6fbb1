"""Writing address books as vCards: versions 2.1, 3.0 and 4.0 in one file, as merges leave them."""

from __future__ import annotations

import quopri
from typing import TYPE_CHECKING

from rehearsal import people
from rehearsal.spellings import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from random import Random

    from rehearsal.candidates import Candidate

TWO_NUMBERS_SHARE = 0.08
WITHOUT_NUMBER_SHARE = 0.04
_NOTE = "Komt meestal 's avonds, via café de Zon, langs, belt eerst en wil niets anders"


def write_cards(path: Path, candidates: Sequence[Candidate], rng: Random) -> None:
    """Write an address book. A card holds one number or two; some hold only an address."""
    lines: list[str] = []
    for card in _shared_out(candidates, rng):
        version = rng.choice((_version_2, _version_3, _version_4))
        lines += ["BEGIN:VCARD", *version(_name(card, rng), card, rng), "END:VCARD"]
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode())


def _shared_out(candidates: Sequence[Candidate], rng: Random) -> Iterator[list[Candidate]]:
    waiting = list(candidates)[::-1]
    while waiting:
        if rng.random() < WITHOUT_NUMBER_SHARE:
            yield []
        card = [waiting.pop()]
        alone = card[0].relation or (waiting and waiting[-1].relation)
        if waiting and not alone and rng.random() < TWO_NUMBERS_SHARE:
            card.append(waiting.pop())
        yield card


def _name(card: Sequence[Candidate], rng: Random) -> str:
    relation = card[0].relation if card else None
    return people.name(rng) if relation is None else people.relative(relation, rng)


def _version_2(name: str, card: Sequence[Candidate], rng: Random) -> Iterator[str]:
    quoted = "CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE"
    yield "VERSION:2.1"
    yield f"N;{quoted}:;{_quoted(name)};;;"
    yield f"FN;{quoted}:{_quoted(name)}"
    for candidate in card:
        yield f"TEL;{rng.choice(('CELL', 'CELL;PREF', 'VOICE', 'X-Klant'))}:{_text(candidate, rng)}"
    yield f"NOTE;{quoted}:{_quoted(_NOTE)}"


def _version_3(name: str, card: Sequence[Candidate], rng: Random) -> Iterator[str]:
    yield "VERSION:3.0"
    yield f"N:;{name};;;"
    yield f"FN:{name}"
    for position, candidate in enumerate(card, start=1):
        group = rng.choice(("", f"item{position}."))
        yield f"{group}TEL;TYPE=CELL,VOICE:{_text(candidate, rng)}"
    if not card:
        yield "EMAIL;TYPE=INTERNET:info@voorbeeld.example"


def _version_4(name: str, card: Sequence[Candidate], rng: Random) -> Iterator[str]:
    yield "VERSION:4.0"
    yield f"FN:{name}"
    for candidate in card:
        if candidate.number is None:
            yield f"TEL;VALUE=text:{candidate.text}"
        else:
            uri = spelled(candidate.number, rng, ("tel:+31{n}", "tel:+31-6-{r}"))
            yield f'TEL;VALUE=uri;TYPE="cell,voice":{uri}'


def _text(candidate: Candidate, rng: Random) -> str:
    return candidate.text if candidate.number is None else spelled(candidate.number, rng)


def _quoted(text: str) -> str:
    """Return ``text`` quoted-printable; long ones are broken softly, as telephones do."""
    return quopri.encodestring(text.encode()).decode().replace("=\n", "=\r\n")
