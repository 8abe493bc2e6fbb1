"""The words by which a table says that a number is the seized telephone's own."""

from __future__ import annotations

from eenmalig.cleartext.sources.words.compounds import Vocabulary
from eenmalig.cleartext.sources.words.labels import TELEPHONE, mentions_telephone, words_of

# Beside a word for numbers each of these says so ...
_OWN = frozenset(
    """
    eigen own owner owners eigenaar eigenaars account accounts device verdachte verdachten
    suspect suspects subscriber subscribers abonnee abonnees toestel local lokaal lokale
    mijn my self zelf target targets subject subjects houder houders
    dealer dealers inbeslaggenomen beslag afgeluisterd afgeluisterde getapt getapte tap bestellijn
    isowner isown iseigen iseigenaar
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
# ... but these alone may label a customer's, or the name of a telephone.
_NOT_ALONE = frozenset(
    """
    account accounts device mijn my self zelf target targets subject
    subjects houder houders dealer dealers inbeslaggenomen beslag afgeluisterd afgeluisterde getapt
    getapte tap bestellijn
    """.split()  # noqa: SIM905 - as above
)
_NUMBER = frozenset(
    "nummer nummers number numbers nr nrs no num msisdn sim simkaart line lijn".split()  # noqa: SIM905 - as above
)
_BESIDE = frozenset(
    """
    party partij side kant van de het of the s is in genomen ja nee yes j n y
    """.split()  # noqa: SIM905 - as above
)
# With one of these a column may say whether a number is the owner's, by one sign too.
_WHETHER = frozenset(
    "is isowner isown iseigen iseigenaar eigen own owner eigenaar ja yes".split()  # noqa: SIM905 - as above
)
_OF_OWNER = Vocabulary((*_OWN, *_NUMBER, *_BESIDE, *TELEPHONE))


def says_owner(text: str) -> bool:
    """Return whether this header labels the telephone's own numbers: ``Eigen nummer``.

    Whatever else it says, it says so when it says telephone too.
    """
    parts = _OF_OWNER.parts(text)
    own = not _OWN.isdisjoint(parts)
    if own and not (_NUMBER | TELEPHONE).isdisjoint(parts):
        return True
    if own and _NOT_ALONE.isdisjoint(parts):
        return True
    return mentions_telephone(text) and not _OWN.isdisjoint(words_of(text))


def says_whether(text: str) -> bool:
    """Return whether one sign below this header may be a yes: elsewhere it is a line's or a SIM's.

    Words that mean yes are one below any header of the owner.
    """
    return not _WHETHER.isdisjoint(_OF_OWNER.parts(text))
