r"""What reads like a telephone number: every rule that keeps numbers out of a place, side by side.

These rules guard, and in doubt they see a number. Reading numbers out of exports is other work: the
package that sees numbers has its own rules for that, which in doubt see none.

There are five, because five places differ in what else stands there in digits:

- **our own words** (errors, the city's file, run ids, headers): counts and times, all short;
- **free text of a hand-over**: references of cases, such as 2026-123-456, and days;
- **names of hand-overs**: days, in a form that a browser checks too;
- **lines of a log**: moments, digests, UUIDs and large counts, which people need;
- **bytes of a file**: anything; only a number that is searched for counts.

``\d`` means a digit of any script, and ``[0-9]`` one of ASCII, where nothing else can stand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

# --- Our own words -------------------------------------------------------------------------------

# Six, because the shortest numbers that lead to somebody have six digits (a local number without
# its area), while our counts and places have five at most. One sign between two digits, because
# words and figures that follow each other here are parted by more, or by a comma.
_LONG_DIGITS = re.compile(r"(?:\d[\s.()/-]?){6,}")


# A campaign's own id: its city, its day, four letters. Not the end or the beginning of more.
_CAMPAIGN_ID = r"(?<![\w-])[a-z]+(?:-[a-z]+)*-20[0-9]{2}-[01][0-9]-[0-3][0-9]-[a-z]{4}(?![\w-])"
_ID_OR_DIGITS = re.compile(rf"({_CAMPAIGN_ID})|{_LONG_DIGITS.pattern}")


def holds_long_digits(text: str) -> bool:
    """Return whether six digits stand in a row, with at most one sign between two of them."""
    return _LONG_DIGITS.search(text) is not None


def without_long_digits(text: str) -> str:
    """Return ``text`` with every run of six or more digits, spaced or not, replaced.

    The id of a campaign stays: people must be able to look it up.
    """
    return _ID_OR_DIGITS.sub(lambda run: run[1] or "[removed]", text)


# What Airflow names a run that nobody named: the moment, to the microsecond, and eight signs.
_GENERATED_RUN_ID = re.compile(
    r"[a-z_]+__[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
    r"(\+[0-9]{2}:[0-9]{2}|Z)?(_\w{8})?"
)


def run_id_holds_long_digits(run_id: str) -> bool:
    """Return whether a person gave a run an id that could hold a number."""
    return _GENERATED_RUN_ID.fullmatch(run_id) is None and holds_long_digits(run_id)


# --- Free text of a hand-over --------------------------------------------------------------------

# Any sign may stand here, up to three in a row, as in "06 - 12": unlike in our own words, a person
# wrote it. It never holds a letter or a digit, so that two words' figures are not one number.
_ANY_GAP = r"[\W_]{0,3}"
# Six digits count only when nothing is between them: parted by signs they are a reference, and
# only as many as a telephone number has, behind what begins one, are too many.
_IN_FREE_TEXT = re.compile(
    rf"\d{{6}}"
    # Of another country: eight digits, the fewest that an international number is written with.
    rf"|(?<!\w)(?:\+|00)(?:{_ANY_GAP}\d){{8}}"
    # A Dutch mobile: eight digits behind the 6, whatever follows.
    rf"|(?<!\d)(?:31{_ANY_GAP}0?|0){_ANY_GAP}6(?:{_ANY_GAP}\d){{8}}"
    # The same without its zero: told from the end of a reference, such as RC-6-2026-0001, by what
    # stands before it, and from the beginning of one by that no ninth digit follows.
    rf"|(?<![\w-])6(?:{_ANY_GAP}\d){{8}}(?!{_ANY_GAP}\d)"
    # Any Dutch number: ten digits and none right behind them, with a gap after the zero too.
    rf"|(?<![\w-])0{_ANY_GAP}[1-9](?:{_ANY_GAP}\d){{8}}(?!\d)"
)
# A day, unless the two digits that could make a mobile of it follow: 06-12-2026 and two more.
_DAY = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d-[01]\d-[0-3]\d|[0-3]?\d([-./])[01]?\d\1(?:19|20)\d\d)"
    rf"(?!\d)(?!{_ANY_GAP}\d\d(?![\d:./-]))"
)


def free_text_holds_number(text: str) -> bool:
    """Return whether six digits stand in a row, or a telephone number with gaps; days are none."""
    return _IN_FREE_TEXT.search(_DAY.sub("day", text)) is not None


# --- Names of hand-overs -------------------------------------------------------------------------

# Six digits in a row, as everywhere. Parted by the signs that a name may have, nine: eight are a
# day, and a number has nine even without its zero. ASCII, and without Python's own syntax, because
# a form in a browser checks with it too (ECMA-262).
NO_NUMBER_IN_NAME = r"(?!.*[0-9]{6})(?!.*[0-9](?:[._-]*[0-9]){8})"


# --- Lines of a log ------------------------------------------------------------------------------

# What people and programs put between the digits of one number. Not every sign, as in free text: a
# colon or a comma parts two values in a line of a log, and so does a line's end.
_USUAL_GAP = r"(?:[^\S\n]|[\-./()_\u00b7\u2010-\u2015\u2212]){0,3}"
_CLOCK = r"[0-2]?\d:[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?"
# Read first and left alone, because parts of them look like numbers.
_NO_NUMBERS = "|".join(
    [
        # 2026-11-22T14:16:00.123456+00:00, also in run ids and without its time
        rf"(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)(?:[T ]{_CLOCK}(?:Z|[+-]\d\d:?\d\d(?!\d))?)?",
        r"(?<!\d)(?:19|20)\d{2}[01]\d[0-3]\d[T_]?[0-2]\d[0-5]\d[0-5]\d(?!\d)",
        rf"(?<![\w:]){_CLOCK}(?![\w:])",
        r"(?<![0-9A-Za-z])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9A-Za-z])",
        # digests, by their usual lengths
        r"(?<![0-9A-Za-z])(?:[0-9a-f]{128}|[0-9a-f]{96}|[0-9a-f]{64})(?![0-9A-Za-z])",
        r"(?<![0-9A-Za-z])(?:[0-9a-f]{56}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9A-Za-z])",
        # seconds, milli-, micro- and nanoseconds since 1970
        r"(?<![\d+])1\d{9}(?:\d{3}){0,3}(?:\.\d{1,9})?(?![\d.]|[eE][+-]?\d)",
    ]
)
_NUMBERS = "|".join(
    [
        # With a plus nothing else is meant: from the eight digits of free text to the fifteen that
        # an international number may have, and a zero in brackets.
        rf"\+(?:{_USUAL_GAP}\d){{8,16}}(?!\d)",
        # The same behind 00, with the country's first digit counted apart.
        rf"(?<!\d)00[1-9](?:{_USUAL_GAP}\d){{7,14}}(?!\d)",
        # A Dutch number has ten digits. Unlike in free text no gap follows the zero: 0.9 is common.
        rf"(?<!\d)0[1-9](?:{_USUAL_GAP}\d){{8}}(?!\d)",
        rf"(?<!\d)31{_USUAL_GAP}0?{_USUAL_GAP}6(?:{_USUAL_GAP}\d){{8}}(?!\d)",
        # Without its zero only where the plan has mobiles: a log is full of nine digits and more,
        # while free text refuses any of them that begin with a 6.
        rf"(?<!\d)6{_USUAL_GAP}[1-58](?:{_USUAL_GAP}\d){{7}}(?!{_USUAL_GAP}\d)",
        # a spreadsheet's idea of a number
        r"(?<![\d.])\d[.,]\d{4,14}[eE]\+?\d{1,2}(?!\d)",
    ]
)
# A time in seconds with its fraction; of a number written so, more digits stand before the point.
_FRACTION = r"(?<![\d.])\d{1,6}\.\d{4,}(?![\d.]|[eE])"
# Nine, not six as in our own words: libraries count too, in bytes and process ids.
_RUN = r"\d{9,}"
# Matches numbers, and in the groups ``keep`` and ``fraction`` what only looks like them.
IN_A_LINE = re.compile(f"(?P<keep>{_NO_NUMBERS})|{_NUMBERS}|(?P<fraction>{_FRACTION})|{_RUN}")
# What every match outside the two groups holds: eight digits close together, or a spreadsheet's
# idea of them. It is quick, and most lines have none.
PERHAPS_IN_A_LINE = re.compile(r"(?:\d[^0-9A-Za-z]{0,3}){8}|\d[.,]\d{4,}[eE]")

# What would make another number of a published one: digits, and what stands between two of them.
_MORE_BEFORE = re.compile(rf"[\d+]{_USUAL_GAP}\Z")
_MORE_AFTER = re.compile(rf"{_USUAL_GAP}\d")


def is_published(match: re.Match[str], published: Collection[str]) -> bool:
    """Return whether what a rule found is a number that everybody may read, and no part of another.

    A city publishes one, of an office or a service, at which a message can be checked. Only its
    exact value counts: another spelling, or one more digit beside it, is any number.
    """
    if match[0] not in published:
        return False
    before = match.string[max(match.start() - 5, 0) : match.start()]
    return not (_MORE_BEFORE.search(before) or _MORE_AFTER.match(match.string, match.end()))


# --- Bytes of a file -----------------------------------------------------------------------------

# The shortest number that is searched for; fewer digits stand in any file by chance.
FEWEST_IN_BYTES = 8
# What of a line is left alone is left alone here too, unless a number only begins or ends with it.
# A fraction has to be one of nine digits, as a number without its zero has: others spell none.
NO_NUMBERS_IN_BYTES = re.compile(
    rf"{_NO_NUMBERS}|(?<![\d.])0\.\d{{9}}(?![\d.])|(?<=\d\.)\d{{9}}(?!\d)".encode()
)
