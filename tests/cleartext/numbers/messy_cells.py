"""Cells as exports hold them, made up anew: numbers in every spelling and anything else."""

from __future__ import annotations

from hypothesis import strategies as st

digits = st.text(alphabet="0123456789", max_size=13)
dutch_mobiles = st.builds("6{}{:07d}".format, st.sampled_from("123458"), st.integers(0, 9_999_999))
dutch_others = st.builds(
    "{}{}".format,
    st.sampled_from(["10", "20", "70", "66", "60", "69", "85", "88", "800", "900", "970", "140"]),
    st.text(alphabet="0123456789", min_size=3, max_size=9),
)
prefixes = st.one_of(
    st.sampled_from(
        ["", "0", "+31", "0031", "31", "+31 (0)", "0031(0)", "(+31) ", "(+31) (0)", "+310", "+0031"]
    ),
    st.sampled_from(
        ["06", "06-", "(06) ", "+ 31 ", "+32", "0032", "+49", "+440", "+44 (0)", "+1", "+7", "+212"]
    ),
    st.sampled_from(
        ["+359", "+55", "+870", "+", "00", "000", "+0", "+031", "0(6)", "0(", "+31 0("]
    ),
)
gaps = st.sampled_from(["", "", " ", "-", ".", "\u00a0", "\u2011", "\u2013", "/", " - ", "\u200b"])
before = st.one_of(
    st.sampled_from(["", "", "", " ", "'", '="', "\u202a", "Tel.: ", "tel:", "#31#", "Mob. "]),
    st.sampled_from(
        ["Werk: ", "M: ", "t.", "MSISDN:", "Mobiel 2: ", "Other:", "m", "Phone-", "p:"]
    ),
)
after = st.one_of(
    st.sampled_from(
        [
            "",
            "",
            "",
            " ",
            "'",
            '"',
            ".0",
            ".00",
            ",0",
            "E+10",
            "e9",
            ";1234",
            "p12",
            " (2)",
            " thuis",
        ]
    ),
    st.sampled_from(["@c.us", ".0:1@c.us", "\ufe0f\u20e3", " (werk)", "- home", " Mobiel:", ":"]),
    st.sampled_from(["\u202c", "@s.whatsapp.net", "@lid", "-", ".", " ext. 3", "\u00b2", ")"]),
)


@st.composite
def spellings(draw: st.DrawFn) -> str:
    national = draw(st.one_of(dutch_mobiles, dutch_others, digits))
    gap, size = draw(gaps), draw(st.sampled_from([1, 2, 2, 3, 4, 20]))
    grouped = gap.join(national[at : at + size] for at in range(0, len(national), size))
    return draw(before) + draw(prefixes) + grouped + draw(after)


floats = st.builds("{}{}".format, st.integers(0, 10**13), st.sampled_from([".0", ",0", ".00"]))
scientific = st.builds(
    "{}{}{}{}{}".format,
    st.integers(1, 9),
    st.sampled_from(".,"),
    digits,
    st.sampled_from(["E+", "e", "E"]),
    st.integers(0, 20),
)
dates = st.builds(
    "{:02d}-{:02d}-{} {}".format, *[st.integers(1, 12)] * 2, st.integers(1900, 2099), digits
)
words = st.one_of(
    st.sampled_from(
        ["", " ", "geen", "n.v.t.", "-", "?", "#", "*#", "**21*", "Ren\u00e9", "iemand@example.com"]
    ),
    st.sampled_from(
        ["+", "00", "0", "112", "14020", "\u00a0", "\u00b2", "of", "3E+10", "\u0000", "\n"]
    ),
)
scripts = spellings().map(
    lambda spelling: spelling.translate({ord("6"): "\u0666", ord("1"): "\uff11"})
)
one = st.one_of(
    spellings(),
    spellings(),
    floats,
    scientific,
    dates,
    words,
    scripts,
    digits,
    st.text(max_size=30),
)
several = st.builds(
    lambda parts, between: between.join(parts),
    st.lists(one, min_size=2, max_size=3),
    st.sampled_from(
        [" / ", ";", ", ", "\n", " of ", "|", "/", " ", "-", " - ", " ::: ", " Werk: "]
    ),
)
cells = st.lists(st.tuples(st.one_of(one, one, one, several), st.booleans()), max_size=60)
