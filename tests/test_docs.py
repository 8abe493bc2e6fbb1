from __future__ import annotations

import re
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.airflows_settings import options_of_airflow

import eenmalig
from eenmalig.cli import main
from eenmalig.cli.handovers import handover
from eenmalig.errors import Code
from eenmalig.settings.loading import cities
from eenmalig.stores.home import PROJECT, Home
from eenmalig_airflow.auth.rights import wanted_roles

if TYPE_CHECKING:
    from collections.abc import Iterator

README = PROJECT / "README.md"
CONTRIBUTING = PROJECT / "CONTRIBUTING.md"
RUNBOOK = PROJECT / "docs" / "runbook.md"
HOW_IT_WORKS = PROJECT / "docs" / "how-it-works.md"
COMMANDS = PROJECT / "docs" / "commands.md"
DOCUMENTS = [
    README,
    CONTRIBUTING,
    PROJECT / "CHANGELOG.md",
    PROJECT / "SECURITY.md",
    *sorted((PROJECT / "docs").rglob("*.md")),
]
NAMES = [str(each.relative_to(PROJECT)) for each in DOCUMENTS]

# What the long map holds to the last folder.
MAPPED = ("dags", "plugins", "include", "tests")
# Data that an earlier program left: mapped as one folder, whatever stands in it.
KEPT = {"format_1", "format_2"}

