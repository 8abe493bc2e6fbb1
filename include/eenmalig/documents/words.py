"""Every code and heading in plain words, in Dutch and in English."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("nl", "en")
_FOLDER = Path(__file__).parent / "words"


class Words:
    """One language's table: sections of keys with sentences."""

    def __init__(self, language: str, table: Mapping[str, Mapping[str, str]]) -> None:
        self.language = language
        self._table = table

    def say(self, section: str, key: str, **values: object) -> str:
        """Return a sentence of ours with its values filled in. Fails when it is not there."""
        return self._table[section][key].format(**values) if values else self._table[section][key]

    def name(self, section: str, code: object) -> str:
        """Return a code in plain words; a code without words is shown as it is."""
        return self._table.get(section, {}).get(str(code), str(code).replace("_", " "))

    def knows(self, section: str, code: object) -> bool:
        """Tell whether a code has words."""
        return str(code) in self._table.get(section, {})

    def section(self, section: str) -> Mapping[str, str]:
        """Return each key of a section with its sentence."""
        return self._table[section]

    def keys(self) -> set[tuple[str, str]]:
        """Return every section and key, so that languages can be compared."""
        return {(section, key) for section, entries in self._table.items() for key in entries}


@cache
def words(language: str) -> Words:
    """Return the table of ``nl`` or ``en``. Fails for any other language."""
    if language not in LANGUAGES:
        raise ValueError(language)
    table: dict[str, dict[str, str]] = {}
    for file in ("codes", "sentences", "publication"):
        content = (_FOLDER / language / f"{file}.yaml").read_text(encoding="utf-8")
        table.update(yaml.safe_load(content))
    return Words(language, table)
