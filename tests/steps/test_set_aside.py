from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from eenmalig.documents.dossier_text import render_dossier
from eenmalig.domain.counting import SetAside
from eenmalig.errors import Code, EenmaligError
from eenmalig.settings.loading import load_city
from eenmalig.steps.unused_places import unused_values

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench


def change(fresh: Bench, edit: Callable[[dict[str, Any]], object]) -> None:
    """Change what the hand-over declares."""
    path = fresh.home.handover / "lelystad" / "overdracht" / "handover.yaml"
    declared = yaml.safe_load(path.read_text(encoding="utf-8"))
    edit(declared)
    path.write_text(yaml.safe_dump(declared), encoding="utf-8")


def counts(fresh: Bench) -> dict[str, Any]:
    fresh.extract()
    fresh.normalize()
    found: dict[str, Any] = fresh.kept("dossier.json")["counts"]
    return found


def test_a_private_phone_s_contacts_are_set_aside_unless_a_person_decided(fresh: Bench) -> None:
    change(fresh, lambda declared: declared["sources"][2].pop("also_text"))
    found = counts(fresh)
    assert found["set_aside"][SetAside.PRIVATE_PHONE] > 0
    third = fresh.kept("dossier.json")["sources"][2]
    assert "also_text" not in third
    assert third["recipients"] == 0


def test_approvers_see_what_a_person_decided(fresh: Bench) -> None:
    change(fresh, lambda declared: declared["sources"][3].update(last_used_after="2026-01-01"))
    counts(fresh)
    shown = render_dossier(fresh.kept("dossier.json") | {"digest": "d" * 64})
    assert "een mens besloot wel te sturen bij: alleen een contact, uit een privételefoon" in shown
    assert "alleen met contact na 1 januari 2026" in shown


def test_a_last_contact_of_too_long_ago_is_set_aside_in_every_source(fresh: Bench) -> None:
    # The calls and orders of a made-up hand-over are of the first nine months of 2026.
    change(fresh, lambda declared: declared["sources"][3].update(last_used_after="2026-09-30"))
    found = counts(fresh)
    assert found["set_aside"][SetAside.NOT_RECENT] > 0
    assert fresh.kept("dossier.json")["sources"][3]["recipients"] == 0
    assert found["recipients"] < fresh.truth.recipients


def test_a_hand_over_that_follows_nobody_is_refused_before_anything_is_taken_in(
    fresh: Bench,
) -> None:
    change(fresh, lambda declared: declared.update(follows="lelystad-2026-01-01-none"))
    with pytest.raises(EenmaligError) as refused:
        fresh.extract()
    assert refused.value.code is Code.HANDOVER_INVALID
    assert fresh.stores.inventory.campaigns() == []
    assert not fresh.home.vault.exists()


def test_a_country_without_a_numbering_plan_is_refused_before_anything_is_taken_in(
    fresh: Bench,
) -> None:
    beyond = load_city("lelystad").model_copy(update={"countries": ("NL", "XX")})
    fresh.patch.setattr("eenmalig.steps.extract.rehearsed_city", lambda _: beyond)
    with pytest.raises(EenmaligError) as refused:
        fresh.extract()
    assert refused.value.code is Code.CITY_FILE_INVALID
    assert fresh.stores.inventory.campaigns() == []


def test_where_values_stood_is_listed_from_the_vault_and_adds_up(fresh: Bench) -> None:
    found = counts(fresh)
    listed = unused_values(fresh.stores, fresh.campaign.id)
    for group in ("refused", "set_aside"):
        by_code: dict[str, int] = {}
        for each in listed:
            if each.group == group:
                by_code[each.code] = by_code.get(each.code, 0) + each.count
        assert by_code == found[group]


def test_the_log_tells_the_counts_of_each_source_and_hides_small_ones(
    fresh: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    counts(fresh)
    told = [each for each in caplog.messages if re.match(r"Source \d: read", each)]
    assert len(told) == 4
    assert "set aside (" in told[2]
    assert "<5" in " ".join(told)
    assert not re.search(r"(?:family|invalid|owner) [1-4]\b", " ".join(told))
