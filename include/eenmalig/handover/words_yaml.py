"""Reading `handover.yaml`: every value is text as it was typed, nothing is interpreted.

YAML would otherwise turn 06 into 6, and a reference into a date or a rounded number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_BYTES = 256 * 1024
_NULL = "tag:yaml.org,2002:null"


class _Refused(yaml.MarkedYAMLError):
    """Valid YAML that a hand-over may not use; ``note`` says what."""


class _Words(yaml.SafeLoader):
    """Text, lists and mappings only; an empty value is None."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Refuse aliases: a short file of them unfolds into an endless one."""
        if self.check_event(yaml.AliasEvent):
            raise _Refused(problem_mark=self.get_mark(), note="uses an alias")
        return super().compose_node(parent, index)

    def construct_words(self, node: yaml.MappingNode) -> dict[str, Any]:
        """Refuse a key that is given twice: YAML keeps the last one in silence."""
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise _Refused(problem_mark=key_node.start_mark, note="holds a key that is no word")
            if key in mapping:
                raise _Refused(problem_mark=key_node.start_mark, note="repeats a key")
            mapping[key] = self.construct_object(value_node, deep=True)
        return mapping


_Words.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag == _NULL]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Words.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _Words.construct_words)


def read_words(path: Path) -> dict[str, Any]:
    """Return the file's mapping, with text, None, lists and mappings only.

    Fails with one mistake that names a line and quotes nothing: not UTF-8, too large, no YAML,
    a key twice, an alias.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError:
        raise _invalid("cannot be read") from None
    if len(content) > LARGEST_BYTES:
        raise _invalid(f"is larger than {LARGEST_BYTES // 1024} KiB")
    declared = _parsed(content)
    if not isinstance(declared, dict):
        raise _invalid("does not hold keys with values")
    return declared


def _parsed(content: bytes) -> object:
    try:
        return yaml.load(content.decode("utf-8-sig"), Loader=_Words)  # noqa: S506 - a SafeLoader
    except UnicodeDecodeError:
        raise _invalid("is not in UTF-8") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f"line {mark.line + 1} " if mark else ""
        mistake = error.note if isinstance(error, _Refused) else "cannot be read as YAML"
        raise _invalid(f"{line}{mistake}") from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise _invalid("cannot be read as YAML") from None


def _invalid(mistake: str) -> EenmaligError:
    return EenmaligError(Code.HANDOVER_INVALID, f"handover.yaml: {mistake}")
