"""LegalApprovalOperator asks one authority, and signs its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from eenmalig.documents.words import words
from eenmalig.domain.approvals import OPTIONS
from eenmalig.errors import Code, EenmaligError
from eenmalig_airflow.final_errors import final_errors
from eenmalig_airflow.pages.page_links import base_url, decision_url
from eenmalig_airflow.runs import run_of

if TYPE_CHECKING:
    from airflow.sdk import Context

_TIMED_OUT = "timeout"


class LegalApprovalOperator(HITLOperator):
    """Asks one authority for its decision on the dossier, and signs the answer when it comes.

    What was answered stands in our own records before the giver is told so; this task only reads
    it there. So it may be retried, cleared or woken for nothing: an answer that is on record is
    signed, nobody is asked twice, nobody is passed over. It has no default: without an answer
    the task fails, and nothing is sent.

    :param authority: "police", "municipality" or "public_prosecutor".
    """

    def __init__(self, *, authority: str, **kwargs: Any) -> None:
        super().__init__(subject="", body="", options=list(OPTIONS), **kwargs)
        self.authority = authority

    def execute(self, context: Context) -> Any:
        """Ask, unless the answer is there already. Skips when there is nothing to ask any more."""
        from eenmalig.mails.telling import tell_and_go_on
        from eenmalig.steps import approval
        from eenmalig.steps.installation import Stores
        from eenmalig_airflow.hooks.mail_connection import mail_server_if_any

        stores, run = Stores(), run_of(context)
        with final_errors():
            if approval.answered(stores, run, self.authority):
                self.log.info("This authority's answer is on record; nobody is asked again.")
                return None
            question = approval.question(stores, run, self.authority)
        if question is None:
            raise AirflowSkipException("There is nothing to ask this authority any more.")
        tell_and_go_on(stores.home, mail_server_if_any(), base_url())
        self.subject = question.subject
        link = decision_url(question.campaign)
        own_page = words(question.language).say("dossier", "own_page", link=link)
        self.body = f"{own_page}\n\n{question.body}"
        self.assigned_users = [{"id": number, "name": name} for number, name in question.assignees]
        self.response_timeout = question.answer_within
        return super().execute(context)

    def execute_complete(self, context: Context, event: dict[str, Any]) -> Any:
        """Go on after waiting: an answer was taken in, there is none in time, or none is needed.

        What Airflow says was answered counts for nothing; what is on record does. Without it,
        the authority is asked again.
        """
        if event.get("error_type") == _TIMED_OUT and not self._answered(context):
            raise AirflowFailException(str(EenmaligError(Code.APPROVAL_LAPSED)))
        return self.execute(context)

    def _answered(self, context: Context) -> bool:
        from eenmalig.steps import approval
        from eenmalig.steps.installation import Stores

        with final_errors():
            return approval.answered(Stores(), run_of(context), self.authority)
