"""What lies are told in: campaigns at lying gateways, closed evidence, installations."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import add_handover, run_of
from tests.conftest import Template, bench_from, make_template
from tests.lies.closed_evidence import Closed, make_closed
from tests.lies.lied_to import lied_to
from tests.lies.resigning import Lie
from tests.lies.telling_home_lies import Two

from eenmalig.evidence.signing import Signer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench import Bench
    from tests.lies.lied_to import LiedTo

_MEMORY = Path("/dev/shm")


@dataclass
class FalseWorld:
    """All of it, once; each lie is told in a copy."""

    root: Path
    template: Template
    destroyed: Template
    closed: Closed

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """Give a folder of its own."""
        with tempfile.TemporaryDirectory(dir=self.root) as folder:
            yield Path(folder)

    @contextmanager
    def lied_to(self) -> Iterator[LiedTo]:
        """Give a campaign at a gateway that can lie."""
        with self.folder() as folder, lied_to(self.template, folder) as its:
            yield its

    @contextmanager
    def lie(self) -> Iterator[Lie]:
        """Give closed evidence, and the key that signed it."""
        with self.folder() as folder:
            signer = Signer.load(self.closed.home.signing)
            yield Lie(self.closed.evidence, self.closed.home.trust, signer, folder)

    @contextmanager
    def bench(self) -> Iterator[Bench]:
        """Give an installation with one campaign, about which nobody was asked yet."""
        with self.folder() as folder, bench_from(self.template, folder) as bench:
            yield bench

    @contextmanager
    def looked_at(self) -> Iterator[Two]:
        """Give two campaigns of one installation, destroyed and looked at."""
        with self.folder() as folder, bench_from(self.destroyed, folder) as bench:
            yield Two(bench, replace(bench, run=run_of("b")))


@contextmanager
def false_world() -> Iterator[FalseWorld]:
    """Make it, in memory where that can be, and remove it."""
    where = _MEMORY if _MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="lies-", dir=where) as folder:
        root = Path(folder)
        template = make_template(root)
        destroyed = _destroyed(template, root / "destroyed")
        yield FalseWorld(root, template, destroyed, make_closed(template, root / "closed"))


def _destroyed(template: Template, folder: Path) -> Template:
    """Destroy two campaigns of one installation, and look at them."""
    folder.mkdir()
    with bench_from(template, folder) as bench:
        other = replace(bench, run=run_of("b"))
        bench.destroy()
        add_handover(bench.home, bench.original, "second")
        other.extract("second")
        other.normalize()
        other.destroy()
        assert bench.look().wrong == []
    return replace(template, root=folder / "home")
