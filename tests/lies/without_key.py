"""Changes of closed evidence by somebody who does not have its key: none may be accepted."""

from __future__ import annotations

import copy
import json
import random
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from eenmalig.domain.canonical import canonical
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.ledger import VERIFICATIONS
from eenmalig.evidence.verifying import verify_evidence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = (
    "ledger.jsonl",
    VERIFICATIONS,
    "dossier.json",
    "dossier.html",
    "certificate.json",
    "certificate.pdf",
    "report.json",
    "report.html",
)
# An emptied file of later looks leaves evidence that nobody looked at.
REFUSED = (Code.EVIDENCE_INVALID, Code.EVIDENCE_UNLOOKED)
ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    1.5,
    10**40,
    1e308,
    "",
    "x",
    "9999-12-31T23:59:59+00:00",
    "0001-01-01T00:00:00+00:00",
    [],
    [[]],
    {},
    {"x": {"y": []}},
)


class Mutations:
    """Tries changes of one folder, and counts what came of them."""

    def __init__(self, folder: Path, trust: Path, seed: int) -> None:
        self._folder = folder
        self._trust = trust
        self._chance = random.Random(seed)
        self._contents = {name: (folder / name).read_bytes() for name in NAMES}
        self.came_of_it: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.longest_seconds = 0.0

    def try_out(self, number: int) -> None:
        """Try so many changes; those that change nothing are not counted."""
        changes = self._changes()
        for _ in range(number):
            name, how, content = next(changes)
            (self._folder / name).write_bytes(content)
            came_of_it = self._verified()
            self.came_of_it[came_of_it] += 1
            if came_of_it != "refused":
                self.wrong.append(f"{name}, {how}: {came_of_it}")
            (self._folder / name).write_bytes(self._contents[name])

    def _verified(self) -> str:
        began = time.monotonic()
        try:
            verify_evidence(self._folder, self._trust)
        except EenmaligError as error:
            told = error.code in REFUSED and error.mistakes
            return "refused" if told else "refused without a word"
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            return f"crashed by {type(error).__name__}"
        finally:
            self.longest_seconds = max(self.longest_seconds, time.monotonic() - began)
        return "accepted"

    def _changes(self) -> Iterator[tuple[str, str, bytes]]:
        """Yield a file's name, how it is changed, and what it holds then, without end."""
        others = list(self._contents.values())
        while True:
            name = self._chance.choice(NAMES)
            content = self._contents[name]
            if self._chance.random() < 1 / 3 and name.endswith((".json", ".jsonl")):
                how, changed = "a value", another_value(self._chance, content)
            else:
                how, changed = another_content(self._chance, content, others)
            # Later looks cut off at the end leave what held before: the trace misses them.
            if changed != content and not (name == VERIFICATIONS and _is_cut(content, changed)):
                yield name, how, changed


def another_content(
    chance: random.Random, content: bytes, others: list[bytes]
) -> tuple[str, bytes]:
    """Return a content with a bit turned, a part taken out, doubled, moved, or another's."""
    start, end = sorted(chance.randrange(len(content)) for _ in range(2))
    lines = content.splitlines(keepends=True)
    fewer = list(lines)
    fewer.pop(chance.randrange(len(lines)))
    chance.shuffle(lines)
    turned = bytes([content[start] ^ (1 << chance.randrange(8))])
    return chance.choice(
        [
            ("a bit", content[:start] + turned + content[start + 1 :]),
            ("a part less", content[:start] + content[end:]),
            ("a part twice", content[:end] + content[start:]),
            ("a part emptied", content[:start] + bytes(end - start) + content[end:]),
            ("its beginning", content[:end]),
            ("more at its end", content + chance.randbytes(9)),
            ("other ends of lines", content.replace(b"\n", b"\r\n")),
            ("a mark before it", b"\xef\xbb\xbf" + content),
            ("a line less", b"".join(fewer)),
            ("lines in another order", b"".join(lines)),
            ("what another file holds", chance.choice(others)),
        ]
    )


def another_value(chance: random.Random, content: bytes) -> bytes:
    """Return a content in which one value of one line is another; its signature stays."""
    lines = content.splitlines()
    nth = chance.randrange(len(lines))
    document = json.loads(lines[nth])
    at, name = chance.choice(places(document))
    alike = [value for value in _values(document) if type(value) is type(at[name])]
    at[name] = copy.deepcopy(chance.choice([*ODD, *alike]))
    lines[nth] = canonical_or_plain(document)
    return b"".join(line + b"\n" for line in lines)


def canonical_or_plain(document: Any) -> bytes:
    """Return a document as evidence writes it; where that has no spelling, as JSON does."""
    try:
        return canonical(document)
    except (TypeError, ValueError):
        return json.dumps(document).encode()


def places(data: Any) -> list[tuple[Any, Any]]:
    """Return every place within a value where a value stands."""
    if not isinstance(data, (dict, list)):
        return []
    found: list[tuple[Any, Any]] = [(data, name) for name in _names(data)]
    return found + [deeper for at, name in found for deeper in places(at[name])]


def _values(document: Any) -> list[Any]:
    return [at[name] for at, name in places(document)]


def _names(data: dict[str, Any] | list[Any]) -> list[Any]:
    return list(data) if isinstance(data, dict) else list(range(len(data)))


def _is_cut(content: bytes, changed: bytes) -> bool:
    return changed.endswith(b"\n") and content.startswith(changed)
