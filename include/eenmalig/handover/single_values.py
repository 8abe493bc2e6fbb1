"""The single values of `handover.yaml`, each checked by itself. None ever stands in a message."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from pydantic_core import PydanticCustomError

from eenmalig.domain.counting import Exclusion
from eenmalig.looks_like_number import free_text_holds_number

LONGEST_FREE_TEXT = 1000
LONGEST_MEASURE, MOST_MEASURES = 120, 12
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
# Control signs, signs of format, and halves of signs.
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_COUNT = re.compile(r"\d{1,7}", re.ASCII)
_CAMPAIGN_ID = re.compile(r"[a-z][a-z-]{1,29}-\d{4}-\d{2}-\d{2}-[a-z]{4}", re.ASCII)


def mistake(sentence: str) -> PydanticCustomError:
    """Return what a validator raises: a sentence that quotes no value."""
    return PydanticCustomError("mistake", sentence)


def free_text(text: str) -> str:
    """Return a text of a person's own words. Fails when it is empty, too long or holds a number."""
    stripped = text.strip()
    if not stripped:
        raise mistake("is empty")
    if len(stripped) > LONGEST_FREE_TEXT:
        raise mistake(f"is longer than {LONGEST_FREE_TEXT} characters")
    if any(unicodedata.category(sign) in _UNSEEN and sign not in "\n\t" for sign in stripped):
        raise mistake("holds signs that nobody sees")
    if free_text_holds_number(stripped):
        raise mistake("holds a run of six or more digits, which free text may not")
    return stripped


def is_plain_name(file: str) -> bool:
    """Return whether this names a file in the folder itself, and is no path."""
    control = any(unicodedata.category(character) == "Cc" for character in file)
    return file not in {"", ".", ".."} and not set(file) & set("/\\") and not control


def plain_name(file: str) -> str:
    """Return the name of a file. Fails when it is a path."""
    if not is_plain_name(file):
        raise mistake("must be the plain name of a file in this folder, not a path")
    return file


def digest(sha256: str) -> str:
    """Return a SHA-256 in lower case. Fails when it is none."""
    if not _SHA256.fullmatch(sha256):
        raise mistake("must be 64 hexadecimal digits")
    return sha256.lower()


def of_a_list(category: Exclusion) -> Exclusion:
    """Return a category of a list. Fails when no list can have it."""
    if category is Exclusion.OPEN_ELSEWHERE:
        raise mistake("is not a category that a list can have")
    return category


def day(stated: object) -> object:
    """Return a day, or None where none is stated. Fails when it is none."""
    if stated is None:
        return None
    try:
        return date.fromisoformat(str(stated).strip())
    except ValueError:
        raise mistake("must be a day as year, month and day, with hyphens between") from None


def how_many(stated: object) -> object:
    """Return a count of entries. Fails when it is none."""
    if not (isinstance(stated, int) or _COUNT.fullmatch(str(stated).strip())):
        raise mistake("must be how many entries are no number, in digits")
    return int(stated) if isinstance(stated, str) else stated


def column_stated(column: str) -> str:
    """Return the header or position of a column. Fails when it is empty."""
    if not column.strip():
        raise mistake("is empty")
    return column.strip()


def campaign_id(text: str) -> str:
    """Return the id of a campaign. Fails when it is none."""
    if not _CAMPAIGN_ID.fullmatch(text):
        raise mistake("must be the id of a campaign: city, date and four letters")
    return text


def columns_stated(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the headers or positions of several. Fails when one is empty or stated twice."""
    if not columns:
        raise mistake("is empty")
    stated = tuple(map(column_stated, columns))
    if len(set(stated)) < len(stated):
        raise mistake("names a column twice")
    return stated


def measures_named(named: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is to be measured afterwards. Fails when it is too much, or named twice."""
    if len(named) > MOST_MEASURES:
        raise mistake(f"names more than {MOST_MEASURES} measures")
    measures = tuple(" ".join(free_text(each).split()) for each in named)
    if any(len(each) > LONGEST_MEASURE for each in measures):
        raise mistake(f"names one in more than {LONGEST_MEASURE} characters")
    if len({unicodedata.normalize("NFKC", each).casefold() for each in measures}) < len(measures):
        raise mistake("names a measure twice")
    if any(each.isdecimal() for each in measures):
        raise mistake("names one by a figure; say in words what is counted")
    return measures
