"""One combination: a store is damaged, the next step tried, all destroyed, a way out taken."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from click.testing import CliRunner
from tests import second_checker, second_trace_checker
from tests.bench import CITY, HANDOVER, PROFILE
from tests.damage.damages import Damage, Place, do, file_of, makes_sense, undo
from tests.damage.states import Kept, Stage, bench_at
from tests.damage.table import TABLE, Ends, Out

from eenmalig.cli import CONNECTION, main
from eenmalig.domain.campaign import State
from eenmalig.errors import EenmaligError
from eenmalig.steps.install import install

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from click.testing import Result
    from tests.bench import Bench
    from tests.damage.table import Row

_CODE = re.compile(r"(?:^|[(: ])([a-z]+(?:-[a-z]+)+)\b")
_STOPPABLE = (Stage.ASKING, Stage.APPROVED, Stage.SENDING)


class Way(StrEnum):
    """What happens after the damage, and by whom all is destroyed."""

    RUN = "the run goes on, and destroys"
    STOP = "somebody stops it, and the run destroys"
    OVERDUE = "nothing until the deadline, and the guard destroys"


class Combination(NamedTuple):
    """One damage of one store at one stage, and what happens then."""

    place: Place
    damage: Damage
    stage: Stage
    way: Way

    def __str__(self) -> str:
        return f"{self.place} {self.damage}, {self.stage}, {self.way}"


def combinations(kept: Kept) -> Iterator[Combination]:
    """Yield all that make sense."""
    for place, damage in TABLE:
        for stage in Stage:
            if makes_sense(kept, place, damage, stage):
                ways = [way for way in Way if way is not Way.STOP or stage in _STOPPABLE]
                yield from (Combination(place, damage, stage, way) for way in ways)


def holds(kept: Kept, combination: Combination) -> None:
    """Try a combination. Fails where something is not as the table says, or a promise broken."""
    with (
        tempfile.TemporaryDirectory() as folder,
        bench_at(kept, combination.stage, Path(folder)) as bench,
    ):
        row = TABLE[combination.place, combination.damage]
        do(kept, bench.home, combination.place, combination.damage, combination.stage)
        _Trial(kept, combination, row, bench).run()


@dataclass(frozen=True)
class _Trial:
    """One combination in its own installation."""

    kept: Kept
    its: Combination
    row: Row
    bench: Bench

    def run(self) -> None:
        before = self.bench.gateway.counts()
        undisturbed = before["posts"]
        if self.its.way is Way.OVERDUE:
            self._overdue()
        else:
            if self.its.way is Way.STOP:
                self._stop()
            told = self._next()
            if self.its.way is Way.RUN:
                assert told == self.row.told(self.its.stage), told or "went on"
                if not told and self.its.stage in {Stage.APPROVED, Stage.SENDING}:
                    undisturbed = before["posts"] + self._to_be_sent()
            _code_of(self.bench.destroy)
            if self._is_open():
                self._overdue()
        counts = self.bench.gateway.counts()
        assert counts["posts"] == undisturbed, "not as many messages as undisturbed"
        assert counts["max_per_number"] <= 1, "somebody was texted twice"
        self._is_destroyed()
        self._way_out()

    def _to_be_sent(self) -> int:
        return {Stage.APPROVED: 8, Stage.SENDING: 4}[self.its.stage]

    def _next(self) -> str:
        """Take the next step; return the code that it ends with, nothing where it goes on."""
        bench, stage = self.bench, self.its.stage
        if stage is Stage.CLOSED:
            return self._looked()
        steps: dict[Stage, Callable[[], object]] = {
            Stage.EXTRACTED: bench.normalize,
            Stage.ASKING: lambda: bench.ask("municipality"),
            Stage.APPROVED: self._send_when_open,
            Stage.SENDING: bench.send,
            Stage.SENT: bench.collect,
            Stage.DESTROYING: bench.destroy,
        }
        return _code_of(steps[stage])

    def _send_when_open(self) -> None:
        self.bench.gate()
        self.bench.send()

    def _looked(self) -> str:
        """Look at what was destroyed; return the last code among the findings."""
        wrong: list[str] = []
        told = _code_of(lambda: wrong.extend(self.bench.look().wrong))
        codes = [found[1] for each in wrong if (found := _CODE.search(each.partition(": ")[2]))]
        return told or (codes[-1] if codes else "")

    def _type(self, *arguments: str) -> Result:
        self.bench.patch.setenv("EENMALIG_HOME", str(self.bench.home.root))
        self.bench.patch.setenv(CONNECTION, self.bench.gateway.airflow_connection())
        return CliRunner().invoke(main, list(arguments))

    def _stop(self) -> None:
        shown = self._type("stop", self.kept.campaign)
        works = self.row.ends is not Ends.KEYS and (
            self.row.ends is Ends.CLOSED or self.its.stage is Stage.SENDING
        )
        if (self.its.damage, self.its.stage) == (Damage.OLDER, Stage.SENDING):
            # Only the ledger knows that it is sending: the run must call the provider.
            works = works and self.its.place is not Place.INVENTORY
        assert (shown.exit_code == 0) is works, shown.output
        assert works or "What to do:" in shown.output

    def _overdue(self) -> None:
        """Put the clock past the deadline, and let the guard do its work."""
        self.bench.put_forward(hours=PROFILE["destruction_deadline_hours"])
        self.bench.gateway.forward(600)
        shown = self._type("destroy", "--overdue")
        if self.row.ends is Ends.CLOSED:
            # Without its journal only a look can tell what is at the provider.
            told = ("unknown to the inventory", "its journal was lost")
            known = shown.exit_code == 0 or any(words in shown.output for words in told)
            assert known, shown.output
        elif self.its.stage is not Stage.CLOSED:
            assert shown.exit_code == 1, "something is left, and the guard does not say so"
            assert self.row.told(self.its.stage) in shown.output or "LEFT" in shown.output

    def _is_open(self) -> bool:
        open_: list[bool] = []
        told = _code_of(
            lambda: open_.append(self.bench.stores.inventory.get(self.kept.campaign).open)
        )
        return bool(told) or open_[0]

    def _is_destroyed(self) -> None:
        keys = {path.name for path in (self.bench.home.keys / self.kept.campaign).glob("*")}
        assert not keys & {"number.key", "ref.key"}, "numbers could be read"
        if self.row.ends is not Ends.KEYS:
            self._nothing_is_left()
        if self.row.ends is Ends.CLOSED:
            assert self.bench.stores.inventory.get(self.kept.campaign).state is State.CLOSED
            if self.its.stage in self.row.found_at:
                assert self._findings() == [self.row.finding]

    def _nothing_is_left(self) -> None:
        home, campaign = self.bench.home, self.kept.campaign
        assert not (home.keys / campaign).exists()
        assert not (home.handover / CITY / HANDOVER).exists()
        if self.its.stage is not Stage.CLOSED:
            assert not (home.vault / campaign).exists()

    def _findings(self) -> list[str]:
        path = self.bench.home.evidence / self.kept.campaign / "certificate.json"
        said = json.loads(path.read_text())["findings"]
        return [each.get("found") or each["what"] for each in said]

    def _way_out(self) -> None:
        """Do what a person would, look again, and check the evidence twice."""
        out = self.row.out(self.its.stage, list(Way).index(self.its.way))
        if out is Out.RESTORE:
            undo(self.kept, self.bench.home, self.its.place, self.its.stage)
        elif out is Out.REPLACE:
            install(self.bench.home, "tests", replace_lost=True)
        elif out is Out.TIDY:
            self._tidy()
        self.bench.look()
        assert self.bench.look().wrong == [] or out is Out.NONE
        self._nothing_is_left()
        evidence = self.bench.home.evidence / self.kept.campaign
        shown = self._type("verify", str(evidence))
        assert (shown.exit_code == 0) is (out is not Out.NONE), shown.output
        if out is not Out.NONE:
            assert second_checker.complaints(evidence, self.bench.home.trust) == []
            home = self.bench.home
            assert second_trace_checker.trace_complaints(home.evidence, home.trust) == []
        assert self.bench.gateway.counts()["max_per_number"] <= 1

    def _tidy(self) -> None:
        if self.its.place is Place.VAULT:
            shutil.rmtree(self.bench.home.vault / self.kept.campaign)
            return
        path = file_of(self.kept, self.bench.home, self.its.place)
        path.with_name("copy-of-it").unlink(missing_ok=True)
        path.chmod(0o600)


def _code_of(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except EenmaligError as error:
        told, code = str(error), str(error.code)
    else:
        return ""
    assert f"[{code}]" in told
    assert "What to do:" in told
    return code
