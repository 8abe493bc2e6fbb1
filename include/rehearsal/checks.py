"""What a demonstration checks at its end: each promise, with a line for each."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eenmalig.errors import EenmaligError
from eenmalig.evidence.ledger import open_ledger
from eenmalig.evidence.reading import latest
from eenmalig.evidence.signing import Trust
from eenmalig.evidence.verifying import verify_evidence
from rehearsal.assent import departures

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.stores.home import Home
    from rehearsal.campaign import DrivenCampaign
    from rehearsal.gateway import Running
    from standalone.running import Airflow

# This step waits; its time is told apart.
_WAITS = "collect_delivery_reports"
_COMMAND = Path(sys.executable).with_name("eenmalig")


def check_promises(  # noqa: PLR0913, PLR0917 - what a demonstration left behind, and where
    airflow: Airflow,
    campaign: DrivenCampaign,
    original: Path,
    printed: Path,
    gateway: Running | None,
    say: Callable[[str], None],
) -> bool:
    """Check every promise; return whether all hold. Says what it found, never a number."""
    if campaign.id is None:
        say("Nothing was taken in or sent.")
        return False
    home = airflow.home
    say("Promises:")
    held = [
        _accountable(home, campaign.id, say),
        _asked_once(airflow, campaign, say),
        _sent(home, campaign.id, gateway, say),
        _gone(home, campaign, say),
        _unseen(home, original, printed, say),
        _once(gateway, say),
    ]
    folder = home.evidence / campaign.id
    if not (folder / "report.json").exists():
        return False
    report = json.loads((folder / "report.json").read_text())
    _funnel(report, say)
    _time(report, campaign, say)
    say(f"Certificate: {folder / 'certificate.pdf'}")
    say(f"Report:      {folder / 'report.html'}")
    return all(held)


def _accountable(home: Home, campaign: str, say: Callable[[str], None]) -> bool:
    """Check the evidence offline: chain, signatures, counts, approvals, certificate."""
    try:
        verdict = verify_evidence(home.evidence / campaign, home.trust)
    except EenmaligError as error:
        say(f"  ACCOUNTABLE, WITH ASSENT: NO. {error}")
        return False
    completed = verdict.ending == "completed"
    say(
        f"  accountable, with assent: {'' if completed else 'NO. '}"
        f"{verdict.records} signed records hold, {verdict.ending}"
    )
    say(f"    fingerprint {verdict.fingerprint}")
    return completed


def _asked_once(airflow: Airflow, campaign: DrivenCampaign, say: Callable[[str], None]) -> bool:
    found = departures(airflow, campaign)
    for departure in found:
        say(f"  ASKED ONCE: NO. {departure}")
    if not found:
        say("  asked once: each authority, and answered once, in the ledger and in Airflow")
    return not found


def _sent(home: Home, campaign: str, gateway: Running | None, say: Callable[[str], None]) -> bool:
    """Check that something was sent, to everybody whom nothing speaks against."""
    records = open_ledger(home.evidence / campaign, Trust(home.trust))
    sent = latest(records, "sent")
    if sent is None:
        say("  SENT: NO. Nothing was.")
        return False
    data = sent.data
    tried = data["accepted"] + data["refused_by_provider"] + data["in_doubt"]
    recipients = tried + data["not_sent"]
    holds = data["accepted"] > 0 and data["not_sent"] == 0 and not data["ended_early"]
    if gateway is not None:
        # What is in doubt was accepted or not: the gateway knows, and must agree within that.
        there = gateway.counts()["accepted"] - data["accepted"]
        holds = holds and 0 <= there <= data["in_doubt"]
    say(
        f"  sent: {'' if holds else 'NO. '}{data['accepted']} accepted of {recipients} recipients, "
        f"{data['refused_by_provider']} refused, {data['in_doubt']} in doubt at first"
    )
    return bool(holds)


def _gone(home: Home, campaign: DrivenCampaign, say: Callable[[str], None]) -> bool:
    places = [home.vault / str(campaign.id), home.keys / str(campaign.id), campaign.working_copy]
    left = sum(place.exists() for place in places)
    say(f"  gone: {'NO, ' if left else ''}{left} of vault, keys and working copy left")
    return not left


def _unseen(home: Home, original: Path, printed: Path, say: Callable[[str], None]) -> bool:
    """Search all that is left for every number, in a process of its own that may see them.

    Other hand-overs that wait to be triggered are left out: they hold their numbers rightly.
    """
    places = [each for each in home.root.iterdir() if each != home.handover]
    done = subprocess.run(  # noqa: S603 - our own command
        [_COMMAND, "scan", original, *places, printed],
        capture_output=True,
        text=True,
        check=False,
    )
    for line in done.stdout.splitlines():
        say(f"  unseen: {line}")
    if done.returncode:
        say(f"  UNSEEN: NO. {done.stderr.strip()}")
    return done.returncode == 0


def _once(gateway: Running | None, say: Callable[[str], None]) -> bool:
    if gateway is None:
        say("  once: the gateway is yours; count there")
        return True
    counts = gateway.counts()
    held = counts["max_per_number"] <= 1 and counts["remaining"] == 0
    say(
        f"  once: {'' if held else 'NO. '}{counts['accepted']} messages accepted for "
        f"{counts['distinct']} numbers, {counts['remaining']} left at the gateway"
    )
    return bool(held)


def _funnel(report: dict[str, Any], say: Callable[[str], None]) -> None:
    counts, outcomes = report["counts"], report["outcomes"]
    if counts is None:
        return
    say("Funnel:")
    say(f"  {counts['read']:>6} candidates read")
    for name in ("refused", "excluded", "set_aside"):
        reasons = ", ".join(f"{reason} {count}" for reason, count in counts[name].items())
        say(f"  {sum(counts[name].values()):>6} {name.replace('_', ' ')}  ({reasons or 'none'})")
    say(f"  {counts['duplicates']:>6} duplicates")
    say(f"  {counts['recipients']:>6} recipients")
    if outcomes:
        for name in ("delivered", "failed", "unknown", "not_sent"):
            say(f"  {outcomes[name]:>6}   {name.replace('_', ' ')}")


def _time(report: dict[str, Any], campaign: DrivenCampaign, say: Callable[[str], None]) -> None:
    """Say what the run's time went to; the rest is what Airflow and the approvals took."""
    steps = sum(each["seconds"] for each in report["steps"] if each["step"] != _WAITS)
    waited = report["waited_seconds"]
    rest = campaign.wall_seconds - steps - waited
    say(
        f"Time of the run: {campaign.wall_seconds:.1f} s = {steps:.1f} s in steps + "
        f"{waited:.1f} s waiting for receipts + {rest:.1f} s around them"
    )
