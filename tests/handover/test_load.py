from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from eenmalig.domain.counting import Exclusion
from eenmalig.errors import Code, EenmaligError
from eenmalig.handover import Device, Format, Kind, load
from rehearsal.handovers import make_handover

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Folder = Any

NAMES = ("klanten", "Jansen", "lijst.csv")


def mistakes(folder: Folder) -> tuple[str, ...]:
    """Load what must be refused; return what was said, which never names a file."""
    with pytest.raises(EenmaligError) as raised:
        load(folder.written(), "lelystad")
    assert raised.value.code is Code.HANDOVER_INVALID
    assert not any(name in str(raised.value) for name in NAMES)
    return tuple(raised.value.mistakes)


def test_a_correct_hand_over_is_loaded_with_everything_it_declares(folder: Folder) -> None:
    handover = load(folder.written(), "lelystad")
    assert (handover.city, handover.case_reference) == ("lelystad", "PL-2026-0001")
    assert handover.legal_basis.examining_magistrate == "machtiging RC-42"
    assert handover.legal_basis.exemption is None
    first, second = handover.sources
    assert (first.kind, first.device, first.column) == (
        Kind.CUSTOMER_LIST,
        Device.DEALER_PHONE,
        "06",
    )
    assert first.path == folder.path / "klanten.csv"
    assert (second.format, second.column) == (Format.VCARD, None)
    (listed,) = handover.exclusions
    assert (listed.category, listed.column) == (Exclusion.PRIVILEGED, "nummer")
    assert listed.path.is_file()


def test_the_rehearsals_own_hand_over_is_correct(tmp_path: Path) -> None:
    make_handover(tmp_path / "h", city="utrecht", case_reference="PL-2026-0002", recipients=20)
    assert len(load(tmp_path / "h", "utrecht").sources) == 4


def test_a_hand_over_may_have_no_exclusion_lists(folder: Folder) -> None:
    (folder.path / "lijst.csv").unlink()
    nothing: list[object] | None
    for nothing in ([], None):
        folder.declared["exclusions"] = nothing
        assert load(folder.written(), "lelystad").exclusions == ()
    del folder.declared["exclusions"]
    assert load(folder.written(), "lelystad").exclusions == ()


def test_a_hand_over_shows_no_names_and_cannot_be_changed(folder: Folder) -> None:
    handover = load(folder.written(), "lelystad")
    assert not any(name in repr(handover) for name in NAMES)
    with pytest.raises(ValueError, match="frozen"):
        handover.city = "utrecht"


def test_every_mistake_is_told_at_once(folder: Folder) -> None:
    declared = folder.declared
    declared["city"] = "utrecht"
    del declared["criterion"]
    declared["legal_basis"] = {}
    declared["Jansen"] = "x"
    declared["sources"][0] |= {"kind": "Jansen", "sha256": "0" * 64}
    del declared["sources"][1]["device"]
    declared["sources"][1] |= {"sha256": "Jansen", "naam": "Jansen", "Jansen": "x"}
    declared["exclusions"][0]["category"] = "open_elsewhere"
    (folder.path / "Jansen.txt").write_text("x")
    assert set(mistakes(folder)) == {
        "city: is utrecht, but this run is for lelystad",
        "criterion: is missing",
        "legal_basis.public_prosecutor: is missing",
        "legal_basis: needs examining_magistrate or exemption, one of the two",
        (
            "handover.yaml: an unknown key; allowed are city, case_reference, criterion, "
            "legal_basis, sources, exclusions, follows, measures"
        ),
        (
            "source 1: kind: must be one of customer_list, ordering_messages, broadcast_list, "
            "calls, contacts"
        ),
        "source 1: sha256 differs",
        "source 2: device: is missing",
        "source 2: sha256: must be 64 hexadecimal digits",
        (
            "source 2: 2 unknown keys; allowed are file, sha256, kind, device, column, columns, "
            "format, companions, last_used_after, also_text, unread"
        ),
        "exclusion list 1: category: is not a category that a list can have",
        "1 file in the folder is not listed in handover.yaml",
    }


