"""What anybody may ask about a message, and what is answered: the same before and afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.documents.passages import Foreign, Passage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eenmalig.documents.words import Words

_HELP = ("where", "opening_hours", "outside_hours")
# Where a dossier holds what a city's file states in another language than its own.
_TRANSLATIONS = {"en": "english"}


class PublicAnswers:
    """The answers that follow from a dossier. What the city's file leaves out is not said."""

    def __init__(self, dossier: Mapping[str, Any], wording: Words) -> None:
        self._dossier = dossier
        self._wording = wording

    def say(self, key: str, **values: object) -> str:
        """Return a sentence of the text blocks."""
        return self._wording.say("publication", key, **values)

    def passage(self, key: str, *lines: str | Foreign, **quoted: str) -> Passage:
        """Return lines of ours below their heading."""
        return Passage(self.say(key), lines, **quoted)

    @property
    def text(self) -> str:
        """The message, word for word."""
        return str(self._dossier["text"])

    @property
    def city(self) -> str:
        """What the city is called."""
        return str(self._dossier["display_name"])

    @property
    def sender(self) -> str:
        """What a telephone shows as the sender."""
        return str(self._dossier["sender_id"])

    def is_it_real(self, taken_back: str) -> Passage:
        """Say that it is real, with its text and its sender, and where that stands too.

        ``taken_back`` tells which authority took its approval back; empty where none did.
        """
        decided = "real_text_first" if taken_back else "real_text"
        lines = [
            self.say(decided, city=self.city),
            taken_back,
            self.say("real_sender", sender=self.sender),
        ]
        closing = (self.say("real_other"), self._stated("authenticity"))
        told = " ".join(filter(None, lines))
        return Passage(self.say("real"), (told,), quoted=self.text, closing=closing)

    def why_and_what_to_do(self) -> tuple[Passage, Passage]:
        """Say why somebody may have got it, and that nothing needs to be done."""
        why = self.passage("why", self.say("why_text"), self.say("why_no_blame"))
        return why, self.passage("do", self.say("do_text"))

    def how_to_check(self) -> Passage:
        """Say how to check it by telephone, without any link."""
        telephone = self._dossier.get("check_by_telephone")
        first = (
            self.say("check_number", number=telephone["number"], city=self.city)
            if telephone
            else self.say("check_own_search", city=self.city)
        )
        return self.passage("check", first, self.say("check_nothing_asked"))

    def how_to_get_no_more(self) -> Passage:
        """Say how to get no such text any more, without confessing anything."""
        is_stated = self._dossier.get("opt_out")
        how = self._stated("opt_out") if is_stated else self.say("no_more_call")
        return self.passage("no_more", self.say("no_more_anybody"), how)

    def help_lines(self) -> tuple[str | Foreign, ...]:
        """Return where help is, when it is open, and what there is outside these hours."""
        told = self._dossier.get("help")
        return tuple(self._stated("help", part) for part in _HELP) if told else ()

    def where_to_turn(self) -> tuple[Passage, ...]:
        """Say where help is, and where to complain."""
        lines = self.help_lines()
        complaint = self.passage("complaint", self._stated("complaints"))
        return (*([self.passage("help", *lines)] if lines else []), complaint)

    def _stated(self, *keys: str) -> str | Foreign:
        """Return what the city's file states, in this language where it does."""
        own = self._dossier["language"]
        if self._wording.language == own:
            return _at(self._dossier, keys)
        translated = _at(self._dossier.get(_TRANSLATIONS.get(self._wording.language, "")), keys)
        return translated or Foreign(_at(self._dossier, keys), own, self.say("untranslated"))


def _at(stated: Any, keys: Sequence[str]) -> str:
    """Return what stands below some keys; nothing where one of them is left out."""
    for key in keys:
        stated = (stated or {}).get(key)
    return str(stated or "")
