"""Typesetting: whatever people wrote is shown as they wrote it, and nothing is left of it."""

from __future__ import annotations

import signal
import subprocess
import sys
import unicodedata
from io import BytesIO, TextIOWrapper
from multiprocessing import get_context
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.conftest import a_certificate
from tests.documents.reading_pdf import reader, structure

from eenmalig.documents import typesetting, typesetting_program
from eenmalig.documents.certificate_pdf import render_certificate
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Sample = Callable[..., dict[str, Any]]

LONGEST_SECONDS = 60
# What is shown as it is: ranges without spaces and what is no sign.
RANGES = [
    (0x21, 0x2FF),
    (0x384, 0x482),
    (0x48A, 0x4FF),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2027),
    (0x2030, 0x2040),
    (0x20A0, 0x20C0),
    (0x2190, 0x2193),
]
SIGNS = "№™≈≠≤≥" + "".join(
    sign
    for first, last in RANGES
    for sign in map(chr, range(first, last + 1))
    if unicodedata.category(sign)[0] in "LNPS"
)


def fact(pdf: bytes) -> str:
    """Return the criterion as a certificate shows it."""
    return structure(pdf).all("LBody")[3].text


@pytest.mark.parametrize(
    "criterion",
    [
        '#strong[a] *b* _c_ $x$ @r <l> = h == i `j` \\ k // l /* m */ "n" -- --- ...',
        "#panic() #{1 + 1} #read(\"certificate.typ\") \\u{41} 'o' ~ p",
        "- a + b / c: d",
        "\u201cafnemers\u201d \u2014 \u201elijst\u201d\u2026 \u2018q\u2019 \u2013 \u20ac \u2265",
        "Łódź, Şahin, Ñuñez, Ελληνικά, кириллица, Việt",
    ],
)
def test_it_is_shown_as_it_was_written(criterion: str, certificate: Sample) -> None:
    assert fact(render_certificate({**certificate(), "criterion": criterion})) == criterion


def test_every_sign_of_the_fonts_is_shown_as_it_is(certificate: Sample) -> None:
    shown = fact(render_certificate({**certificate(), "criterion": SIGNS}))
    assert shown == unicodedata.normalize("NFC", SIGNS)


@pytest.mark.parametrize("sign", [*"\0\x85\u00ad\u0627\u200d\u202e\u4f60", "\U0001f600"])
def test_a_sign_that_no_font_has_or_that_turns_text_is_named(
    sign: str, certificate: Sample
) -> None:
    shown = fact(render_certificate({**certificate(), "criterion": f"voor {sign} na"}))
    assert shown == f"voor U+{ord(sign):X} na"


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=200, max_size=400))
def test_nothing_that_people_write_stops_a_certificate(text: str) -> None:
    held = {**a_certificate(), "criterion": text, "display_name": text[:40]}
    held["approvals"][0]["staff_id"] = text[:41]
    assert render_certificate(held)


def test_its_fonts_are_the_librarys_own(certificate: Sample) -> None:
    resources: list[Any] = [
        page["/Resources"] for page in reader(render_certificate(certificate())).pages
    ]
    fonts = [font["/BaseFont"] for each in resources for font in each["/Font"].values()]
    families = {name.split("+")[1].split("-")[0] for name in fonts}
    assert families == {"LibertinusSerif", "DejaVuSansMono"}


def test_no_font_of_the_machine_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others of the same names would give other bytes; not every machine has any."""
    asked: dict[str, Any] = {}

    def compiled(_: str, **options: object) -> bytes:
        asked.update(options)
        return b""

    monkeypatch.setitem(sys.modules, "typst", SimpleNamespace(compile=compiled))
    monkeypatch.setenv("RAYON_NUM_THREADS", "")
    monkeypatch.setattr(sys, "argv", ["program", "certificate.typ", "0", "0"])
    for name in ("stdin", "stdout"):
        monkeypatch.setattr(sys, name, TextIOWrapper(BytesIO(b"{}")))
    typesetting_program.main()
    assert asked["ignore_system_fonts"] is True
    assert "font_paths" not in asked


def test_nothing_is_left_of_it(
    certificate: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    assert render_certificate(certificate())
    assert list(tmp_path.iterdir()) == []


def test_who_made_one_can_fork_a_process_that_makes_one() -> None:
    """A library in this very process would wait for threads that the fork does not have."""
    assert render_certificate(a_certificate())
    forked = get_context("fork").Process(target=lambda: render_certificate(a_certificate()))
    forked.start()
    forked.join(LONGEST_SECONDS)
    stands_still = forked.is_alive()
    forked.kill()
    forked.join()
    assert not stands_still
    assert forked.exitcode == 0
    assert "typst" not in sys.modules


@pytest.mark.parametrize("program", ["/bin/false", "/not/there", "/bin/cat"])
def test_what_cannot_be_made_is_told(
    program: str, certificate: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    with pytest.raises(EenmaligError) as failed:
        render_certificate(certificate())
    assert failed.value.code is Code.CERTIFICATE_NOT_MADE
    assert failed.value.__cause__ is None


def test_it_is_not_waited_for_without_end(
    certificate: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "_SECONDS", 0)
    with pytest.raises(EenmaligError) as failed:
        render_certificate(certificate())
    assert failed.value.code is Code.CERTIFICATE_NOT_MADE


def test_it_ends_by_itself_where_nobody_waits_any_more() -> None:
    command = [sys.executable, "-I", typesetting_program.__file__, "certificate.typ", "0", "1"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as left:
        # Nothing comes on its input, and nobody closes it.
        assert left.wait(LONGEST_SECONDS) == -signal.SIGALRM
