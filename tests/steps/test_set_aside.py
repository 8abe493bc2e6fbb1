from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

import yaml

from eenmalig.documents.dossier_text import render_dossier
from eenmalig.domain.counting import SetAside
from eenmalig.steps.refused import unused_values

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
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
    assert found["recipients"] < fresh.truth.recipients
    third = fresh.kept("dossier.json")["sources"][2]
    assert "also_text" not in third
    assert third["recipients"] == 0


def test_approvers_see_what_a_person_decided(fresh: Bench) -> None:
    change(fresh, lambda declared: declared["sources"][3].update(last_used_after="2026-01-01"))
    found = counts(fresh)
    assert found["recipients"] <= fresh.truth.recipients
    shown = render_dossier(fresh.kept("dossier.json") | {"digest": "d" * 64})
    assert "een mens besloot wel te sturen bij: alleen een contact, uit een privételefoon" in shown
    assert "alleen met contact na 1 januari 2026" in shown


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
