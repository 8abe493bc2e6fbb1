"""pyproject.toml: the licence, and dependencies that agree with the lists of pinned ones."""

from __future__ import annotations

import re
import tomllib

import pytest

from eenmalig.stores.home import PROJECT

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
DECLARED = {*PYPROJECT["project"]["dependencies"]}
EXTRAS: dict[str, list[str]] = PYPROJECT["project"]["optional-dependencies"]
BUILD = {*PYPROJECT["build-system"]["requires"]}
LICENCE = (PROJECT / "LICENSE").read_text(encoding="utf-8")

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def listed(name: str) -> list[str]:
    """Every package of a list, and of those that it begins with, without its version."""
    packages = []
    for line in (PROJECT / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            packages += listed(line.removeprefix("-r "))
        elif not line.startswith("#"):
            package = _NAME.match(line)
            assert package, line
            packages.append(package[0])
    return packages


def test_what_is_declared_has_a_name_and_no_version() -> None:
    names = [*DECLARED, *BUILD, *(name for extra in EXTRAS.values() for name in extra)]
    assert [name for name in names if not _NAME.fullmatch(name)] == []


def test_a_campaign_runs_on_the_dependencies_and_on_no_extra() -> None:
    assert sorted(listed("requirements-campaign.in")) == sorted(DECLARED | BUILD)


def test_what_is_installed_here_is_the_dependencies_and_every_extra() -> None:
    optional = {name for extra in EXTRAS.values() for name in extra}
    assert not optional & DECLARED
    assert sorted(listed("requirements.in")) == sorted(DECLARED | BUILD | optional)


def test_the_container_image_installs_no_extra() -> None:
    image = set(listed("requirements-compose.in"))
    assert image > DECLARED | BUILD
    assert not image & {name for extra in EXTRAS.values() for name in extra}


@pytest.mark.parametrize("extra", EXTRAS)
def test_an_extra_is_called_after_the_package_that_needs_it(extra: str) -> None:
    assert (PROJECT / "include" / extra / "__init__.py").is_file()
    imports = "".join(path.read_text() for path in (PROJECT / "include" / extra).rglob("*.py"))
    for name in EXTRAS[extra]:
        assert re.search(rf"^(?:import|from) {name}\b", imports, re.MULTILINE)


def test_the_licence_is_the_one_that_is_declared_and_is_whole() -> None:
    assert PYPROJECT["project"]["license"] == "EUPL-1.2"
    assert PYPROJECT["project"]["license-files"] == ["LICENSE"]
    assert LICENCE.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    articles = [int(number) for number in re.findall(r"^(\d+)\.[A-Z]", LICENCE, re.MULTILINE)]
    assert articles == list(range(1, 16))
    assert re.search(r"^ *Appendix$", LICENCE, re.MULTILINE)
    assert LICENCE.endswith("require the production of a new EUPL version.\n")
