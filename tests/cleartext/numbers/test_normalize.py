from __future__ import annotations

from random import SystemRandom

import pytest

from eenmalig.cleartext.numbers.number import Normalized, normalize, usable
from eenmalig.cleartext.sources.values import FieldKind
from eenmalig.domain.counting import Refusal
from rehearsal import numbers

RNG = SystemRandom()

# n stands for the nine national digits 6........, r for the last eight.
SPELLINGS = [
    ("0{n}", "as it is dialled"),
    ("+31{n}", "E.164"),
    ("0031{n}", "the old way to dial abroad"),
    ("+0031{n}", "both ways at once"),
    ("31{n}", "the plus was lost, as spreadsheets do"),
    ("+310{n}", "the trunk zero was kept"),
    ("+31 (0) 6 {r}", "the trunk zero in brackets"),
    ("0031(0)6{r}", "the same, without spaces"),
    ("(+31) 6-{r}", "the country in brackets"),
    ("(+31) (0)6-{r}", "both in brackets"),
    ("+31 (06) {r}", "the prefix in brackets, from abroad"),
    ("(06) {r}", "the prefix in brackets"),
    ("06/{r}", "a slash after the prefix"),
    ("06\u2011{r}", "a hyphen that does not break"),
    ("06 \u2013 {r}", "a dash"),
    ("06\u00a0{r}", "a space that does not break"),
    ("\u202a+31{n}\u202c", "invisible marks of direction, as address books copy them"),
    ("06\u200b{r}", "an invisible space"),
    ("\ufeff0{n}", "a byte order mark inside a cell"),
    ("\uff0b31{n}", "a wide plus"),
    ("'0{n}", "an apostrophe that told a spreadsheet to keep the zero"),
    ('="0{n}"', "a formula that does the same"),
    ('"0{n}"', "quotes"),
    ("tel:+31{n}", "an address of RFC 3966"),
    ("tel:0{n};phone-context=+31", "the same with a context"),
    ("tel:+31-{n};ext=12", "the same with an extension"),
    ("0{n} ext. 12", "an extension in words"),
    ("0{n} toestel 12", "the same in Dutch"),
    ("0{n}p1234", "digits keyed after a pause"),
    ("0{n},1234", "the same with a comma"),
    ("0{n};1234", "digits keyed after waiting"),
    ("31{n}.0", "a whole number that went through a float"),
    ("0{n},0", "the same in Dutch"),
    ("Tel.: 0{n}", "a label before it"),
    ("Mobiel 0{n}", "the same"),
    ("0{n} (werk)", "a label after it"),
    ("31{n}@s.whatsapp.net", "a WhatsApp address"),
    ("31{n}:12@s.whatsapp.net", "the same with a device"),
    ("31{n}@c.us", "the same as it was before"),
    ("+31{n}@s.whatsapp.net", "the same with its plus"),
    ("31{n}.0:1@c.us", "the same with an agent and a device"),
    ("M: 06 {r}", "a letter before it"),
    ("t.0{n}", "the same with a dot"),
    ("Thuis: 0{n}", "which telephone it is"),
    ("Home: +31{n}", "the same in English"),
    ("Gesch\u00e4ftlich: 0031{n}", "the same in German"),
    ("T\u00e9l\u00e9phone portable : +31 6 {r}", "the same in French"),
    ("Mobiel 2: 0{n}", "the second of two"),
    ("MSISDN: 31{n}", "as networks call it"),
    ("Tel.nr. 0{n}", "an abbreviation"),
    ("0(6){r}", "the first figure in brackets"),
    ("+31 0(6) {r}", "the same from abroad"),
    ("0\ufe0f\u20e36\ufe0f\u20e3{r}", "figures drawn on keys"),
    ("06\ufe0f{r}", "a sign that says how to draw the figure before it"),
    ("#31#0{n}", "a call that hides the caller"),
    ("\t0{n}\r\n", "white space around it"),
]
NOT_A_NUMBER = [
    ("geen", "a word"),
    ("-", "a dash for nothing"),
    ("n.v.t.", "an abbreviation for nothing"),
    ("p1234p5678w9", "pauses without a number"),
    ("1-800-FLOWERS", "letters stand for digits on some telephones; we never dial words"),
    ("iemand@example.com", "an e-mail address"),
    ("6101231234@pagersample.com", "an e-mail address that begins with digits"),
    ("sip:iemand@example.com", "a SIP address"),
    ("1234567890@lid", "a WhatsApp id that is no number"),
    ("1234567890-1@g.us", "a WhatsApp group"),
    ("2026-11-22 14:16", "a moment"),
    ("069123456\u00b2", "a superscript is a note, not a digit"),
    ("+", "a plus alone"),
    ("M 0" + "6" * 9, "a letter without its colon"),
    ("Fax: 0" + "6" * 9, "a fax"),
    ("x: 0" + "6" * 9, "a letter that says no telephone"),
    ("0" + "6" * 9 + "@g.us", "a group"),
]
REFUSED = [
    ("", Refusal.EMPTY, "an empty cell"),
    (" \u00a0\u200b", Refusal.EMPTY, "a cell that looks empty"),
    ("3.16123E+10", Refusal.LOST_DIGITS, "read as a number it is a valid stranger"),
    ("3,16123E+10", Refusal.LOST_DIGITS, "the same in Dutch"),
    ("3.161234567E+10", Refusal.LOST_DIGITS, "one digit short"),
    ("6.90123456E+8", Refusal.LOST_DIGITS, "fewer than eleven digits are never trusted"),
    ("3.1612345678E+12", Refusal.LOST_DIGITS, "more digits than were written"),
    ("0670345678", Refusal.INVALID, "067 is not in use"),
    ("0600345678", Refusal.INVALID, "060 is not in use"),
    ("0690345678", Refusal.INVALID, "069 is not in use"),
    ("06901234", Refusal.INVALID, "too short"),
    ("069012345678", Refusal.INVALID, "too long"),
    ("+06 90123456", Refusal.INVALID, "a plus with the national number"),
    ("112", Refusal.SERVICE, "emergency"),
    ("116000", Refusal.SERVICE, "a European help line"),
    ("14020", Refusal.SERVICE, "a municipality"),
    ("1850", Refusal.SERVICE, "directory enquiries"),
    ("0906-123", Refusal.SERVICE, "premium, in whatever length"),
    ("*100#", Refusal.SERVICE, "a code for the network"),
]
DRAWN = [
    (lambda: "066" + numbers.digits(RNG, 7), Refusal.INVALID, "a pager"),
    (lambda: "085" + numbers.digits(RNG, 7), Refusal.LANDLINE, "internet telephony"),
    (lambda: "088" + numbers.digits(RNG, 7), Refusal.SERVICE, "a company"),
    (lambda: "0800-" + numbers.digits(RNG, 4), Refusal.SERVICE, "free"),
    (lambda: "0900-" + numbers.digits(RNG, 4), Refusal.SERVICE, "premium"),
    (lambda: numbers.landline(RNG), Refusal.LANDLINE, "a landline"),
    (lambda: numbers.foreign(RNG), Refusal.FOREIGN, "another country's mobile"),
    (lambda: numbers.machine(RNG), Refusal.MACHINE, "typed as mobile, but a machine"),
]


