"""What a compliance officer reads beside the graph: the DAGs and every task in plain words."""

CAMPAIGN = """
### One text, once, and then nothing is left
Everybody whose number stood in a lawful hand-over gets **one** text that there is a way out.
Each number is used once, shared with nobody, leads to no registration by name, and is then
destroyed.

| task | what it does |
|---|---|
| extract | checks the hand-over and seals it into the campaign's vault |
| normalize | one recipient per number, exclusions applied, all counted; writes the dossier |
| legal_approval | three authorities are asked in turn; the gate then reads what they answered |
| send | checks the signed answers itself, then texts each recipient once |
| collect_delivery_reports | reads from the provider's list what became of each message |
| destroy | destroys keys, vault, working copy and provider's records; writes the certificate |
| ending | tells how the campaign ended, by the one task after it that is not skipped |
| watcher | colours the run red when a step failed |

What counts is the signed evidence below `evidence/CAMPAIGN/`, not the colours shown here.
Marking a task as success, clearing it or writing an XCom sends nothing. An answer is on our own
record before its giver hears that it was taken, and what becomes of a task here does not change it.
"""

_ASKING = """ Only a person listed in the dossier may answer, before the moment that stands there.

The first approval stands; a rejection is heard until sending is over. Waiting holds no worker slot.
**Skipped means: nobody need answer any more, after a rejection, a stop or a withdrawal. Red means:
nobody answered in time, or nobody could be asked. Nothing is sent then.**
"""

TASKS = {
    "extract": """
Checks the city's file, the approvers, the gateway and the hand-over: every file declared,
unchanged and readable. Then every cell is sealed into the campaign's vault. **In:** a hand-over.
**Out:** sealed cells and a deadline. The log holds counts only.
""",
    "normalize": """
Brings every spelling to E.164, applies the exclusion lists, removes duplicates and counts every
candidate. Read = refused + excluded + set aside + duplicates + recipients, or the run fails.
**Out:** recipients in the vault, and the dossier that the authorities decide on.
""",
    "ask_police": "Asks the **police** to decide on the dossier." + _ASKING,
    "ask_municipality": "Asks the **municipality**, once the police approved." + _ASKING,
    "ask_public_prosecutor": "Asks the **public prosecutor**, once both others approved." + _ASKING,
    "gate": """
Runs when nobody is being asked any more, whatever became of the requests. Opens only when the
signed records hold the approval of all three authorities for exactly this dossier; then it waits
for the sending window, without a worker slot. **Skipped means: rejected, lapsed, stopped or
withdrawn, or nobody was asked since a step failed. Red means: a request ended without an answer,
the deadline passed, or what was signed is not as it was. Nothing is sent, and destruction
follows.**
""",
    "send": """
Checks the approvals in the signed records itself, and that text, recipients, sender, gateway,
window and software are those approved. Each attempt is journalled before the call; what is in
doubt is never sent again. Before every call it looks for a stop, a withdrawal and a rejection.
A provider that is too busy or cannot be reached is waited for, as long as window and deadline
allow, and without a worker slot after a minute; the log says since when. One that refuses for a
reason that is no recipient's own ends it.
""",
    "collect_delivery_reports": """
Reads delivery reports from the provider's list and looks there for what is in doubt. Looks come
ever more seldom, ten seconds to ten minutes apart, and in between it holds no worker slot. What is
not known when the receipt window ends is counted as unknown.
""",
    "destroy": """
Runs whatever happened before, in worker slots that are kept for it. First it searches all that is
kept for this run's numbers, ten minutes at most; it ends red, with everything destroyed, if one
stands where none may be. Then it destroys the keys first, then
the working copy, the messages at the provider (each read back as absent) and the vault; then
writes report and certificate. Does nothing when a stop or a withdrawal destroyed all already.
""",
    "ending": """
Reads in the signed records how the campaign ended. Of the tasks after it, the one called after that
is green and the others are skipped: **completed**, **rejected**, **lapsed**, **stopped**,
**withdrawn**, or **ended_otherwise**, of which the campaign's page and its report say more. All are
skipped when the run took nothing in. It only tells: what counts is signed.
""",
    "watcher": "Red when any step failed. Skipped in a run where none did.",
}

CHECK = """
### Is this hand-over as it should be?
Reads a hand-over that waits as a campaign would, before one is triggered with it: every export,
what would be counted, and every mistake at once. Nothing is taken in, nobody is chosen, nothing is
sent. What came of it stands on the page Aanleveringen, until the working copy is changed or
destroyed.
"""

CHECK_TASK = """
Checks the declaration and reads every export. The log and the result hold counts, and mistakes by
position. A working copy gets its deadline here, if nobody saw it before. **Red means: it could not
be tried. A hand-over that does not hold is told on the page, and here it is green.**
"""

VERIFICATION = """
### Somebody who was not the destroyer looks
Works from the inventory, never from Airflow's states. Destroys what is past its deadline,
including working copies that nobody triggered, and looks whether everything else is gone:
vault, keys, working copy, and the messages at the provider. Looks for copies of keys and for what
is nobody's, and checks all kept evidence. **Red means: something is left, or is not as it should
be.**
"""

VERIFY = """
Destroys what is overdue, looks at every destroyed campaign, and signs what it saw. That it began
and what it came to is signed in `evidence/verifications.jsonl`: its log says in which record.
"""

MAILS = """
### People are told
Sends the mails that are due: to an authority that is asked, to data team and compliance when a
campaign has ended, to who is on call when something needs them. What is due follows from the signed
records; the runbook says who gets what. A mail that cannot be sent stops nothing.
"""

SEND_MAILS = """
Looks at what is on record, and sends each mail once. **Red means: a mail is due and the mail server
did not take it, or there is no connection `smtp_default`. The next run tries again.**
"""
