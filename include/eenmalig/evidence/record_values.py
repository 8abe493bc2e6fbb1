"""What a value of a record may be, whatever it is called: each is bounded, and of one spelling."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field


def _in_utc(text: str) -> str:
    """Return a moment as it is written. Fails unless it is ISO 8601 and in UTC."""
    if datetime.fromisoformat(text).utcoffset() != timedelta(0):
        raise ValueError
    return text


Moment = Annotated[str, AfterValidator(_in_utc)]
# More numbers than any telephone held, and a limit all the same.
Count = Annotated[int, Field(ge=0, le=10**9)]
Seconds = Annotated[float, Field(ge=0, le=10**9, allow_inf_nan=False)]
Digest = Annotated[str, Field(pattern=r"\A[0-9a-f]{64}\z")]
Text = Annotated[str, Field(max_length=20_000)]
Authority = Literal["police", "municipality", "public_prosecutor"]
RejectionReason = Literal["text", "recipients", "legal_basis", "exclusions", "moment", "other"]
