"""A number in a certificate is found in the bytes of its PDF, though its pages hold glyphs only."""

from __future__ import annotations

from itertools import islice
from random import Random, SystemRandom
from typing import TYPE_CHECKING, Any

from tests.cleartext.test_leak_scan import SPELLED
from tests.documents.reading_pdf import pages

from eenmalig.cleartext.leak_scan import LeakScan
from eenmalig.cleartext.leak_scan.leak_search import forms_of
from eenmalig.documents.certificate_pdf import render_certificate
from rehearsal.numbers import mobiles
from rehearsal.spellings import EVERYWHERE, UNICODE, spelled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Sample = Callable[..., dict[str, Any]]

# More than a line of a cell has signs, so that lines end within some numbers.
EVERY_PLACE = 90


def with_texts(certificate: dict[str, Any], texts: list[str]) -> bytes:
    """Return a certificate that tells each text in a cell of its own."""
    (one, *_) = certificate["approvals"]
    told = [{**one, "staff_id": text} for text in texts]
    return render_certificate({**certificate, "approvals": told})


def drawn(count: int) -> list[str]:
    return list(islice(mobiles(SystemRandom()), count))


def test_a_number_is_found_in_each_spelling(certificate: Sample) -> None:
    ways = (*EVERYWHERE, *UNICODE)
    rng, numbers = Random(1), drawn(len(ways) + len(SPELLED))
    texts = [spelled(number, rng, (way,)) for number, way in zip(numbers, ways, strict=False)]
    for number, spell in zip(numbers[len(ways) :], SPELLED, strict=True):
        texts.append(spell(number.removeprefix("+31")))
    pdf = with_texts(certificate(), texts)
    assert [LeakScan([number]).hits(pdf) for number in numbers] == [1] * len(texts)


def test_a_number_is_found_in_each_form_that_controls_have(certificate: Sample) -> None:
    (number,) = drawn(1)
    forms = [form.decode() for form in forms_of(number)]
    assert LeakScan([number]).hits(with_texts(certificate(), forms)) == len(forms)


def test_a_number_is_found_wherever_a_line_ends(certificate: Sample, tmp_path: Path) -> None:
    numbers = drawn(EVERY_PLACE)
    texts = ["x" * before + number for before, number in enumerate(numbers)]
    pdf = with_texts(certificate(), texts)
    lines = str(pages(pdf))
    assert not all(number in lines for number in numbers)
    (tmp_path / "certificate.pdf").write_bytes(pdf)
    result = LeakScan(numbers).search([tmp_path])
    assert result.found == {tmp_path / "certificate.pdf": EVERY_PLACE}
    assert result.unread_files == 0


def test_a_certificate_without_a_number_has_none(certificate: Sample) -> None:
    pdf = render_certificate({**certificate(), "items": certificate()["items"] * 12})
    assert LeakScan(drawn(10_000)).hits(pdf) == 0
