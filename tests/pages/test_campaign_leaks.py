"""No page and no download of a campaign holds a number, in any spelling, at any moment of it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from tests.pages.test_campaign import DATA_TEAM, READER
from tests.pages.test_campaign_downloads import DOWNLOADS

from eenmalig.cleartext.leak_scan import LeakScan
from eenmalig.documents.publication import BLOCKS
from eenmalig.steps.scan import numbers_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.bench import Bench
    from tests.pages.conftest import Person

    Browse = Callable[[Person], Any]

TAKEN = (*DOWNLOADS, *(block.name for block in BLOCKS))


def shown(bench: Bench, browse: Browse) -> Iterator[bytes]:
    """Everything that anybody can open or take along of a campaign, unpacked."""
    here = f"/campagnes/{bench.campaign.id}"
    for person in (READER, DATA_TEAM):
        with browse(person) as browser:
            page = browser.open(here)
            answers = [page, browser.send(page, f"{here}/controle")]
            answers += [browser.open(f"{here}/download/{what}") for what in TAKEN]
        for answer in answers:
            yield answer.content + str(answer.headers).encode()
            if answer.headers["content-type"] == "application/zip":
                with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
                    yield from map(packed.read, packed.namelist())


def test_nothing_that_is_shown_or_handed_out_holds_a_number_and_a_planted_one_is_found(
    bench: Bench, browse: Browse, tmp_path: Path
) -> None:
    numbers, unread = numbers_of(bench.original, tmp_path, lambda: None)
    assert unread == 0
    scan = LeakScan(numbers)
    scan.require_working()
    assert scan.numbers > len(bench.truth.recipient_numbers)
    seen = list(shown(bench, browse))
    bench.approve()
    bench.gate()
    seen += shown(bench, browse)
    bench.send()
    seen += shown(bench, browse)
    bench.collected()
    bench.destroy()
    bench.look()
    seen += shown(bench, browse)
    assert len(seen) > 40
    assert [each for each in seen if scan.hits(each)] == []
    planted = next(iter(bench.truth.recipient_numbers))
    assert all(scan.hits(each + b" " + planted.encode()) for each in seen)
    bench.stores.inventory.update(bench.campaign.id, case_reference=planted)
    assert any(scan.hits(each) for each in shown(bench, browse))
