"""Reading one small YAML file strictly: a mapping, with no key twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 64 * 1024


class _Strict(yaml.SafeLoader):
    """YAML keeps the last of two equal keys in silence; here that is a mistake."""


class _RepeatedKeyError(yaml.MarkedYAMLError):
    """The same key twice in one mapping."""


def _mapping(loader: _Strict, node: yaml.MappingNode) -> dict[Any, Any]:
    seen = set()
    for key, _ in node.value:
        if key.value in seen:
            raise _RepeatedKeyError(problem_mark=key.start_mark)
        seen.add(key.value)
    return loader.construct_mapping(node, deep=True)


_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_mapping(path: Path, code: Code) -> dict[str, Any]:
    """Return the mapping that the file holds.

    Raises ``code`` when it is no file, too large, not UTF-8, no YAML, holds a key twice, or
    is no mapping with words as keys. The error names a line and never quotes what stands there.
    """
    try:
        content = path.read_bytes()
    except OSError:
        raise EenmaligError(code, "the file cannot be read") from None
    if len(content) > _LARGEST:
        raise EenmaligError(code, f"the file is larger than {_LARGEST // 1024} KiB")
    try:
        mapping = yaml.load(content.decode(), Loader=_Strict)  # noqa: S506 - a SafeLoader
    except UnicodeDecodeError:
        raise EenmaligError(code, "the file is not in UTF-8") from None
    except yaml.MarkedYAMLError as error:
        raise EenmaligError(code, _where(error)) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise EenmaligError(code, "the file cannot be read as YAML") from None
    if not isinstance(mapping, dict) or not all(isinstance(key, str) for key in mapping):
        raise EenmaligError(code, "the file must hold keys with values")
    return mapping


def _where(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    line = f"line {mark.line + 1}" if mark else "the file"
    if isinstance(error, _RepeatedKeyError):
        return f"{line} repeats a key that was given before"
    return f"{line} cannot be read as YAML"