NOT_THERE = "is not there, or is no plain file; eenmalig handover init FOLDER begins one"
NO_CITY = "city: no file of include/campaigns is of this city; there are almere, utrecht"
PLACES = "needs all, or a list of places such as 12, 3-7, 2/14 or 2/14/3"
SPOILED: list[tuple[Callable[[Any], object], str]] = [
    (lambda each: each["sources"].clear(), "sources: must not be empty"),
    (lambda each: each.update(sources="klanten"), "sources: must be a list"),
    (lambda each: each.update(sources=["klanten"]), "source 1: must hold keys with values"),
    (lambda each: each.update(criterion=["klanten"]), "criterion: must be text"),
    (lambda each: each.update(criterion="  "), "criterion: is empty"),
    (lambda each: each.update(criterion="x" * 1001), "criterion: is longer than 1000 characters"),
    (lambda each: each.update(legal_basis=None), "legal_basis: must hold keys with values"),
    (
        lambda each: each["legal_basis"].pop("public_prosecutor"),
        "legal_basis.public_prosecutor: is missing",
    ),
    (
        lambda each: each["legal_basis"].pop("examining_magistrate"),
        "legal_basis: needs examining_magistrate or exemption, one of the two",
    ),
    (
        lambda each: each["legal_basis"].update(exemption="een reden"),
        "legal_basis: needs examining_magistrate or exemption, one of the two",
    ),
    (lambda each: each["sources"][0].update(column=" "), "source 1: column: is empty"),
    (
        lambda each: each["sources"][0].update(also_text={"work": []}),
        f"source 1: also_text: work: {PLACES}",
    ),
    (
        lambda each: each["sources"][0].update(
            also_text={"work": "rij 3", "family": "all", "contacts": ["5-2"], "care": [12]}
        ),
        f"source 1: also_text: work, contacts: {PLACES}",
    ),
    (
        lambda each: each["sources"][0].update(format="Jansen"),
        f"source 1: format: must be one of {', '.join(Format)}",
    ),
    (
        lambda each: each["sources"][0].update(device="Jansen"),
        "source 1: device: must be one of dealer_phone, private_phone, other",
    ),
    (
        lambda each: each["exclusions"][0].update(category="Jansen"),
        (
            "exclusion list 1: category: must be one of privileged, suspects, owner, authority, "
            "health, opted_out, other"
        ),
    ),
    (
        lambda each: each["exclusions"][0].update(file="klanten.csv"),
        "exclusion list 1: the same file as source 1",
    ),
    (
        lambda each: each["sources"][0].update(file="handover.yaml"),
        "source 1: the same file as handover.yaml",
    ),
    (
        lambda each: each["sources"][0].update(file="anders.csv"),
        "source 1: the file is not in the folder",
    ),
]


@pytest.mark.parametrize(("spoil", "said"), SPOILED)
def test_a_wrong_declaration_is_refused_with_its_place(
    spoil: Callable[[Any], object], said: str, folder: Folder
) -> None:
    spoil(folder.declared)
    assert said in mistakes(folder)


@pytest.mark.parametrize("file", ["", ".", "..", "../klanten.csv", "/etc/passwd", "a\\b", "a\0b"])
def test_a_file_is_never_a_path(file: str, folder: Folder) -> None:
    folder.declared["sources"][0]["file"] = file
    said = "source 1: file: must be the plain name of a file in this folder, not a path"
    assert said in mistakes(folder)


@pytest.mark.parametrize("city", ["Jan Jansen", "x", "utrecht 1", ["utrecht"]])
def test_what_does_not_look_like_a_city_is_not_quoted(city: object, folder: Folder) -> None:
    folder.declared["city"] = city
    assert "city: is not the city of this run, lelystad" in mistakes(folder)


@pytest.mark.parametrize(
    ("spoiled", "said"),
    [
        ("legal_basis", "public_prosecutor, examining_magistrate, exemption"),
        (
            "exclusions",
            "file, sha256, category, column, columns, format, companions, accept_unreadable",
        ),
    ],
)
def test_an_unknown_key_is_told_with_the_keys_allowed_there(
    spoiled: str, said: str, folder: Folder
) -> None:
    held = folder.declared[spoiled]
    (held[0] if isinstance(held, list) else held)["Jansen"] = "x"
    place = "exclusion list 1" if isinstance(held, list) else spoiled
    assert mistakes(folder) == (f"{place}: an unknown key; allowed are {said}",)