def spelled(pattern: str, e164: str) -> str:
    national = e164.removeprefix("+31")
    return pattern.format(n=national, r=national[1:])


@pytest.mark.parametrize(("pattern", "why"), SPELLINGS)
@pytest.mark.parametrize("field", FieldKind)
def test_every_spelling_gives_the_same_number(
    pattern: str, why: str, field: FieldKind, mobile: str
) -> None:
    candidate = spelled(pattern, mobile)
    assert normalize(candidate, field).e164 == mobile, why
    assert usable(candidate, field) == mobile, why


def test_other_scripts_digits_are_digits(mobile: str) -> None:
    for zero in ("\u0660", "\u06f0", "\uff10"):
        table = {ord(str(digit)): chr(ord(zero) + digit) for digit in range(10)}
        assert normalize(mobile.translate(table), FieldKind.PHONE).e164 == mobile


def test_all_eleven_digits_in_scientific_notation_are_the_number(mobile: str) -> None:
    digits = mobile.removeprefix("+")
    assert normalize(f"{digits[0]}.{digits[1:]}E+10", FieldKind.PHONE).e164 == mobile


@pytest.mark.parametrize(("candidate", "why"), NOT_A_NUMBER)
def test_what_is_no_number_is_refused_as_such(candidate: str, why: str) -> None:
    assert normalize(candidate, FieldKind.PHONE) == (None, Refusal.NOT_A_NUMBER), why


