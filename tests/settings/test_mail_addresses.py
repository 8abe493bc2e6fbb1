"""Who is mailed, as a city's file says: plain addresses, each once, and nothing that is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from eenmalig.errors import Code, EenmaligError
from eenmalig.settings.loading import CAMPAIGNS, load_city, load_profile, rehearse

if TYPE_CHECKING:
    from pathlib import Path


def load(folder: Path, mail: Any) -> Any:
    stated = yaml.safe_load((CAMPAIGNS / "lelystad.yaml").read_text())
    (folder / "lelystad.yaml").write_text(yaml.safe_dump({**stated, "mail": mail}))
    return load_city("lelystad", folder)


def refused(folder: Path, mail: Any) -> list[str]:
    with pytest.raises(EenmaligError) as caught:
        load(folder, mail)
    assert caught.value.code is Code.CITY_FILE_INVALID
    return list(caught.value.mistakes)


def test_nobody_is_mailed_unless_the_file_says_so() -> None:
    assert set(load_city("lelystad").mail.as_record().values()) == {()}


def test_the_example_in_the_file_holds(tmp_path: Path) -> None:
    lines = (CAMPAIGNS / "lelystad.yaml").read_text().splitlines()
    example = [line.removeprefix("# ") for line in lines if line.startswith(("# mail:", "#   "))]
    loaded = load(tmp_path, yaml.safe_load("\n".join(example))["mail"])
    assert all(loaded.mail.as_record().values())
    assert set(loaded.mail.as_record()) == {
        *("police", "municipality", "public_prosecutor", "data_team", "compliance", "on_call")
    }


def test_a_rehearsal_tells_the_same_people(tmp_path: Path) -> None:
    city = load(tmp_path, {"on_call": ["piket@politie.example", "tweede@politie.example"]})
    assert rehearse(city, load_profile()).mail == city.mail


@pytest.mark.parametrize(
    "address",
    [
        *(
            "",
            "piket",
            "piket@localhost",
            "Piket <piket@politie.example>",
            "a@b.example, c@d.example",
        ),
        *("a@b.example\nBcc: c@d.example", "pikét@politie.example", 5, None, ["a@b.example"]),
    ],
)
def test_what_is_no_plain_address_is_refused_and_not_repeated(
    tmp_path: Path, address: object
) -> None:
    assert refused(tmp_path, {"on_call": [address]}) == [
        "mail.on_call: must hold plain addresses, as desk@city.example"
    ]


def test_an_address_holds_no_number(tmp_path: Path) -> None:
    assert refused(tmp_path, {"on_call": ["p123456@politie.example"]}) == [
        "mail.on_call: holds a run of six or more digits, which is never kept"
    ]


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    twice = ["piket@politie.example", "Piket@politie.example"]
    stated = {"police": [], "on_call": twice, "compliance": "a@b.example", "mayor": ["a@b.example"]}
    assert refused(tmp_path, stated) == [
        "mail.police: must list one to 20 addresses",
        "mail.compliance: must list one to 20 addresses",
        "mail.on_call: lists an address twice",
        "mail.mayor: is not a known key",
    ]
    assert refused(tmp_path, ["a@b.example"]) == ["mail: must hold keys, with what belongs to each"]
