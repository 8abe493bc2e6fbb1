"""The house: what every source file keeps to, read from the files themselves."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LONGEST_FILE, LONGEST_FUNCTION = 300, 60
SOURCE_FOLDERS = ("dags", "include", "plugins")
FOLDERS = (*SOURCE_FOLDERS, "tests", "docs", "docker")
TEXTS = {
    ".py",
    ".md",
    ".yaml",
    ".yml",
    ".toml",
    ".j2",
    ".css",
    ".typ",
    ".sh",
    ".in",
    ".cfg",
    ".ini",
    ".txt",
}
# Whole programs whose output is meant for a person's terminal.
PROGRAMS = (
    "include/rehearsal/",
    "include/standalone/",
    "plugins/eenmalig_airflow/auth/roles.py",
    "plugins/eenmalig_airflow/hooks/gateway_check.py",
)
# Who may import what, so that numbers and Airflow stay where they belong.
PLACES = {
    "airflow": ("dags/", "plugins/"),
    "flask_appbuilder": ("plugins/",),
    "openpyxl": ("include/rehearsal/",),
    "pandas": ("include/eenmalig/cleartext/",),
    "phonenumbers": ("include/eenmalig/cleartext/",),
    "psutil": ("include/standalone/",),
    "twilio": ("include/eenmalig/cleartext/",),
}
# Words that say who made this, where and how, instead of what it is. Each is spelt so that this
# file does not hold it.
FORBIDDEN = {
    "a path of one machine": re.compile(r"/wor[k]/|/hom[e]/(?!airflow)|/roo[t]/|/tm[p]/bash"),
    "a ticket": re.compile(r"\b(?:issue|ticket|taa[k]|story)[ -]?#?\d+\b", re.IGNORECASE),
    "who wrote it": re.compile(
        r"\b(?:(?:this|next|last|previous|earlier) (?:chat|sessio[n])|sub-?agen[t]s?|helpe[r]s?"
        r"|language mode[l]s?|chatbo[t]s?)\b",
        re.IGNORECASE,
    ),
    "what is not done": re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X]|HAC[K])\b"),
    "a catch-all": re.compile(r"\b(?:util[s]?|mis[c]|commo[n])\.py\b"),
}
# What holds a person's number, or leads to one.
CLEAR = {"e164", "sid", "sealed_sid", "candidate", "recipient", "token", "password"}
# Modules that bear one name, and why: what each of them does has no other.
NAMESAKES = {
    "answers": "the store, and what a stand-in for the provider answers",
    "campaign": "the rules of one, and the rehearsal of one",
    "deletion": "of messages at the provider, and of records on a telephone",
    "gate": "the step, and the sensor that waits for it",
    "handovers": "the command, and those that are made up",
    "installation": "as a command finds it, and as a step does",
    "moments": "as exports write them, and as documents do",
    "tables": "of a vault, and those of a made-up hand-over",
    "twilio": "who speaks to it, and the hook, which Airflow names after the service",
    "verifying": "the command, and what it calls",
}
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


def named(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def sources(*folders: str) -> list[Path]:
    found = [path for each in folders for path in sorted((PROJECT / each).rglob("*.py"))]
    assert found
    return found


def texts() -> Iterator[Path]:
    """Every text of the project that a person wrote."""
    known = {"Makefile", "Dockerfile", "docker-compose.yaml", "pyproject.toml"}
    known.add(".pre-commit-config.yaml")
    for path in PROJECT.iterdir():
        if path.is_file() and (path.name in known or path.suffix in {".md", ".in"}):
            yield path
    for folder in FOLDERS:
        for path in (PROJECT / folder).rglob("*"):
            if path.is_file() and (path.suffix in TEXTS or not path.suffix):
                yield path


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield node


def names_in(node: ast.AST) -> set[str]:
    """Every name and attribute that an expression uses."""
    found = set()
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            found.add(each.id)
        elif isinstance(each, ast.Attribute):
            found.add(each.attr)
    return found


def test_no_file_is_longer_than_a_person_reads() -> None:
    lengths = {
        named(path): len(path.read_text().splitlines())
        for path in sources(*SOURCE_FOLDERS, "tests")
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}
    assert sorted(lengths.values())[len(lengths) // 2] <= LONGEST_FILE / 2


def test_no_function_is_longer_than_a_screen() -> None:
    lengths = {
        f"{named(path)}:{each.name}": (each.end_lineno or 0) - each.lineno + 1
        for path in sources(*SOURCE_FOLDERS, "tests")
        for each in functions(path)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("module", PLACES)
def test_a_library_is_imported_only_where_it_belongs(module: str) -> None:
    wrong = []
    for path in sources(*SOURCE_FOLDERS):
        for node in ast.walk(tree(path)):
            imported = []
            if isinstance(node, ast.Import):
                imported = [each.name for each in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                imported = [node.module or ""]
            if any(each.split(".")[0] == module for each in imported):
                wrong += [named(path)] if not named(path).startswith(PLACES[module]) else []
    assert wrong == []


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_in_the_tree_tells(what: str) -> None:
    found = [
        f"{named(path)}:{position}"
        for path in texts()
        for position, line in enumerate(path.read_text(errors="replace").splitlines(), start=1)
        if FORBIDDEN[what].search(line)
    ]
    assert found == []


def test_the_pinned_dependencies_name_no_index_of_one_machine() -> None:
    for path in PROJECT.glob("requirements*"):
        assert not re.search(r"--(?:extra-)?index-url|https?://|file:", path.read_text())


def test_only_programs_print() -> None:
    printing = {
        named(path)
        for path in sources(*SOURCE_FOLDERS)
        for call in calls(path)
        if isinstance(call.func, ast.Name) and call.func.id in {"print", "pprint", "breakpoint"}
    }
    assert {name for name in printing if not name.startswith(PROGRAMS)} == set()


def public(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Everything public that a module or a public class defines."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if node.name.startswith("_"):
                continue
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body)


def test_every_module_and_everything_public_in_it_is_explained() -> None:
    missing = []
    for path in sources(*SOURCE_FOLDERS):
        module = tree(path)
        if module.body and not ast.get_docstring(module):
            missing.append(named(path))
        missing += [
            f"{named(path)}:{each.name}"
            for each in public(module.body)
            if not ast.get_docstring(each)
        ]
    assert missing == []


def test_no_two_classes_share_a_name() -> None:
    places: dict[str, list[str]] = {}
    for path in sources(*SOURCE_FOLDERS):
        for node in ast.walk(tree(path)):
            # One that begins with an underscore is known in its own file only.
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(named(path))
    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}


def test_no_two_modules_share_a_name_without_a_reason() -> None:
    stems = [path.stem for path in sources(*SOURCE_FOLDERS) if not path.stem.startswith("__")]
    assert {stem for stem in stems if stems.count(stem) > 1} == set(NAMESAKES)


def is_log(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id == "log_group"
    return (
        isinstance(call.func, ast.Attribute)
        and call.func.attr in LEVELS
        and bool(names_in(call.func.value) & {"log", "_log", "logger", "logging"})
    )


def is_error(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id.endswith("Error")


def is_printed(call: ast.Call) -> bool:
    return "echo" in names_in(call.func)


@pytest.mark.parametrize("is_told", [is_log, is_error, is_printed])
def test_nothing_that_is_told_is_given_a_number_or_a_secret(
    is_told: Callable[[ast.Call], bool],
) -> None:
    wrong = []
    for path in sources(*SOURCE_FOLDERS):
        for call in filter(is_told, calls(path)):
            given = [*call.args, *(each.value for each in call.keywords)]
            if any(names_in(each) & CLEAR for each in given):
                wrong.append(f"{named(path)}:{call.lineno}")
    assert wrong == []


def test_log_lines_are_templates_so_that_what_fills_them_can_be_read_here() -> None:
    wrong = [
        f"{named(path)}:{call.lineno}"
        for path in sources(*SOURCE_FOLDERS)
        for call in calls(path)
        if is_log(call) and not (call.args and isinstance(call.args[0], ast.Constant))
    ]
    assert wrong == []


def test_a_rule_is_set_aside_only_with_a_reason() -> None:
    bare = re.compile(r"# noqa(?!: [A-Z0-9, ]+ - \w)|# type: ignore(?!\[)")
    wrong = [
        f"{named(path)}:{position}"
        for path in sources(*SOURCE_FOLDERS)
        for position, line in enumerate(path.read_text().splitlines(), start=1)
        if bare.search(line)
    ]
    assert wrong == []


def test_no_telephone_number_stands_in_the_code() -> None:
    mobile = re.compile(r"(?<!\d)(?:\+31|0031|0)[ -]?\(?6[1-58](?:[ -]?\d){7}(?!\d)")
    wrong = [
        f"{named(path)}:{position}"
        for path in texts()
        for position, line in enumerate(path.read_text(errors="replace").splitlines(), start=1)
        for found in mobile.finditer(line)
        if "12345678" not in re.sub(r"\D", "", found[0])
    ]
    assert wrong == []
