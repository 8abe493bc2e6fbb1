from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenmalig.redaction import redact

if TYPE_CHECKING:
    import uuid

MOBILE = st.from_regex(r"6[1-58][0-9]{7}", fullmatch=True)
SPELLINGS = [
    "+31{n}",
    "0031{n}",
    "0031 {n}",
    "0{n}",
    "31{n}",
    "{n}",
    "06-{rest}",
    "06 - {rest}",
    "06/{rest}",
    "(06) {rest}",
    "06 {a} {b} {c} {d}",
    "06.{a}.{b}.{c}.{d}",
    "06\u00a0{rest}",
    "06\u2013{rest}",
    "+31 6 {rest}",
    "+31 (0)6-{rest}",
    "+31 (0) 6 {a} {b} {c} {d}",
    "31 6 {rest}",
    "tel:+31-6-{rest}",
    "%2B31{n}",
    "31{n}@s.whatsapp.net",
    "31{n}.0",
    "3.1{n}E+10",
    "contact0{n}.csv",
    "_0{n}_",
    "b'0{n}'",
    "0{n};0{n}",
    "0{n}0{n}",
    "a,1,0{n},2",
    "2026-11-22 0{n}",
    "14:16:00 06 {rest}",
    "500 0{n}",
    "+32 4{a} {b} {c} {d}",
    "+49 151 {rest}",
    "0049151{rest}",
    "0320-{a}{b}{c}",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(number=MOBILE)
def test_a_number_is_masked_in_every_usual_spelling(spelling: str, number: str) -> None:
    rest = number[1:]
    parts = {"a": rest[:2], "b": rest[2:4], "c": rest[4:6], "d": rest[6:]}
    masked = redact(f"sent to {spelling.format(n=number, rest=rest, **parts)} at last")
    assert "[masked]" in masked
    left = re.sub(r"2026-11-22|14:16:00|\D", "", masked)
    assert len(left) <= 3
    assert masked.startswith("sent to ")


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22T14:16:00.123456+00:00",
        "2026-11-22 14:16:00,123",
        "[2026-11-22T14:16:00+0100]",
        "20261122T141600",
        "14:16:00.123456",
        "manual__2026-11-22T14:16:00.123456+00:00_x",
        "lelystad-2026-11-22-abcd",
        "read 8500, refused 123, excluded 45, set aside 0, duplicates 1024, recipients 7308",
        "500 480 12 8 0",
        "1 2 3 4 5 6 7 8 9 10 11 12",
        "12/500 (2%), 11.4 a second, 0.153 s, 12.345678901 s",
        "127.0.0.1:8080",
        "process 1234567, sms_campaign.py:123, Airflow 3.3.2",
        "1795357000 1795357000.123456 1795357000123",
    ],
)
def test_times_counts_and_run_ids_are_left_alone(text: str) -> None:
    assert redact(text) == text


@given(st.uuids(), st.binary(), st.datetimes(datetime(2001, 1, 1), datetime(2099, 1, 1)))  # noqa: DTZ001 - hypothesis adds the zone
def test_uuids_digests_and_timestamps_are_left_alone(
    identity: uuid.UUID, data: bytes, moment: datetime
) -> None:
    stamp = moment.replace(tzinfo=UTC).isoformat()
    for algorithm in ("sha256", "sha384", "sha512", "md5"):
        line = f"{stamp} {identity} {algorithm}:{hashlib.new(algorithm, data).hexdigest()}"
        assert redact(line) == line


@given(st.text())
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert redact(redact(text)) == redact(text)


PUBLISHED = st.from_regex(r"0(?:88|30)-[1-9][0-9]{6}|0320-[1-9][0-9]{5}", fullmatch=True)


@given(PUBLISHED, st.data())
def test_a_published_number_stays_by_its_exact_value_only(number: str, data: st.DataObject) -> None:
    line = f"call {number}, or write"
    assert redact(line) == "call [masked], or write"
    assert redact(line, {number}) == line
    at = data.draw(st.sampled_from([at for at, sign in enumerate(number) if sign.isdigit()][2:]))
    digit = data.draw(st.sampled_from([sign for sign in "0123456789" if sign != number[at]]))
    others = [
        f"{number[:at]}{digit}{number[at + 1 :]}",
        number.replace("-", ""),
        number.replace("-", " "),
        f"+31 {number[1:]}",
        f"{number}{digit}",
        f"{digit}{number}",
        f"{number} {digit}",
        f"{digit} {number}",
    ]
    for other in others:
        told = f"call {other}, or write"
        assert redact(told, {number}) == redact(told)
    assert "[masked]" in redact(f"call {others[0]}, or write", {number})
