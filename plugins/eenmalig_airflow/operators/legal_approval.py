"""LegalApprovalOperator asks and signs; LegalApprovalSensor is the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from eenmalig.domain.approvals import Decision
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps import approval
from eenmalig.steps.installation import Stores
from eenmalig_airflow.final_errors import final_errors
from eenmalig_airflow.runs import run_of

if TYPE_CHECKING:
    from airflow.sdk import Context

# The buttons that an approver sees, and what each means.
OPTIONS = {"Akkoord": Decision.APPROVE, "Niet akkoord": Decision.REJECT}


class LegalApprovalOperator(HITLOperator):
    """Asks one authority for its decision on the dossier, and signs the answer when it comes.

    The answer counts only as signed here, when a person listed for the authority gave it. It has
    no default: without an answer the task fails, and nothing is sent.

    :param authority: "police", "municipality" or "public_prosecutor".
    """

    def __init__(self, *, authority: str, **kwargs: Any) -> None:
        super().__init__(subject="", body="", options=list(OPTIONS), **kwargs)
        self.authority = authority

    def execute(self, context: Context) -> Any:
        """Ask, once. Skips when there is nothing to ask any more."""
        with final_errors():
            question = approval.question(Stores(), run_of(context), self.authority)
        if question is None:
            raise AirflowSkipException("There is nothing to ask this authority any more.")
        self.subject = question.subject
        self.body = question.body
        self.assigned_users = [{"id": number, "name": name} for number, name in question.assignees]
        self.response_timeout = question.answer_within
        return super().execute(context)

    def execute_complete(self, context: Context, event: dict[str, Any]) -> None:
        """Sign the answer. Runs only when a person answered, or when nobody did in time."""
        if "error" in event:
            raise AirflowFailException(str(EenmaligError(Code.APPROVAL_LAPSED)))
        answered_by = event["responded_by_user"]
        if answered_by is None or len(event["chosen_options"]) != 1:
            raise AirflowFailException(str(EenmaligError(Code.APPROVAL_NOT_YOURS, self.authority)))
        with final_errors():
            approval.record_answer(
                Stores(),
                run_of(context),
                self.authority,
                user_id=str(answered_by["id"]),
                staff_id=answered_by["name"],
                decision=OPTIONS[event["chosen_options"][0]],
                at=event["responded_at"],
            )
