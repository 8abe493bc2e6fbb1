"""Every five minutes: send the mails that are due, whatever process died before it sent one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from airflow.sdk import DAG, task

from eenmalig_airflow.explanations import MAILS, SEND_MAILS
from eenmalig_airflow.final_errors import final_errors


@task(doc_md=SEND_MAILS, execution_timeout=timedelta(minutes=4))
def send_mails() -> None:
    """Fail when a mail is due and cannot be sent. The next run tries again."""
    from eenmalig.mails.telling import require_sent, tell
    from eenmalig.stores.home import Home
    from eenmalig_airflow.hooks.mail_connection import mail_server_if_any
    from eenmalig_airflow.pages.page_links import base_url

    with final_errors():
        require_sent(tell(Home.from_environment(), mail_server_if_any(), base_url()))


with DAG(
    dag_id="mails",
    dag_display_name="Mails",
    description="Tells people what they are asked, what has ended, and what needs them.",
    doc_md=MAILS,
    schedule=timedelta(minutes=5),
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "compliance", "retries": 2, "retry_delay": timedelta(seconds=10)},
    tags=["eenmalig"],
):
    send_mails()
