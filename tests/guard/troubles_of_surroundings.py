"""What may be wrong around an installation: provider, connection, disk, files, environment."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.guard.moody_gateway import Mood
from tests.guard.overdue_world import Age
from tests.guard.scene import ALWAYS, OPEN, WITH_KEYS, Left, Scene, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from tests.guard.doing_harm import Do

    PathsOf = Callable[[Scene], list[Path]]

_WITH_COPY = ALWAYS[:9]


def _connected(text_of: Callable[[Scene], str | None]) -> Do:
    def do(scene: Scene) -> None:
        scene.connection = text_of(scene)

    return do


def _well_connected(scene: Scene) -> None:
    scene.connection = scene.world.gateway.connection()
    scene.arguments.clear()


def _in_file(content: bytes | None, mode: int) -> Do:
    """Have the connection in a file; without ``content``, the right one."""

    def do(scene: Scene) -> None:
        path = scene.folder / "connection"
        path.write_bytes(scene.world.gateway.connection().encode() if content is None else content)
        path.chmod(mode)
        scene.connection = None
        scene.arguments[:] = ["--connection", str(path)]

    return do


def _nowhere(scene: Scene) -> None:
    scene.connection = None
    scene.arguments[:] = ["--connection", str(scene.folder / "nergens")]


def of_provider() -> Iterator[Trouble]:
    """Yield what may be wrong with the provider, or with how it is reached."""
    unreached = partial(Trouble, spares_all=(Left.MESSAGES,), longest_seconds=300.0)
    for mood in Mood:
        if mood is not Mood.WELL:
            harm, cure = _put_in(mood), _put_in(Mood.WELL)
            what = "provider_messages" if mood is Mood.REFUSING else ""
            yield unreached(f"provider: {mood}", "provider", harm, cure, gives_up=what)
    through = partial(unreached, place="connection", cure=_well_connected)
    for name, text_of in _CONNECTIONS.items():
        yield through(f"connection {name}", do=_connected(text_of))
    yield through("connection in a file of mode 0644", do=_in_file(None, 0o644))
    yield through("connection in a file of garbage", do=_in_file(b"\xff\x00" * 50, 0o600))
    yield through("connection in a file that is not there", do=_nowhere)
    yield Trouble(
        "connection in a file of mode 0600", "connection", _in_file(None, 0o600), _well_connected
    )


_CONNECTIONS: Mapping[str, Callable[[Scene], str | None]] = {
    "missing": lambda _: None,
    "blank": lambda _: "  ",
    "no JSON": lambda _: '{"login": ',
    "JSON of another kind": lambda _: '{"extra": [1], "login": 3}',
    "no URI": lambda _: "http://[",
    "to another port": lambda scene: scene.world.gateway.connection(scene.world.gateway.another),
    "to another path": lambda scene: scene.world.gateway.connection(
        f"{scene.world.gateway.base_url}/elders"
    ),
    "to another account": lambda scene: scene.world.gateway.connection(account="AC" + "0" * 32),
}


def _put_in(mood: Mood) -> Do:
    return lambda scene: scene.world.gateway.put_in(mood)


def _meddled(how: str, paths_of: PathsOf) -> Do:
    return lambda scene: scene.meddle(how, *paths_of(scene))


def _unmeddled(how: str, paths_of: PathsOf) -> Do:
    return lambda scene: scene.unmeddle(how, *paths_of(scene))


def of_files() -> Iterator[Trouble]:
    """Yield files that cannot be removed, in each place; those that can be emptied, and others."""
    says = "working.copy|scratch|vault|key"
    held = partial(Trouble, place="held", spares_all=(Left.RECORDS,), says=says)
    for name, (paths_of, ages, what) in _HELD.items():
        stuck = partial(held, files=paths_of, ages=ages)
        for how, word, keeps in (("held", "removed", False), ("read_only", "changed", True)):
            harm, cure = _meddled(how, paths_of), _unmeddled(how, paths_of)
            # Which messages are deleted cannot be kept in a journal that nobody can write.
            unwritable = keeps and name == _JOURNAL
            yield stuck(
                f"{name} cannot be {word}",
                do=harm,
                cure=cure,
                keeps=keeps,
                spares=(Left.MESSAGES,) if unwritable else (),
                gives_up="" if unwritable else what,
            )


def _vault_file(scene: Scene) -> list[Path]:
    return [scene.vault / "vault.db"]


_JOURNAL = "the vault's file"
# Nobody was sent to: nothing needs the journal.
_UNSENT = OPEN[: OPEN.index(Age.SENDING)]
_HELD: Mapping[str, tuple[PathsOf, tuple[Age, ...], str]] = {
    "a file of the working copy": (
        lambda scene: [scene.working_copy / "berichten.db"],
        _WITH_COPY,
        "working_copy",
    ),
    "the working copy's folder": (
        lambda scene: [scene.working_copy],
        _WITH_COPY,
        "working_copy",
    ),
    "a scratch copy": (
        lambda scene: list(scene.vault.glob("scratch/*/export")),
        (Age.TAKING_IN,),
        "scratch",
    ),
    "an unused vault's file": (_vault_file, _UNSENT, "vault"),
    _JOURNAL: (_vault_file, OPEN[len(_UNSENT) :], "vault"),
    "the number key": (lambda scene: [scene.keys / "number.key"], WITH_KEYS, "number_key"),
    "the ref key": (lambda scene: [scene.keys / "ref.key"], WITH_KEYS, "ref_key"),
    "the journal key": (lambda scene: [scene.keys / "journal.key"], OPEN, "journal_key"),
    "the healthy campaign's number key": (
        lambda scene: [scene.home.keys / scene.world.healthy.id / "number.key"],
        ALWAYS,
        "number_key",
    ),
}


def of_machine() -> Iterator[Trouble]:
    """Yield what may be wrong with the machine."""
    yield Trouble(
        "disk full",
        "disk",
        _full,
        _room,
        spares_all=(Left.MESSAGES, Left.VAULT, Left.RECORDS),
        longest_seconds=300.0,
    )
    yield Trouble("nothing in the environment", "environment", _bare)
    yield Trouble(
        "a hand-over is a link",
        "hand-over",
        _linked,
        ages=(Age.EXTRACTED, Age.SENT),
        alarms=True,
    )
    yield Trouble(
        "staff missing",
        "staff",
        lambda scene: scene.home.staff.unlink(),
        lambda scene: scene.restore("staff.json"),
    )


def _full(scene: Scene) -> None:
    scene.meddled["full"] = str(scene.home.root)


def _room(scene: Scene) -> None:
    del scene.meddled["full"]


def _bare(scene: Scene) -> None:
    scene.without += ["PATH", "HOME", "LANG"]


def _linked(scene: Scene) -> None:
    """Have the working copy elsewhere, and a link in its place."""
    elsewhere = scene.folder / "elders"
    scene.working_copy.rename(elsewhere)
    scene.working_copy.symlink_to(elsewhere)
