"""False statements about what was destroyed, what the documents say of it, and who looked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.lies.resigning import (
    add,
    dated,
    drop,
    later,
    more,
    move,
    moved,
    put,
    told,
    twice,
)

if TYPE_CHECKING:
    from tests.lies.resigning import Lie

VAULT = "destroyed vault"
AT_PROVIDER = "destroyed provider_messages"
LOOK = "verification"
CERTIFICATE, REPORT = "certificate.json", "report.json"


def without_a_file(lie: Lie) -> None:
    lie.one("closed").data["files"].pop("report.html")
    (lie.folder / "report.html").unlink()


def rewritten(name: str) -> Any:
    def rewrite(documents: dict[str, Any]) -> None:
        content = documents[name].read_bytes()
        documents[name].write_bytes(content.replace(b":", b": ", 1))

    return lambda lie: lie.told.append(rewrite)


def late_finds_forgotten(lie: Lie) -> None:
    lie.looks.append(lie.looks[0].__class__(LOOK, {**lie.looks[0].data}, lie.looks[0].at))
    for look, late in zip(lie.looks, (2, 1), strict=True):
        look.data["result"] = {"left": [], "provider": "not_proved", "late_deleted": late}


def look_of_another_kind(lie: Lie) -> None:
    lie.looks[0].kind = "seen"


def counted_in_yes(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**item, "count": True} for item in items]


def look_says(**result: Any) -> Any:
    return lambda lie: lie.one(LOOK).data.update(result={**lie.one(LOOK).data["result"], **result})


OF_DESTRUCTION = [
    ("the number key not destroyed", drop("destroyed number_key"), "number_key is not on record"),
    ("the ref key not destroyed", drop("destroyed ref_key"), "ref_key is not on record"),
    ("the journal key not destroyed", drop("destroyed journal_key"), "journal_key is not on"),
    ("the vault not destroyed", drop(VAULT), "vault is not on record as destroyed"),
    ("the copy not destroyed", drop("destroyed working_copy"), "working_copy is not on record"),
    ("messages not deleted", drop(AT_PROVIDER), "not every accepted message was deleted"),
    ("one message less", more(AT_PROVIDER, "count", by=-1), "not every accepted message"),
    ("one message more", more(AT_PROVIDER, "count"), "not every accepted message"),
    ("the vault twice", twice(VAULT), "vault is on record as destroyed 2 times"),
    ("a vault deleted by the provider", put(VAULT, "how", to="deleted_by_api"), "not how such an"),
    ("a vault removed that was none", put(VAULT, "count", to=0), "not how such an item"),
    ("a way that is none", put(VAULT, "how", to="shredded"), "how is not what it must be"),
    ("messages proved by looking", put(AT_PROVIDER, "proof", to="looked_absent"), "not how such"),
    ("destroyed in 2020", put(VAULT, "at", to="2020-01-01T00:00:00+00:00"), "at is before"),
    ("destroyed tomorrow", moved(VAULT, "at", days=1), "at is after it was written"),
    ("destroyed unbegun", drop("destruction_began"), "before any record of kind destruction_began"),
    ("destroyed first", move(VAULT, before="destruction_began"), "before any record of kind"),
    ("certified first", move("certified", before=VAULT), "stands after the record of kind cert"),
    ("a search that did not run", put("scanned", "ran", to=False), "contradict each other"),
    ("a search that failed and ran", put("scanned", "why", to="failed"), "contradict each other"),
    ("a search for nothing", put("scanned", "numbers", to=0), "it ran without a number"),
    ("a search of nothing", put("scanned", "places", to=[]), "evidence was not searched"),
    ("a search too late", move("scanned", before="certified"), "when the working copy was gone"),
    ("a look in ten years", dated(LOOK, days=3650), "later than the clock of this machine"),
    ("certified as stopped", put("certified", "ending", to="stopped"), "the ending is not compl"),
    ("certified as nothing", put("certified", "ending", to="gone"), "the ending is not completed"),
    ("not certified", drop("certified"), "there is no record of kind certified"),
    ("certified twice", twice("certified"), "there are 2 records of kind certified"),
    ("certified unended", moved("certified", "started_at", hours=2), "before its step ended"),
    ("certified by no software", put("certified", "software", to={}), "software is not what"),
    ("closed as rejected", put("closed", "ending", to="rejected"), "the ending is not completed"),
    ("closed earlier", dated("closed", hours=-1), "dated before one that it follows"),
    ("a page less", without_a_file, "does not name report.html"),
    (
        "taken in while it was destroyed",
        move("extracted", before="certified"),
        "stands after a record of kind destruction_began",
    ),
    ("a journal lost in 2020", add("lost", {"what": "journal"}, before="certified"), "is missing"),
    (
        "a deadline in the certificate",
        told(CERTIFICATE, "deadline", to=lambda iso: later(iso, days=1)),
        "certificate.json: deadline is not",
    ),
    (
        "an earlier end in the certificate",
        told(CERTIFICATE, "destroyed_at", to=lambda iso: later(iso, hours=-1)),
        "certificate.json: destroyed_at",
    ),
    ("other outcomes told", told(CERTIFICATE, "outcomes", "failed", to=0), ".json: outcomes is"),
    ("an item untold", told(CERTIFICATE, "items", to=[]), "certificate.json: items is not"),
    ("nothing beyond reach", told(CERTIFICATE, "beyond_reach", to=[]), "beyond_reach is not"),
    ("a finding made up", told(CERTIFICATE, "findings", to=[{}]), "certificate.json: findings"),
    ("a scan made up", told(CERTIFICATE, "scan", to={"ran": True}), "certificate.json: scan is"),
    ("called live", told(CERTIFICATE, "rehearsal", to=False), "certificate.json: rehearsal is"),
    ("a yes for a one", told(CERTIFICATE, "items", to=counted_in_yes), "items is not what follows"),
    ("another fingerprint", told(CERTIFICATE, "ledger_head", to="0"), "ledger_head is not"),
    ("a field made up", told(CERTIFICATE, "x", to=1), "holds a field of no name"),
    ("a certificate rewritten", rewritten(CERTIFICATE), "certificate.json was rewritten"),
    ("other counts reported", told(REPORT, "counts", "read", to=1), "report.json: counts is not"),
    ("other answers reported", told(REPORT, "approvals", to=[]), "report.json: approvals is not"),
    ("another text reported", told(REPORT, "text", to="x"), "report.json: text is not"),
    ("other steps reported", told(REPORT, "steps", to=[]), "report.json: steps is not"),
    ("a report rewritten", rewritten(REPORT), "report.json was rewritten"),
    ("a dossier rewritten", rewritten("dossier.json"), "the dossier is not the one signed"),
    ("another dossier", told("dossier.json", "text", to="x"), "the dossier is not the one signed"),
    ("nobody looked", drop(LOOK), "nobody but the destroyer has looked yet"),
    ("a look before the end", dated(LOOK, days=-1), "dated before one that it follows"),
    ("something left", look_says(left=["vault"]), "the last look found something left"),
    ("called given up", look_says(given_up=["vault"]), "is not on record as that"),
    ("messages left", look_says(provider="present"), "found messages at the provider"),
    ("a look by the destroyer", put(LOOK, "by", to="destroy"), "not the verification that looked"),
    ("a look at nothing", put(LOOK, "result", to={}), "result is not what it must be"),
    ("late finds forgotten", late_finds_forgotten, "messages that came late were forgotten"),
    (
        "absent, with one in doubt",
        look_says(provider="absent", late_deleted=0),
        "messages in doubt never turned up",
    ),
    ("a look of another kind", look_of_another_kind, "of a kind that does not exist: seen"),
]
