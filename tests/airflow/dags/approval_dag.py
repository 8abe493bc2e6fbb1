"""For tests of rights and logs only: asks the police of a test city, and leaks on purpose."""

from __future__ import annotations

import json
import logging
import os
import secrets
import sys
import warnings
from pathlib import Path

import structlog
from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.sdk import DAG, task

HOME = Path(os.environ["EENMALIG_HOME"])


@task
def leak() -> None:
    number = "6" + secrets.choice("123458") + str(secrets.randbelow(10**7)).zfill(7)
    (HOME / "leaked").write_text(number, encoding="utf-8")
    log = logging.getLogger("leak")
    log.info("standard +31%s", number)
    log.info("arguments %s and %d", f"0{number}", int(f"31{number}"))
    many = [{"n": f"0031{number}"}]
    structlog.get_logger("leak").info("event", whom=f"06 {number[1:]}", many=many)
    sys.stdout.write(f"printed 06-{number[1:]}\n")
    sys.stderr.write(f"error output (06) {number[1:]}\n")
    warnings.warn(f"warned 0{number}", stacklevel=1)
    os.write(1, f"written 0{number}\n".encode())
    try:
        int(f"0{number} is no number")
    except ValueError:
        log.exception("caught")


@task(trigger_rule="all_done")
def fail() -> None:
    raise RuntimeError("0" + (HOME / "leaked").read_text(encoding="utf-8"))


@task
def send() -> str:
    return "not for real"


def police(city: str) -> list[dict[str, str]]:
    name = f"police-{city}"
    staff = json.loads((HOME / "staff.json").read_text(encoding="utf-8"))
    return [{"id": staff[name]["user_id"], "name": name}]


def small(city: str) -> DAG:
    with DAG(dag_id=f"sms_campaign_{city}", schedule=None) as dag:
        ask = ApprovalOperator(task_id="ask", subject="?", assigned_users=police(city))
        leak() >> ask >> send() >> fail()
    return dag


for each in ("proefstad", "anderstad"):
    globals()[each] = small(each)
