r"""Patterns of spellings that need none of the finer rules, for whole columns.

A spelling may be left out of them at the cost of time only; one that stands in them wrongly is
found by the tests, which compare with reading each value by itself. They are RE2, which knows no
Unicode in ``\s`` and ``\d``; the signs named are those of which ``spelling.plain`` makes a space,
a dash or nothing.
"""

from __future__ import annotations

from eenmalig.domain.counting import Refusal

_SPACES = r" \x{a0}\x{2009}\x{202f}"
_DASHES = r"-\x{2010}-\x{2015}\x{2212}"
_SPACE = f"[{_SPACES}]"
_POINT_OR_DASH = f"[{_DASHES}.]"
_GAP = f"[{_DASHES}.{_SPACES}]"
_NOT_A_POINT = f"[{_DASHES}{_SPACES})]"
_EDGE = rf"[{_SPACES}'\"\x{{200b}}-\x{{200f}}\x{{202a}}-\x{{202e}}\x{{2066}}-\x{{2069}}\x{{feff}}]*"
# How a spelling may begin that cannot be a date, a computer's address, a fraction, or a number
# with a note in brackets.
_BEGINNINGS = (
    r"\+ ?\d",
    r"[0-9]\d{3}",
    r"0\d\d",
    rf"\d{{1,2}}{_SPACE}",
    rf"0\d{_POINT_OR_DASH}(?:\d{{3}}|\d{{1,2}}{_SPACE}|\d{{1,2}}{_POINT_OR_DASH}\d{{1,2}}{_GAP})",
    r"\(0\d{1,3}\)",
    rf"\(\+\d{{1,3}}\){_GAP}*(?:\(0\d{{0,3}}\))?",
    rf"(?:\+|00)\d{{1,3}}{_GAP}*\(0\d{{0,3}}\)",
)
# How it may end without being a whole number that went through a float.
_ENDINGS = (r"\d{3}", rf"{_NOT_A_POINT}\d{{1,2}}", r"\.\d?[1-9]", r"\.[1-9]0")
COMMON = (
    rf"^{_EDGE}(?:(?:{'|'.join(_BEGINNINGS)})(?:\d|{_GAP})*(?:{'|'.join(_ENDINGS)})|\d+){_EDGE}$"
)
# A whole number that went through a float.
WHOLE_FLOAT = r"^(?:\+\d{9,15}|[1-9]\d{8,14}|0\d{9,14})[.,]0$"

_BLANK = r"^[ \t\r\n\x{a0}]*$"
# Printable signs and letters without a digit of any script, and without what a network code has.
_WORDS = r"^[ !\"$-)+-/:-~\p{Latin}]*[!\"$-)+-/:-~\p{Latin}][ !\"$-)+-/:-~\p{Latin}]*$"
_LOST_DIGITS = r"^\d(?:[.,]\d{1,9})?[eE]\+?\d{1,3}$"
_MAIL = r"^[\w.+-]*[A-Za-z][\w.+-]*@[\w.-]+$"
REFUSED_AT_SIGHT = (
    (_BLANK, Refusal.EMPTY),
    (_WORDS, Refusal.NOT_A_NUMBER),
    (_MAIL, Refusal.NOT_A_NUMBER),
    (_LOST_DIGITS, Refusal.LOST_DIGITS),
)