_FENCED = re.compile(r"^ *```[^\n]*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_PATH = re.compile(r"\.?[A-Za-z0-9_][\w.-]*(?:/[\w.-]+)*/?")
_FILE = re.compile(r"[\w-]+\.(?:md|py|sh|toml|in|txt|yaml)")
_COMMAND = re.compile(r"\beenmalig ((?:handover )?[a-z]+(?:-[a-z]+)*)\b([^|`\n]*)")
_VARIABLE = re.compile(r"\b((?:EENMALIG|AIRFLOW)_[A-Z_]+|[A-Z][A-Z_]+(?==))")
# Every command by the words that call it.
_COMMANDS = {
    **{name: each for name, each in main.commands.items() if name != "handover"},
    **{f"handover {name}": each for name, each in handover.commands.items()},
}
# Set in an example for the example's own use.
_OF_THE_SHELL = {"SID"}
# Files of a hand-over or of a campaign's evidence, or made by a person as told there.
_OF_A_CAMPAIGN = {"handover.yaml"}


@pytest.fixture(params=DOCUMENTS, ids=NAMES)
def text(request: pytest.FixtureRequest) -> str:
    return Path(request.param).read_text(encoding="utf-8")


def test_every_make_target_named_exists(text: str) -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {each for code in _code(text) for each in re.findall(r"\bmake ([a-z-]+)", code)}
    assert named <= targets


def test_every_path_named_exists(text: str) -> None:
    missing = [each for each in _paths(text) if not (PROJECT / each).exists()]
    assert missing == []


def test_every_command_named_exists_with_its_options(text: str) -> None:
    for code in _code(text):
        for name, rest in _COMMAND.findall(code):
            assert name in _COMMANDS
            known = {option for each in _COMMANDS[name].params for option in each.opts}
            assert set(re.findall(r"--[a-z-]+", rest)) <= {*known, "--help"}


def test_every_command_is_explained() -> None:
    explained = {name for code in _code(_read(COMMANDS)) for name, _ in _COMMAND.findall(code)}
    assert explained == set(_COMMANDS)


def test_every_module_that_is_run_exists(text: str) -> None:
    for code in _code(text):
        for module in re.findall(r"python\S* -m ([a-z_.]+)", code):
            assert find_spec(module) is not None


def test_every_variable_named_is_read_somewhere(text: str) -> None:
    named = {each for code in _code(text) for each in _VARIABLE.findall(code)} - _OF_THE_SHELL
    named -= options_of_airflow()
    sources = _sources()
    assert [each for each in sorted(named) if each not in sources] == []


def test_links_within_the_project_resolve(text: str, request: pytest.FixtureRequest) -> None:
    place = PROJECT / request.node.callspec.id
    broken = []
    for link in _LINK.findall(_FENCED.sub("", text)):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (place.parent / path).resolve() if path else place
        if not target.exists() or (anchor and anchor not in _anchors(_read(target))):
            broken.append(link)
    assert broken == []


def test_no_document_tells_where_or_how_it_was_made(text: str) -> None:
    assert str(PROJECT) not in text
    assert not re.search(r"/(?:home|root|Users)/|\b[Ii]ssue \d|#\d+\b|\b[Hh]elper\b", text)


def test_no_document_holds_a_run_of_digits_that_could_be_a_number(text: str) -> None:
    assert not re.search(r"(?:\+31|\b0)[ -]?6(?:[ -]?\d){8}", text)


def test_every_error_code_and_no_other_stands_in_the_runbook() -> None:
    tables = _read(RUNBOOK).partition("## Error codes")[2]
    assert sorted(re.findall(r"^\| `([a-z-]+)` \|", tables, re.MULTILINE)) == sorted(Code)


def test_the_readme_is_read_in_a_few_minutes_and_leads_to_every_document() -> None:
    readme = _read(README)
    assert len(readme.split()) <= 1650
    led_to = {link.partition("#")[0] for link in _LINK.findall(readme)}
    names = {name for name in NAMES if "docs/adr/" not in name and name != "README.md"}
    assert names <= led_to


def test_every_task_of_a_campaign_stands_in_the_runbook() -> None:
    explanations = _read(PROJECT / "plugins" / "eenmalig_airflow" / "explanations.py")
    tasks = re.findall(r'^    "([a-z_]+)":', explanations, re.MULTILINE)
    assert tasks
    assert [each for each in tasks if f"`{each}`" not in _read(RUNBOOK)] == []


def test_the_short_map_holds_every_top_folder() -> None:
    ignored = {each.strip("/") for each in _read(PROJECT / ".gitignore").split()}
    there = [each.name for each in PROJECT.iterdir() if each.is_dir()]
    folders = [each for each in there if each not in ignored and not each.startswith((".", "__"))]
    mapped = _mapped()
    assert [
        each
        for each in folders
        if not any(row.startswith(f"{each}/") for row in mapped) and not each.endswith(".egg-info")
    ] == []


def test_the_short_map_holds_every_folder_of_the_domain_and_nothing_else() -> None:
    domain = PROJECT / "include" / "eenmalig"
    below = {folder for folder in _folders("include/eenmalig") if folder.parent == domain}
    rows = {row for row in _mapped() if row.startswith("include/eenmalig/")}
    assert rows == {_named(folder) for folder in below | {domain}}


def test_the_long_map_holds_every_folder_and_nothing_that_is_not_there() -> None:
    folders = {_named(folder) for top in MAPPED for folder in _folders(top)}
    rows = _mapped_for_contributors()
    assert {row for row in rows if row.endswith("/")} == folders
    modules = {row for row in rows if not row.endswith("/")}
    assert [row for row in sorted(modules) if not (PROJECT / row).is_file()] == []


def test_the_long_map_holds_every_module_that_stands_beside_folders() -> None:
    packages = {folder for folder in _folders("include/eenmalig") if _is_package(folder)}
    rooms = {package.parent for package in packages} & packages
    beside = [
        module
        for folder in (*rooms, PROJECT / "dags", PROJECT / "plugins")
        for module in folder.glob("*.py")
        if module.name != "__init__.py" or folder.name == "eenmalig"
    ]
    assert {_named(module) for module in beside} <= _mapped_for_contributors()


def test_the_levels_told_are_those_that_import_linter_enforces() -> None:
    settings = tomllib.loads(_read(PROJECT / "pyproject.toml"))["tool"]["importlinter"]
    levels = "\n".join(settings["contracts"][0]["layers"])
    assert f"```\n{levels}\n```\n" in _read(CONTRIBUTING)


def test_every_store_is_named_where_it_is_told_how_it_works() -> None:
    stores = {name for name, each in vars(Home).items() if isinstance(each, property)}
    mapped = _mapped()
    assert {f"{each}/" for each in stores - {"staff", "airflow"}} <= mapped


def test_every_role_is_named_where_it_is_told_how_it_works() -> None:
    roles = {re.sub(r"_proefstad$", "_CITY", each) for each in wanted_roles(["proefstad"])}
    assert [each for each in sorted(roles) if f"`{each}`" not in _read(HOW_IT_WORKS)] == []


def test_every_city_is_one_that_the_changelog_names() -> None:
    changes = _read(PROJECT / "CHANGELOG.md")
    assert [each for each in cities() if each.title() not in changes] == []


def test_the_changelog_tells_of_this_version() -> None:
    assert f"## [{eenmalig.__version__}]" in _read(PROJECT / "CHANGELOG.md")


def test_every_test_that_the_threat_model_names_is_there() -> None:
    named = set(re.findall(r"`(tests/[^`]*)`", _read(PROJECT / "docs" / "threat-model.md")))
    assert named
    for each in named:
        place = PROJECT / each
        assert place.is_file() or list(place.rglob("test_*.py")), each


def test_decisions_are_numbered_without_gaps_and_short() -> None:
    decisions = sorted((PROJECT / "docs" / "adr").glob("*.md"))
    numbers = [int(each.name[:4]) for each in decisions]
    assert numbers == list(range(1, len(decisions) + 1))
    assert all(len(_read(each).splitlines()) < 60 for each in decisions)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _code(text: str) -> Iterator[str]:
    """Yield what is set as code: fenced blocks, and spans outside them."""
    yield from _FENCED.findall(text)
    yield from _SPAN.findall(_FENCED.sub("", text))


def _paths(text: str) -> set[str]:
    """Return the paths of the project that stand in code spans; stores and ignored are made."""
    made = {each.strip("/") for each in _read(PROJECT / ".gitignore").split()}
    made |= {name for name, each in vars(Home).items() if isinstance(each, property)}
    spans = {each for each in _SPAN.findall(_FENCED.sub("", text)) if _PATH.fullmatch(each)}
    named = {each for each in spans if "/" in each or _FILE.fullmatch(each)}
    return {each for each in named - _OF_A_CAMPAIGN if each.split("/")[0] not in made}


def _mapped() -> set[str]:
    """Return what stands in the first column of a table of the short map's page."""
    return set(re.findall(r"^\| `([^`]+)` \|", _read(HOW_IT_WORKS), re.MULTILINE))


def _mapped_for_contributors() -> set[str]:
    """Return what stands in the first column of the long map."""
    long_map = _read(CONTRIBUTING).partition("### The map\n")[2].partition("\n#")[0]
    return set(re.findall(r"^\| `([^`]+)` \|", long_map, re.MULTILINE))


def _folders(top: str) -> set[Path]:
    """Return a folder and those below it in which files stand that a person wrote."""
    place = PROJECT / top
    files = [path for path in place.rglob("*") if path.is_file() and not _is_made(path)]
    parents = {parent for path in files for parent in path.parents}
    folders = {parent for parent in parents if parent.is_relative_to(place)}
    return {folder for folder in folders if KEPT.isdisjoint(folder.parent.parts)}


def _is_made(path: Path) -> bool:
    parts = path.relative_to(PROJECT).parts[:-1]
    return any(part.startswith((".", "__")) or part.endswith(".egg-info") for part in parts)


def _is_package(folder: Path) -> bool:
    return (folder / "__init__.py").is_file()


def _named(path: Path) -> str:
    """Return how a map names a folder or a file."""
    return f"{path.relative_to(PROJECT)}{'/' if path.is_dir() else ''}"


def _anchors(text: str) -> set[str]:
    """Return the anchors of headings as code hosts make them."""
    headings = _HEADING.findall(_FENCED.sub("", text))
    kept = (re.sub(r"[^\w\- ]", "", each.lower()) for each in headings)
    return {each.replace(" ", "-") for each in kept}


def _sources() -> str:
    """Return everything that may read a variable of the environment."""
    places = [PROJECT / "Makefile", PROJECT / "docker-compose.yaml"]
    for folder in ("include", "plugins", "dags", "docker"):
        places += [each for each in (PROJECT / folder).rglob("*") if each.suffix in {".py", ".sh"}]
    return "\n".join(_read(each) for each in places if each.is_file())
