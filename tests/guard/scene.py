"""One installation that something is done to, and the words of what may be done."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from tests.guard.meddling import environment, module
from tests.guard.overdue_world import AHEAD_SECONDS, Age

from eenmalig.stores.home import PROJECT, Home

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from tests.guard.overdue_world import Kin, World


class Left(StrEnum):
    """What may still be there of a campaign."""

    KEYS = "its number key or ref key"
    COPY = "its working copy"
    SCRATCH = "scratch copies of its exports"
    MESSAGES = "its messages at the provider"
    VAULT = "its vault or journal key"
    RECORDS = "the end of its evidence"


@dataclass
class Scene:
    """A copy of the world at an age, what is done to it, and how the command is started."""

    world: World
    age: Age
    folder: Path
    home: Home
    connection: str | None
    arguments: list[str] = field(default_factory=list)
    meddled: dict[str, str] = field(default_factory=dict)
    without: list[str] = field(default_factory=list)
    beside: list[subprocess.Popen[str]] = field(default_factory=list)

    @classmethod
    def made(cls, world: World, age: Age, folder: Path) -> Scene:
        """Return a copy to which nothing is done yet."""
        home = Home(world.copied(age, folder))
        return cls(world, age, folder, home, world.gateway.connection())

    @property
    def subject(self) -> Kin:
        """The campaign that something is wrong with."""
        return self.world.subjects[self.age]

    @property
    def evidence(self) -> Path:
        """The subject's evidence."""
        return self.home.evidence / self.subject.id

    @property
    def vault(self) -> Path:
        """The subject's vault."""
        return self.home.vault / self.subject.id

    @property
    def keys(self) -> Path:
        """The subject's keys."""
        return self.home.keys / self.subject.id

    @property
    def working_copy(self) -> Path:
        """The subject's hand-over."""
        return self.home.root / self.subject.working_copy

    def environment(self) -> dict[str, str]:
        """Return the environment of the last guard, its clock past the deadline."""
        made = environment(
            self.world.library,
            self.home.root,
            self.connection,
            ahead=str(AHEAD_SECONDS),
            **self.meddled,
        )
        return {name: value for name, value in made.items() if name not in self.without}

    def start_beside(self, *arguments: str) -> None:
        """Start another process on the installation, at the same time; return once it stands."""
        made = environment(
            self.world.library,
            self.home.root,
            self.world.gateway.connection(),
            ahead=str(AHEAD_SECONDS),
        )
        process = subprocess.Popen(
            module("tests.guard.own_run", *arguments),
            env=made,
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.beside.append(process)
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "held"

    def end_beside(self) -> None:
        """End the other processes."""
        while self.beside:
            process = self.beside.pop()
            process.kill()
            process.communicate()

    def restore(self, name: str) -> None:
        """Put back what stands below a name of the home, as it was before anything was done."""
        source, target = self.world.home(self.age) / name, self.home.root / name
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, symlinks=True)
        elif source.exists():
            shutil.copy2(source, target)

    def meddle(self, how: str, *paths: Path) -> None:
        """Have the command meet a bad machine at some paths."""
        lines = [*self.meddled.get(how, "").splitlines(), *map(str, paths)]
        self.meddled[how] = "\n".join(lines)

    def unmeddle(self, how: str, *paths: Path) -> None:
        """Let that be over."""
        names = set(map(str, paths))
        lines = [line for line in self.meddled.pop(how).splitlines() if line not in names]
        if lines:
            self.meddled[how] = "\n".join(lines)


def nothing(_: Scene) -> None:
    """Do nothing about it: what is lost is on record, or it was no hindrance."""


def no_files(_: Scene) -> list[Path]:
    """No file itself may be left."""
    return []


ALWAYS = tuple(Age)
TAKEN_IN = ALWAYS[1:]
OPEN = ALWAYS[1:-1]
WITH_KEYS = ALWAYS[1:8]


@dataclass(frozen=True)
class Trouble:
    """Something that is wrong on the day of the deadline.

    ``spares`` is what may be left of the subject meanwhile, ``spares_all`` of every overdue
    campaign, ``files`` are paths that may be left themselves; empty, unless they ``keep`` what they
    hold. ``says`` is what the command's words
    must match while it stands. ``loses`` is what no cure brings back: "journal" is who was texted,
    "evidence" that the evidence is whole. ``hides`` is which of the two deadlines cannot be read.
    ``alarms`` where it ends with 1 also when nothing is left, as somebody must look into it.
    ``gives_up`` is what a person may give up where there is no cure. ``anew`` where the cure makes
    anew what is lost: first all is put back that there is a copy of. No two troubles of one
    ``place`` happen at once.
    """

    name: str
    place: str
    do: Callable[[Scene], None]
    cure: Callable[[Scene], None] = nothing
    spares: Collection[Left] = ()
    spares_all: Collection[Left] = ()
    files: Callable[[Scene], list[Path]] = no_files
    says: str = ""
    ages: Collection[Age] = ALWAYS
    loses: str = ""
    hides: str = ""
    gives_up: str = ""
    keeps: bool = False
    alarms: bool = False
    anew: bool = False
    longest_seconds: float = 60.0
