"""What is said of a campaign and is not true, judged by what its gateway really holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lies.statements import By

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lies.lied_to import LiedTo


def false_claims(its: LiedTo) -> list[str]:
    """Return what is false and nobody says, of a campaign that came to its end."""
    return [*_of_strangers(its), *(_of_what_is_there(its) if its.is_closed else ())]


def _of_strangers(its: LiedTo) -> Iterator[str]:
    gone = set(its.strangers) - {message.sid for message in its.liar.there()}
    if gone:
        yield f"{len(gone)} messages of strangers were deleted"


def _of_what_is_there(its: LiedTo) -> Iterator[str]:
    there = its.there()
    outcomes, sent = its.record("outcomes"), its.record("sent")
    listing = outcomes["listing"] if outcomes else {}
    item = its.record("destroyed", what="provider_messages")
    word = its.word().get("provider")
    own = [message for message in there if message.sid not in its.planted]
    # Of all that may have been made: what was accepted by an id, and what is in doubt.
    made = outcomes["accepted"] + outcomes["in_doubt"]["unknown"] if outcomes else 0
    seen = its.says(By.LOOK, "came late") or its.says(By.LOOK, "messages at the provider")
    if item and item["count"] + len(own) > made and not seen:
        yield f"{item['count']} are certified as deleted, and {len(own)} of {made} are there"
    if own and made and not item:
        yield f"{len(own)} are there, and nothing is said of that"
    if there and word == "absent" and not its.says(By.LOOK, "came late"):
        yield f"absent, says the look, and {len(there)} are there"
    if outcomes and outcomes["accepted"] > _recipients_texted(its):
        yield "more are told as accepted than were texted"
    if sent and not _recipients_texted(its) and its.says(By.OUTCOMES, "ending: completed"):
        yield "completed, and nobody was texted"
    if not _is_silent(its, listing):
        return
    if its.planted:
        yield "a message that is not the campaign's was not told"
    if _most_to_one(its) > 1:
        yield "somebody has two messages, and that is not told"
    if (
        outcomes
        and _recipients_texted(its) > outcomes["accepted"] + outcomes["in_doubt"]["unknown"]
    ):
        yield "more were texted than is told"


def _is_silent(its: LiedTo, listing: dict[str, int]) -> bool:
    """Whether nothing says that list and journal differ, and somebody could look."""
    named = listing.get("doubled", 0) + listing.get("unaccounted", 0)
    late = its.says(By.LOOK, "came late") or its.says(By.LOOK, "messages at the provider")
    return not (named or late or its.word().get("provider") in {"not_looked", "not_proved"})


def _recipients_texted(its: LiedTo) -> int:
    """Return how many recipients the gateway ever made a message to."""
    strange = len({*its.strangers, *its.planted}) - its.seconds
    return int(its.liar.store.counts()["distinct"]) - strange


def _most_to_one(its: LiedTo) -> int:
    return int(its.liar.store.counts()["max_per_number"])
