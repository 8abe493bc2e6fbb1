"""What a person states in a file of settings: strict models, and words that hold no number."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainValidator
from pydantic_core import PydanticCustomError

from eenmalig.looks_like_number import holds_long_digits


class StatedPart(BaseModel):
    """What a part of a file may say: nothing else, and nothing of it in a message."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def mistaken(kind: str, *mistakes: str) -> PydanticCustomError:
    """Return the validation error that carries our own sentences, one for each mistake."""
    return PydanticCustomError("mistaken", "{kind}", {"kind": kind, "mistakes": mistakes})


def without_numbers(value: str) -> str:
    """Return a text. Fails when it holds a run of six or more digits."""
    if holds_long_digits(value):
        raise mistaken("digits", "holds a run of six or more digits, which is never kept")
    return value


def _words(value: object) -> str:
    longest = 400
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        raise mistaken("words", f"must be words, at most {longest} characters")
    return without_numbers(" ".join(value.split()))


Sentence = Annotated[str, PlainValidator(_words)]
