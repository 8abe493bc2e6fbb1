"""A mail as it is sent: plain text, a subject that begins with what is asked, and a link."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from eenmalig.documents.moments import moment
from eenmalig.documents.words import words
from eenmalig.domain.page_paths import PREFIX, campaign_path, decision_path
from eenmalig.mails.happenings import Occasion
from eenmalig.mails.mail_words import mail_words
from eenmalig.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from eenmalig.mails.due import Mail

_DECISION = {Occasion.ASKED, Occasion.REMINDED}
# Where the documents have words for a code that is told. Others have words of the mails' own.
_OF_DOCUMENTS = ("ending", "authority", "ended_early")


def compose(mail: Mail, sender: str, domain: str, base_url: str, now: datetime) -> bytes:
    """Return a mail with its headers, as it goes over the line.

    ``base_url`` is where Airflow's interface stands; empty where nobody has said so. A repeat
    bears the id of the first.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = mail.address
    message["Subject"] = _subject(mail)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{mail.id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join(_lines(mail, base_url)) + "\n", cte="quoted-printable")
    return message.as_bytes()


def _subject(mail: Mail) -> str:
    wording, happening = mail_words(mail.city.language), mail.happening
    subject = wording.say("subject", _key(mail), **_told_of(mail))
    if happening.rehearsal:
        subject = wording.say("subject", "rehearsal", subject=subject)
    return subject


def _lines(mail: Mail, base_url: str) -> Iterator[str]:
    wording, happening = mail_words(mail.city.language), mail.happening
    documents = words(mail.city.language)
    if happening.rehearsal:
        yield wording.say("text", "rehearsal")
        yield ""
    yield wording.say("text", _key(mail))
    yield ""
    told = _told_of(mail)
    for name in ("case", "city", "campaign"):
        if happening.campaign is not None:
            yield wording.say("line", name, value=told[name])
    if happening.until is not None:
        yield wording.say("line", happening.kind, value=told["until"])
    for name, code in happening.told.items():
        value = (documents if name in _OF_DOCUMENTS else wording).name(name, code)
        yield wording.say("line", name, value=value)
    yield ""
    if base_url:
        yield wording.say("line", "link", value=base_url.rstrip("/") + _page(mail))
    else:
        yield wording.say("line", "no_link")
    yield ""
    yield wording.say("line", "footer")


def _key(mail: Mail) -> str:
    """Return what the words call this mail: of the installation there are words of their own."""
    kind = mail.happening.kind
    return kind if mail.happening.campaign is not None else f"{kind}_here"


def _told_of(mail: Mail) -> dict[str, str]:
    """Return what stands in subject and lines. Each is one line, and none reads like a number."""
    campaign, until = mail.happening.campaign, mail.happening.until
    return {
        "city": mail.city.display_name,
        "case": redact(" ".join(campaign.case_reference.split())) if campaign else "",
        "campaign": campaign.id if campaign else "",
        "until": moment(until.isoformat(), words(mail.city.language)) if until else "",
    }


def _page(mail: Mail) -> str:
    campaign = mail.happening.campaign
    if campaign is None:
        return f"{PREFIX}/"
    path = decision_path if mail.happening.kind in _DECISION else campaign_path
    return f"{PREFIX}{path(campaign.id)}"