def test_a_changed_export_is_refused(folder: Folder) -> None:
    (folder.path / "Jansen.vcf").write_bytes(b"anders")
    assert mistakes(folder) == ("source 2: sha256 differs",)


def test_links_folders_and_special_files_are_refused(folder: Folder) -> None:
    (folder.path / "klanten.csv").rename(folder.path.parent / "klanten.csv")
    (folder.path / "klanten.csv").symlink_to(folder.path.parent / "klanten.csv")
    os.link(folder.path / "Jansen.vcf", folder.path.parent / "Jansen.vcf")
    (folder.path / "map").mkdir()
    os.mkfifo(folder.path / "pijp")
    assert mistakes(folder) == (
        "source 1: is a link or no plain file",
        "source 2: is a link or no plain file",
        "1 folder in the folder is not allowed",
        "1 file in the folder is not allowed: a link or a special file",
    )


def test_a_folder_without_a_plain_declaration_is_refused(folder: Folder) -> None:
    path = folder.written()
    (path / "handover.yaml").rename(path.parent / "elders.yaml")
    for link in (False, True):
        if link:
            (path / "handover.yaml").symlink_to(path.parent / "elders.yaml")
        with pytest.raises(EenmaligError) as raised:
            load(path, "lelystad")
        (mistake,) = raised.value.mistakes
        assert mistake == f"handover.yaml: {NOT_THERE}"


def test_a_city_without_a_file_is_told_with_the_other_mistakes(folder: Folder) -> None:
    folder.declared["case_reference"] = ""
    path = folder.written()
    for among, told in ((["lelystad"], ()), (["almere", "utrecht"], (NO_CITY,)), ((), ())):
        with pytest.raises(EenmaligError) as raised:
            load(path, among=among)
        assert raised.value.mistakes == ("case_reference: is empty", *told)


def test_a_digest_may_be_written_in_capitals(folder: Folder) -> None:
    folder.declared["sources"][0]["sha256"] = folder.declared["sources"][0]["sha256"].upper()
    assert load(folder.written(), "lelystad").sources[0].sha256.islower()


def test_a_hand_over_may_name_the_campaign_that_it_follows(folder: Folder) -> None:
    assert load(folder.written()).follows is None
    folder.declared["follows"] = "lelystad-2026-05-01-abcd"
    assert load(folder.written()).follows == "lelystad-2026-05-01-abcd"
    for wrong in ("lelystad-2026-05-01", "Jansen", "lelystad-2026-05-01-abcd\n", ""):
        folder.declared["follows"] = wrong
        (said,) = mistakes(folder)
        assert said == "follows: must be the id of a campaign: city, date and four letters"


def test_what_is_to_be_measured_is_named_in_words(folder: Folder) -> None:
    assert load(folder.written()).measures == ()
    folder.declared["measures"] = ["Gesprekken  met de hulp", "Aanmeldingen"]
    assert load(folder.written()).measures == ("Gesprekken met de hulp", "Aanmeldingen")
    folder.declared["measures"] = None
    assert load(folder.written()).measures == ()


@pytest.mark.parametrize(
    ("measures", "told"),
    [
        (["a", "A"], "names a measure twice"),
        (["a\u200b"], "holds signs that nobody sees"),
        (["\x1b[2K"], "holds signs that nobody sees"),
        (["\u00e9", "e\u0301"], "names a measure twice"),
        (["12"], "names one by a figure; say in words what is counted"),
        (["x" * 121], "names one in more than 120 characters"),
        ([f"maat {letter}" for letter in "abcdefghijklm"], "names more than 12 measures"),
        ([" "], "is empty"),
    ],
)
def test_measures_that_cannot_be_told_apart_are_refused(
    folder: Folder, measures: list[str], told: str
) -> None:
    folder.declared["measures"] = measures
    (said,) = mistakes(folder)
    assert said == f"measures: {told}"
