"""A corrected hand-over follows a campaign that sent nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from eenmalig.domain.campaign import Campaign, State
from eenmalig.errors import Code, EenmaligError
from eenmalig.handover import HandOver
from eenmalig.steps.follows import require_unsent
from eenmalig.steps.install import install
from eenmalig.stores.home import Home

if TYPE_CHECKING:
    from pathlib import Path

    from eenmalig.stores.inventory import Inventory

MOMENT = datetime(2026, 5, 1, 12, tzinfo=UTC)
EARLIER = Campaign(
    id="lelystad-2026-05-01-abcd",
    run="run",
    city="lelystad",
    case_reference="PL-2026-0001",
    handover="eerste",
    requested_by="data-team-lelystad",
    gateway_host="127.0.0.1",
    gateway_account="0123456789abcdef",
    taken_in_at=MOMENT,
    deadline=MOMENT + timedelta(hours=2),
    state=State.CLOSED,
    closed_at=MOMENT,
)
SOURCE = {"file": "x", "sha256": "0" * 64, "kind": "calls", "device": "other"}
ELSEWHERE = "utrecht-2026-05-01-abcd"
UNKNOWN = "follows: nobody knows this campaign; check its id"
OTHER_CITY = "follows: this campaign is of another city"
OTHER_CASE = "follows: this campaign is of another case reference"
SENT = "follows: this campaign sent something, or may have, so nothing may follow it"
OPEN = (
    "follows: this campaign has not ended, and its recipients would be excluded; reject or stop "
    "it and let it be destroyed first"
)


def given(follows: str | None, case_reference: str = "pl 2026/0001") -> HandOver:
    return HandOver.model_validate(
        {
            "city": "lelystad",
            "case_reference": case_reference,
            "criterion": "wie bestelde",
            "legal_basis": {"public_prosecutor": "OM-1", "examining_magistrate": "RC-1"},
            "sources": [SOURCE],
            "follows": follows,
        }
    )


def inventory_with(folder: Path, earlier: Campaign) -> Inventory:
    inventory = install(Home(folder), "tests").inventory
    with inventory.changing() as changes:
        changes.bring_in(earlier)
    return inventory


def test_a_campaign_that_ended_without_sending_may_be_followed(tmp_path: Path) -> None:
    inventory = inventory_with(tmp_path, EARLIER)
    require_unsent(inventory, given(EARLIER.id))
    require_unsent(inventory, given(None))


@pytest.mark.parametrize(
    ("earlier", "reasons"),
    [
        (replace(EARLIER, id="lelystad-2026-05-01-bcde"), (UNKNOWN,)),
        (replace(EARLIER, id=ELSEWHERE, city="utrecht"), (OTHER_CITY,)),
        (replace(EARLIER, id=ELSEWHERE, city="utrecht", sending_began_at=MOMENT), (OTHER_CITY,)),
        (replace(EARLIER, case_reference="PL-2026-0002"), (OTHER_CASE,)),
        (replace(EARLIER, sending_began_at=MOMENT), (SENT,)),
        *((replace(EARLIER, state=each), (OPEN,)) for each in State if each is not State.CLOSED),
        (
            replace(
                EARLIER, case_reference="PL-2", sending_began_at=MOMENT, state=State.DESTROYING
            ),
            (OTHER_CASE, SENT, OPEN),
        ),
    ],
)
def test_any_other_campaign_may_not_and_every_reason_is_told(
    tmp_path: Path, earlier: Campaign, reasons: tuple[str, ...]
) -> None:
    inventory = inventory_with(tmp_path, earlier)
    with pytest.raises(EenmaligError) as raised:
        require_unsent(inventory, given(ELSEWHERE if earlier.city == "utrecht" else EARLIER.id))
    assert raised.value.code is Code.HANDOVER_INVALID
    assert raised.value.mistakes == reasons
