"""What a person reads for each code: what happened, what was kept safe and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.error_codes import Code
from eenmalig.store_explanations import OF_STORES, Explanation

if TYPE_CHECKING:
    from collections.abc import Mapping


_NOTHING_TAKEN = "Nothing was taken in and nothing was sent."
_NOTHING_SENT = "Nothing was sent."
_NO_ANSWER = "This answer is on no record, and what was on record before is unchanged."
_COPY_STAYS = "Nothing was taken in or sent. Files stay; a working copy keeps its deadline."
_NOT_TWICE = "What was sent before is recorded and is never sent again."
_NO_VALUE = "Nothing was sent, no value printed. What was taken in is destroyed by the same run."
_DESTROYED = "Nothing was sent; what was taken in is destroyed by the same run."

EXPLANATIONS: Mapping[Code, Explanation] = {
    **OF_STORES,
    Code.AIRFLOW_UNHEALTHY: Explanation(
        "Airflow is not whole, or did not become so in time.",
        "What was taken in stays under its deadline; what was sent is recorded.",
        "Read the log that is named, then start again.",
    ),
    Code.ANSWER_INVALID: Explanation(
        "This is no answer to the request.",
        _NO_ANSWER,
        "Choose one of the request's own answers, and fill in nothing else.",
    ),
    Code.ANSWER_NOT_KEPT: Explanation(
        "The answer could not be kept, so it was not taken in.",
        _NO_ANSWER,
        "Answer again in a minute. If that fails too: see the runbook.",
    ),
    Code.ANSWER_STANDS: Explanation(
        "Another answer stands, so this one does not count.",
        _NO_ANSWER,
        "Nothing. Whoever listed no longer agrees can reject as long as the sending is not over.",
    ),
    Code.ANSWER_TOO_LATE: Explanation(
        "This answer can no longer count.",
        _NO_ANSWER,
        "Nothing: what becomes of the campaign is decided. Read the reason listed.",
    ),
    Code.APPROVAL_LAPSED: Explanation(
        "Not every authority answered before the approval's last moment.",
        _DESTROYED,
        "Ask the case team for a new hand-over if the campaign is still wanted.",
    ),
    Code.APPROVAL_MISSING: Explanation(
        "The signed record does not hold a valid approval of every authority.",
        _NOT_TWICE,
        "Let each authority answer its own request; marking a task never counts as approval.",
    ),
    Code.APPROVAL_NOT_YOURS: Explanation(
        "An answer came from somebody who may not give it for this authority.",
        _NO_ANSWER,
        "Let a person answer who was asked: listed for this authority in the city's file.",
    ),
    Code.APPROVER_UNKNOWN: Explanation(
        "An authority has no approver, or an approver that the access system does not know.",
        _COPY_STAYS,
        "Correct the staff ids in the city's file, run the set-up again, then trigger again.",
    ),
    Code.CAMPAIGN_ENDED: Explanation(
        "A person ended this campaign: it was stopped, rejected or withdrawn.",
        "Nothing was sent by this step, and nothing will be.",
        "Nothing: the run goes on to destruction. The ledger says who ended it.",
    ),
    Code.CAMPAIGN_UNKNOWN: Explanation(
        "No campaign is recorded under this id or this run.",
        "Nothing was changed.",
        "Check the id; a run that failed before taking anything in has no campaign.",
    ),
    Code.CASE_ALREADY_SENT: Explanation(
        "For this city and case reference something was sent, or may have been.",
        "Nothing was taken in and nothing was sent: a case is texted once, for good.",
        "Do not trigger it again, unless the earlier campaign is open: it may yet end with nothing "
        "sent. Its evidence says what was.",
    ),
    Code.CERTIFICATE_NOT_MADE: Explanation(
        "The certificate could not be made as a PDF.",
        "What could be destroyed is, and that is signed. Only the end of the ledger is missing.",
        "Look whether this machine starts processes and has memory. The verification tries again "
        "on its schedule; or run: eenmalig destroy --overdue",
    ),
    Code.CITY_FILE_INVALID: Explanation(
        "The city's file holds mistakes.",
        _NOTHING_TAKEN,
        "Correct every mistake listed, then try again.",
    ),
    Code.CITY_UNKNOWN: Explanation(
        "There is no file for this city.",
        _NOTHING_TAKEN,
        "Add the city's file to include/campaigns, or correct the city's name.",
    ),
    Code.COUNTS_DO_NOT_ADD_UP: Explanation(
        "The counts do not add up, so something may be lost.",
        "The step was failed on purpose; nothing further is sent.",
        "Report this as a defect with the counts in the log.",
    ),
    Code.DEADLINE_PASSED: Explanation(
        "The deadline for destruction has passed.",
        "Nothing more is read or sent.",
        "Run: eenmalig destroy --overdue",
    ),
    Code.DESTRUCTION_INCOMPLETE: Explanation(
        "Not everything could be destroyed yet.",
        "All that could be destroyed is; what is left is named here, with its reason.",
        "The verification tries again on its schedule; or run: eenmalig destroy --overdue",
    ),
    Code.DOSSIER_CHANGED: Explanation(
        "What would be sent is not what was approved.",
        _NOT_TWICE,
        "Find out what was changed after the approvals; a new campaign needs new approvals.",
    ),
    Code.EFFECT_REFUSED: Explanation(
        "No effect can be recorded of this campaign.",
        "Nothing was recorded.",
        "Nothing: only what a hand-over names beforehand, and was sent and destroyed, is measured.",
    ),
    Code.EVIDENCE_INVALID: Explanation(
        "The evidence does not hold.",
        "Nothing was changed.",
        "Do what is named above; if nothing is, keep the folder and compare it with another copy.",
    ),
    Code.EVIDENCE_UNLOOKED: Explanation(
        "All that is on record holds, but it is not proof yet.",
        "Nothing was changed. Nothing is wrong with the evidence.",
        "Do what is named above. The daily verification looks by itself too.",
    ),
    Code.GATEWAY_NOT_LOOPBACK: Explanation(
        "The gateway is not on this machine; the conditions for a live campaign are not built.",
        _NOTHING_TAKEN,
        "Use a loopback gateway. Missing for live are the conditions listed.",
    ),
    Code.GATEWAY_REFUSED: Explanation(
        "The gateway refused the credentials or the account, or is not the campaign's own.",
        _NOTHING_SENT,
        "Set the connection twilio_default to the gateway, address and account that the campaign "
        "began with, with the right login and password.",
    ),
    Code.GATEWAY_SETTINGS: Explanation(
        "The gateway's connection is missing or incomplete.",
        _NOTHING_SENT,
        "Set the connection twilio_default: login, password and base_url in extra.",
    ),
    Code.GATEWAY_UNREACHABLE: Explanation(
        "The gateway does not answer as it should.",
        _NOT_TWICE,
        "Check that the gateway runs, then try again.",
    ),
    Code.HANDOVER_CLAIMED: Explanation(
        "Another run has already taken this hand-over in.",
        "Nothing was taken in twice and nothing was sent by this run.",
        "Follow the first run; a hand-over serves one campaign.",
    ),
    Code.HANDOVER_INVALID: Explanation(
        "The hand-over holds mistakes.",
        _COPY_STAYS,
        "Correct every mistake listed, and try it with eenmalig handover check FOLDER.",
    ),
    Code.HANDOVER_MISSING: Explanation(
        "There is no hand-over of this name for this city.",
        _NOTHING_TAKEN,
        "Put the hand-over's folder below handover/CITY/ and trigger again.",
    ),
    Code.HANDOVER_NAME: Explanation(
        "This cannot be the name of a hand-over.",
        _NOTHING_TAKEN,
        "Use a name of lower-case letters, digits and hyphens, without long numbers.",
    ),
    Code.HOME_EMPTY: Explanation(
        "There is no installation below EENMALIG_HOME.",
        "Nothing was changed.",
        "Set EENMALIG_HOME to the folder of the installation; a new one is made by: "
        "eenmalig install",
    ),
    Code.KEY_EXPIRED: Explanation(
        "The campaign's key may not be used after the deadline.",
        "The numbers stay unreadable.",
        "Run: eenmalig destroy --overdue",
    ),
    Code.KEY_MISSING: Explanation(
        "A key is not there, or cannot be read.",
        "What a campaign's key sealed, nobody can read. Signed records still verify.",
        "A campaign's key: after destruction this is right; before it, let the campaign end. The "
        "evidence key: restore signing/. Is there no copy: eenmalig install --replace-lost",
    ),
    Code.KEY_EXPOSED: Explanation(
        "A file that holds a secret can be read by others.",
        "It was not used.",
        "Find out who could read it; set its mode to 0600 only if nobody did.",
    ),
    Code.LEAK_FOUND: Explanation(
        "A phone number was found where none may be.",
        "Where it stands nothing was changed. What a run took in is destroyed all the same.",
        "Treat this as a data breach: see the runbook.",
    ),
    Code.LIST_UNREADABLE: Explanation(
        "Entries of an exclusion list are no number, so nobody is excluded by them.",
        _NO_VALUE,
        "Correct these entries with who made the list, or state in its entry how many nobody can "
        "correct: accept_unreadable. Then copy the hand-over in again.",
    ),
    Code.MAIL_NOT_SENT: Explanation(
        "A mail is due, and was not sent.",
        "Nothing waits for it. It is tried again, for a week.",
        "Set the connection smtp_default, and check that the mail server runs and takes our mail.",
    ),
    Code.MAIL_SETTINGS: Explanation(
        "The mail server's connection cannot be used.",
        "Nothing waits for a mail. Each is tried again, for a week.",
        "Correct what is listed in the connection smtp_default.",
    ),
    Code.NOT_GIVEN_UP: Explanation(
        "This cannot be given up.",
        "All that can be destroyed is destroyed. Nothing was signed about giving up.",
        "Read what is listed. Only what ordinary destruction has just failed at can be given up.",
    ),
    Code.NO_RECIPIENT: Explanation(
        "No recipient is left after normalization and exclusions.",
        _DESTROYED,
        "Read the counts per reason. open_elsewhere: wait until the other campaign has ended, then "
        "copy the hand-over in again. Otherwise ask the case team for a corrected one.",
    ),
    Code.OUTSIDE_WINDOW: Explanation(
        "The sending window is not open.",
        _NOT_TWICE,
        "Nothing: what could not be sent in the approved window is not sent.",
    ),
    Code.PLACE_UNKNOWN: Explanation(
        "A place that a person decided about is not there in the source.",
        _NO_VALUE,
        "Compare the places below also_text: with the export, also by its sha256: rows may have "
        "moved. Then copy the hand-over in again.",
    ),
    Code.PROFILE_INVALID: Explanation(
        "The rehearsal's profile holds mistakes.",
        _NOTHING_TAKEN,
        "Correct every mistake listed in include/rehearsal/profile.yaml.",
    ),
    Code.REHEARSAL_SETTINGS: Explanation(
        "The rehearsal was asked for in a way that cannot be done.",
        "Nothing was started and nothing was written.",
        "Correct every mistake listed, then try again.",
    ),
    Code.RUN_REFUSED: Explanation(
        "This run may not do that.",
        "Nothing was taken in and nothing was sent by this run.",
        "Read the reason listed, then trigger a new run.",
    ),
    Code.SCAN_NOT_PROVED: Explanation(
        "The search for numbers failed, or missed a number planted as a trial: it proves nothing.",
        "What a run took in is destroyed all the same. The trials are removed.",
        "See the runbook: it is most often a folder that cannot be written, or a full disk.",
    ),
    Code.SOURCE_COLUMN: Explanation(
        "The column with numbers was not found in an export, or one with numbers is not read.",
        _NO_VALUE,
        "Name the column with column: in handover.yaml, several with columns:, or a database's "
        "that is to be passed over with unread:, and copy the hand-over in again.",
    ),
    Code.SOURCE_FORMAT: Explanation(
        "An export's format is not known.",
        _NO_VALUE,
        "Ask the case team for CSV, XLSX or vCard, and copy the hand-over in again.",
    ),
    Code.SOURCE_UNREADABLE: Explanation(
        "An export cannot be read.",
        _NO_VALUE,
        "Ask for a new export of the source listed, and copy the hand-over in again.",
    ),
    Code.STEP_OUT_OF_ORDER: Explanation(
        "This step cannot run in the campaign's present state.",
        _NOT_TWICE,
        "Do not clear single tasks; let the run end, or stop the campaign.",
    ),
    Code.TEXT_NOT_SENDABLE: Explanation(
        "The message text cannot be sent as it is.",
        _NOTHING_TAKEN,
        "Correct every mistake listed in the city's file.",
    ),
    Code.TOTALS_INVALID: Explanation(
        "These totals cannot be recorded.",
        "Nothing was recorded, and what is on record is unchanged.",
        "Correct every row listed, then record them again.",
    ),
    Code.VAULT_BUSY: Explanation(
        "Another process is working on this campaign.",
        "Nothing was changed by this one.",
        "Wait until the other process ends; it cannot end twice.",
    ),
}
