""".pre-commit-config.yaml: what it runs before a commit is what ``make lint`` runs."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from eenmalig.stores.home import PROJECT

CONFIGURATION = yaml.safe_load((PROJECT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
HOOKS: list[dict[str, Any]] = [hook for repo in CONFIGURATION["repos"] for hook in repo["hooks"]]
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")


def linted() -> list[str]:
    """The commands of the recipe of ``make lint``, with its variables filled in."""
    values = dict(re.findall(r"^(\w+) [:?]?= (.*)$", MAKEFILE, re.MULTILINE))
    recipe = re.search(r"^lint:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    assert recipe
    lines = [line.removeprefix("\t").removeprefix("@") for line in recipe[1].splitlines()]
    return [filled(line, values) for line in lines if not line.startswith("echo ")]


def filled(line: str, values: dict[str, str]) -> str:
    """The line as a shell gets it: a variable may hold another one."""
    while variable := re.search(r"\$\((\w+)\)", line):
        line = line.replace(variable[0], values[variable[1]])
    return line


def test_the_hooks_run_the_commands_of_make_lint_in_the_same_order() -> None:
    # A hook is no shell: what stands before a command to set a variable needs env.
    assert linted()
    assert [hook["entry"].removeprefix("env ") for hook in HOOKS] == linted()


def test_every_hook_is_the_projects_own_so_that_nothing_is_fetched() -> None:
    assert [repo["repo"] for repo in CONFIGURATION["repos"]] == ["local"]
    assert {hook["language"] for hook in HOOKS} == {"system"}


@pytest.mark.parametrize("hook", HOOKS, ids=[hook["id"] for hook in HOOKS])
def test_a_hook_looks_at_the_whole_project_at_every_commit(hook: dict[str, Any]) -> None:
    assert hook["pass_filenames"] is False
    assert hook["always_run"] is True
    assert not {"files", "exclude", "types", "types_or", "stages"} & hook.keys()