@pytest.mark.parametrize(("candidate", "refusal", "why"), REFUSED)
def test_each_refusal_has_its_reason(candidate: str, refusal: Refusal, why: str) -> None:
    assert normalize(candidate, FieldKind.PHONE) == (None, refusal), why


@pytest.mark.parametrize(("draw", "refusal", "why"), DRAWN)
def test_numbers_that_are_no_dutch_mobiles_are_refused(
    draw: object, refusal: Refusal, why: str
) -> None:
    assert callable(draw)
    assert normalize(draw(), FieldKind.PHONE) == (None, refusal), why


def test_nine_bare_digits_count_only_in_a_field_labelled_phone(mobile: str) -> None:
    bare = mobile.removeprefix("+31")
    for candidate in (bare, f"{bare[0]} {bare[1:]}", f"{bare[:4]}.{bare[4:6]}.{bare[6:]}"):
        assert normalize(candidate, FieldKind.PHONE).e164 == mobile
        assert normalize(candidate, FieldKind.UNLABELLED).refusal is Refusal.BARE_DIGITS
        assert usable(candidate, FieldKind.UNLABELLED) is None


def test_the_zero_of_a_fraction_is_never_taken_for_a_missing_digit(mobile: str) -> None:
    short = "0" + mobile.removeprefix("+31")[:-1]
    for candidate in (f"{short}.0", f"{short},0", f"{short}.00"):
        assert normalize(candidate, FieldKind.PHONE) == (None, Refusal.INVALID)


# p is a mobile without its last digit, d that digit; what it would be without the zero is q.
NOT_COMPLETED = [
    ("{p} ({d})", "a note in brackets"),
    ("{p}({d})", "the same without a space"),
    ("{p} [{d}]", "a note in square brackets"),
    ("0(6){r} ({d})", "the same after a figure in brackets"),
    ("+31 (0){q} ({d})", "the same from abroad"),
    ("(06) {r} ({d})", "the same after a prefix in brackets"),
]


@pytest.mark.parametrize(("pattern", "why"), NOT_COMPLETED)
@pytest.mark.parametrize("field", FieldKind)
def test_a_note_never_completes_a_number_into_a_strangers(
    pattern: str, why: str, field: FieldKind, mobile: str
) -> None:
    short = "0" + mobile[3:-1]
    candidate = pattern.format(p=short, q=short[1:], r=short[2:], d=mobile[-1])
    assert normalize(candidate, field) == (None, Refusal.NOT_A_NUMBER), why
    assert usable(candidate, field) is None, why


@pytest.mark.parametrize("pattern", ["0{d}-{m}-{y} {h}", "0{d}.{m}.{y} {h}", "{d}-{m}-{y} {h}"])
def test_a_date_with_an_hour_is_no_mobile(pattern: str) -> None:
    spelling = pattern.format(d=6, m=11, y=2024, h=10)
    assert normalize(spelling, FieldKind.PHONE) == (None, Refusal.NOT_A_NUMBER)


def test_a_computers_address_or_a_fraction_is_no_mobile(mobile: str) -> None:
    n = mobile[3:]
    for candidate in (
        f"{n[:2]}.{n[2:5]}.{n[5:7]}.{n[7:]}",
        f"{n[:2]}.{n[2:4]}.{n[4:7]}.{n[7:]}",
        f"0.{n}",
    ):
        assert normalize(candidate, FieldKind.PHONE) == (None, Refusal.NOT_A_NUMBER)


def test_two_numbers_are_never_taken_for_one(mobile: str, other: str) -> None:
    for between in (";", ",", " ", "/", " en "):
        assert normalize(f"{mobile}{between}{other}", FieldKind.PHONE).e164 is None


def test_an_endless_cell_is_refused(mobile: str) -> None:
    assert normalize(mobile + " " * 500 + "x", FieldKind.PHONE).refusal is Refusal.NOT_A_NUMBER


def test_usable_finds_what_may_be_excluded_but_never_texted() -> None:
    for candidate in (numbers.landline(RNG), numbers.machine(RNG), numbers.foreign(RNG)):
        e164 = usable(candidate, FieldKind.PHONE)
        assert e164 is not None
        assert e164.startswith("+")


def test_a_result_shows_no_number(mobile: str) -> None:
    shown = repr(Normalized(mobile, None))
    assert mobile[3:] not in shown
