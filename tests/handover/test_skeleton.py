"""The skeleton of a declaration: complete where nothing is to be decided, refused where it is."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenmalig.errors import Code, EenmaligError
from eenmalig.handover import Device, Format, Kind, load
from eenmalig.handover.explained import CHOICES
from eenmalig.handover.skeleton import Entry, Listed, skeleton
from eenmalig.handover.unfilled import PLACEHOLDER
from eenmalig.handover.words_yaml import read_words

if TYPE_CHECKING:
    from pathlib import Path

# Every name that a file can have and a declaration can write down.
NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="/\\"),
    min_size=1,
).filter(lambda name: name not in {".", ".."})
AWKWARD = [
    "- 12",
    "06",
    "a: b",
    "#x",
    "'x'",
    '"x"',
    "~",
    "null",
    "x ",
    " x",
    "é\u2028",
    "\U0001f600",
]
GIVEN = {
    "case_reference": "PL-2026-0001",
    "criterion": "wie bestelde",
    "public_prosecutor": "OM-1",
    "examining_magistrate": "RC-1",
    "kind": "calls",
    "device": "other",
    "companions": "[]",
}


def entry(name: str, content: bytes = b"x", **more: object) -> Entry:
    listed = Listed(name, hashlib.sha256(content).hexdigest())
    return Entry(listed, format="csv", **more)  # type: ignore[arg-type]


def filled_in(text: str) -> str:
    """Answer everything that is left open."""
    for key, value in GIVEN.items():
        text = text.replace(f"{key}: {PLACEHOLDER}", f"{key}: {value}")
    return text


def mistakes(folder: Path, text: str) -> tuple[str, ...]:
    (folder / "handover.yaml").write_text(text)
    with pytest.raises(EenmaligError) as raised:
        load(folder)
    assert raised.value.code is Code.HANDOVER_INVALID
    return tuple(raised.value.mistakes)


@given(st.lists(NAMES | st.sampled_from(AWKWARD), min_size=1, max_size=4))
def test_every_name_of_a_file_is_read_back_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    path = tmp_path_factory.mktemp("skeleton") / "handover.yaml"
    beside = [Listed(f"{names[0]}-wal", "0" * 64)]
    entries = [entry(names[0], companions=beside), *map(entry, names[1:])]
    path.write_text(skeleton("lelystad", entries), encoding="utf-8")
    read = read_words(path)
    assert [each["file"] for each in read["sources"]] == names
    assert read["sources"][0]["companions"] == [{"file": f"{names[0]}-wal", "sha256": "0" * 64}]
    assert read["city"] == "lelystad"


def test_all_that_a_person_must_decide_is_refused_at_once_and_says_what_is_asked(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    told = mistakes(tmp_path, skeleton(None, [entry("a.csv")]))
    places = [each.partition(": is still to be filled in: ")[0] for each in told]
    assert places == [
        "city",
        "case_reference",
        "criterion",
        "legal_basis.public_prosecutor",
        "legal_basis.examining_magistrate",
        "source 1: kind",
        "source 1: device",
    ]
    kind, device = told[-2:]
    assert all(each in kind for each in Kind)
    assert "move the entry below exclusions: and give category:" in kind
    assert all(each in device for each in Device)


def test_a_skeleton_that_is_filled_in_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    text = skeleton("lelystad", [entry("a.csv")])
    (tmp_path / "handover.yaml").write_text(filled_in(text))
    (source,) = load(tmp_path, "lelystad").sources
    assert (source.kind, source.device, source.format) == (Kind.CALLS, Device.OTHER, Format.CSV)


@pytest.mark.parametrize("key", [key for key in GIVEN if key != "companions"])
def test_one_answer_that_is_missing_is_enough_to_be_refused(tmp_path: Path, key: str) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    text = filled_in(skeleton("lelystad", [entry("a.csv")]))
    for still in (PLACEHOLDER, f"{PLACEHOLDER} later"):
        (told,) = mistakes(tmp_path, text.replace(f"{key}: {GIVEN[key]}", f"{key}: {still}"))
        assert f"{key}: is still to be filled in" in told


def test_a_key_that_may_be_left_out_is_refused_while_it_is_open(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    text = skeleton("lelystad", [entry("a.csv", needs_companion=True)])
    (told,) = mistakes(tmp_path, filled_in(text).replace("companions: []", "companions: FILL_IN"))
    assert told.startswith("source 1: companions: is still to be filled in: the file of the same")
    (tmp_path / "handover.yaml").write_text(filled_in(text))
    assert load(tmp_path).sources[0].companions == ()
    column = filled_in(text).replace("    kind:", "    column: FILL_IN\n    kind:")
    assert mistakes(tmp_path, column) == ("source 1: column: is still to be filled in",)


def test_the_city_of_a_run_is_not_told_of_a_city_that_is_open(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    (tmp_path / "handover.yaml").write_text(filled_in(skeleton(None, [entry("a.csv")])))
    with pytest.raises(EenmaligError) as raised:
        load(tmp_path, "lelystad")
    (told,) = raised.value.mistakes
    assert told == "city: is still to be filled in: the city whose campaign this is"


def test_a_file_may_be_called_like_the_placeholder(tmp_path: Path) -> None:
    (tmp_path / PLACEHOLDER).write_bytes(b"x")
    (tmp_path / "handover.yaml").write_text(filled_in(skeleton("utrecht", [entry(PLACEHOLDER)])))
    assert load(tmp_path).sources[0].file == PLACEHOLDER


def test_the_words_that_may_be_chosen_and_the_optional_keys_are_explained() -> None:
    text = " ".join(skeleton(None, [entry("a.csv")]).replace("#", "").split())
    for key in ("kind", "device", "category"):
        assert ", ".join(CHOICES[key]) in text
    for key in (
        "column",
        "columns",
        "last_used_after",
        "also_text",
        "unread",
        "companions",
        "follows",
        "exemption",
    ):
        assert f"{key}:" in text


def test_a_long_name_stays_on_its_line() -> None:
    name = "een lange naam " * 15
    assert f'  - file: "{name}"\n' in skeleton(None, [entry(name)])


def test_a_file_that_nobody_can_read_is_entered_with_the_reason() -> None:
    unknown = Entry(Listed("a.pdf", "0" * 64), reason=["is a PDF", "ask for CSV"])
    text = skeleton(None, [entry("a.csv"), unknown])
    assert '  # file 2: NOT RECOGNISED\n  # is a PDF\n  # ask for CSV\n  - file: "a.pdf"' in text
    assert text.count("format: ") == 1
