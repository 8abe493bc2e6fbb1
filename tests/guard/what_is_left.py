"""What is left of campaigns as a judge saw it, held against what the troubles make impossible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.guard.overdue_world import UNTAKEN, Age
from tests.guard.scene import Left, Scene, Trouble

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

_UNDISTURBED = 60.0
_STORES = ("handover", "vault")
# Messages that no journal knows to be accepted: a later look finds them by sender, text and time.
IN_DOUBT = {Age.SENDING: 1, Age.SENT: 1}


@dataclass(frozen=True)
class Trial:
    """Troubles at an age, most often one; cured afterwards, or given up by a person."""

    age: Age
    troubles: tuple[Trouble, ...]
    given_up: bool = False

    def __str__(self) -> str:
        names = " and ".join(trouble.name for trouble in self.troubles)
        return f"{names or 'nothing'}{', given up' if self.given_up else ''} | {self.age}"

    def loses(self, what: str) -> bool:
        """Whether something is lost for good."""
        return any(trouble.loses == what for trouble in self.troubles)

    @property
    def longest_seconds(self) -> float:
        """How long the command may take meanwhile."""
        return max([_UNDISTURBED, *(trouble.longest_seconds for trouble in self.troubles)])

    @property
    def short(self) -> bool:
        """Whether the command waits for nobody meanwhile."""
        return self.longest_seconds <= _UNDISTURBED


@dataclass(frozen=True)
class Stuck:
    """Paths below the home that cannot be removed; those in ``full`` cannot be emptied either."""

    paths: frozenset[str] = frozenset()
    full: frozenset[str] = frozenset()

    @classmethod
    def of(cls, scene: Scene, trial: Trial) -> Stuck:
        """Return those of a trial."""
        paths = {
            str(path.relative_to(scene.home.root)): trouble.keeps
            for trouble in trial.troubles
            for path in trouble.files(scene)
        }
        return cls(frozenset(paths), frozenset(path for path, keeps in paths.items() if keeps))

    def besides(self, names: Collection[str]) -> set[str]:
        """Return those that could be removed."""
        return {name for name in names if not _at_or_below(name, self.paths)}

    def readable(self, names: Collection[str]) -> set[str]:
        """Return those that could at least be emptied."""
        return {name for name in names if not _at_or_below(name, self.full)}


def _at_or_below(name: str, paths: Collection[str]) -> bool:
    return any(name == path or name.startswith(f"{path}/") for path in paths)


def left_of(its: Mapping[str, Any], doubts: int = 0) -> set[Left]:
    """Return what is left of a campaign, as the judge saw it."""
    keys = {"number.key", "ref.key"} & set(its["keys"])
    stands = {name.partition("/")[0] for name in its["stands"]}
    vault = "vault" in stands or "journal.key" in its["keys"]
    told = {
        Left.KEYS: bool(keys) or bool(its["opens"]),
        Left.COPY: "handover" in stands,
        Left.SCRATCH: bool(its["scratch"]),
        Left.MESSAGES: its["messages"] > doubts,
        Left.VAULT: vault,
        Left.RECORDS: not (its["closed"] and its["certificate"]),
    }
    return {left for left, holds in told.items() if holds}


def allowed(trial: Trial, name: str, left: Collection[Left]) -> set[Left]:
    """Return what may be left of a campaign while all this is wrong."""
    may: set[Left] = set()
    for trouble in trial.troubles:
        may |= {*trouble.spares_all, *(trouble.spares if name == "subject" else ())}
    if Left.MESSAGES in may and Left.MESSAGES in left:
        # Whoever cannot delete there yet keeps what tells which messages these are.
        may |= {Left.VAULT, Left.RECORDS}
    if {"inventory", "key"} <= {trouble.hides for trouble in trial.troubles}:
        may |= {Left.KEYS}
    return may


def too_much(
    trial: Trial,
    after: Mapping[str, Any],
    stuck: Stuck,
    *,
    cured: bool = False,
) -> Iterator[str]:
    """Yield what is left that could be gone, and what is said to be gone that is not."""
    for name in ("subject", "healthy"):
        its = after["campaigns"][name]
        if name == "subject" and trial.age is Age.INSTALLED:
            its = {**its, "closed": True, "certificate": True}
        left = left_of(its, _in_doubt(trial, name, cured=cured))
        may = allowed(trial, name, left) if not cured or trial.given_up else set()
        if cured:
            may -= {Left.RECORDS}
        if name == "subject" and trial.loses("journal") and trial.loses("evidence"):
            # Neither their ids nor sender and text are known: only a person can find them there.
            may |= {Left.MESSAGES}
        for more in sorted(left - may):
            if details := stuck.besides(_details(its, more)):
                yield f"of the {name} campaign is left {more} ({', '.join(details)[:200]})"
        yield from _readable(name, its, may, stuck)
        known = trial.given_up or (trial.loses("journal") and name == "subject")
        if its["closed"] and Left.MESSAGES in left and not known:
            yield f"closed, and {its['messages']} messages of the {name} campaign are there"
    if cured and [name for name in after["handover"] if f"/{UNTAKEN}/" in name]:
        yield "a working copy that nobody took in is left"


def _readable(
    name: str, its: Mapping[str, Any], may: Collection[Left], stuck: Stuck
) -> Iterator[str]:
    """Yield in what numbers can be read, or made readable."""
    if Left.KEYS not in may:
        for place in sorted(stuck.readable(its["opens"])):
            yield f"a key of the {name} campaign is readable in {place}"
    for place in sorted(stuck.readable(its["clear"])):
        if Left.COPY not in may or not place.startswith("handover/"):
            yield f"numbers of the {name} campaign are readable in {place}"


def _in_doubt(trial: Trial, name: str, *, cured: bool) -> int:
    """Return how many messages nobody can know of."""
    # By whom and with which text it was sent stands in the dossier alone: a look needs that.
    looked = cured and not trial.loses("evidence")
    return 0 if looked or name != "subject" else IN_DOUBT.get(trial.age, 0)


def _details(its: Mapping[str, Any], left: Left) -> Sequence[str]:
    """Return the files that something left stands in."""
    stands = {
        store: [name for name in its["stands"] if name.startswith(store)] for store in _STORES
    }
    keys = [f"keys/{its['id']}/{name}" for name in its["keys"]]
    journal_key = [name for name in keys if name.endswith("/journal.key")]
    details: Mapping[Left, Sequence[str]] = {
        Left.KEYS: [*its["opens"], *(name for name in keys if name not in journal_key)],
        Left.COPY: its["working_copy"] or stands["handover"],
        Left.SCRATCH: its["scratch"],
        Left.VAULT: [*its["vault"], *journal_key] or stands["vault"],
        Left.MESSAGES: [f"{its['messages']} messages"],
        Left.RECORDS: [f"evidence/{its['id']}"],
    }
    return details[left]


def touched(trial: Trial, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Yield what was touched that nobody may touch."""
    if before["innocent"] != after["innocent"]:
        yield "something of the innocent campaign has changed"
    # Without an inventory the disk's own clock is all there is, and that is not put forward.
    unread = any(trouble.hides == "inventory" for trouble in trial.troubles)
    if before["young"] != after["young"] and not unread:
        yield "the working copy whose clock runs has changed"
    messages = [each["campaigns"]["innocent"]["messages"] for each in (before, after)]
    if messages[0] != messages[1]:
        yield f"the innocent campaign had {messages[0]} messages, and has {messages[1]}"
