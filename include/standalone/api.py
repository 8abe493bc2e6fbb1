"""A small client of Airflow's REST API, logged in as one person."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import requests
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_fixed

from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS_TO_ANSWER = 30
_SECONDS_BETWEEN_LOOKS = 0.5
_ENDED = ("success", "failed")
# An answer to a request is taken in once, however often it is handed in.
_IDEMPOTENT = ("GET", "PATCH", "PUT")
_AGAIN = Retrying(
    retry=retry_if_exception_type((requests.Timeout, requests.ConnectionError)),
    wait=wait_fixed(1),
    stop=stop_after_attempt(5),
    reraise=True,
)


class Response(NamedTuple):
    """What the API answered: an HTTP status and JSON; ``None`` where there was none."""

    status: int
    body: Any


class Client:
    """One person's session with the API. Proxies and settings of the shell are not used."""

    def __init__(self, url: str, token: str, check: Callable[[], None]) -> None:
        self._url = f"{url}/api/v2"
        self._check = check
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, **query: object) -> Response:
        """Read ``path``, which begins with a slash and is relative to ``/api/v2``."""
        return self._ask("GET", path, params=query)

    def post(self, path: str, body: object) -> Response:
        """Send ``body`` as JSON to be created or done."""
        return self._ask("POST", path, json=body)

    def patch(self, path: str, body: object) -> Response:
        """Send ``body`` as JSON to be changed."""
        return self._ask("PATCH", path, json=body)

    def put(self, path: str, body: object) -> Response:
        """Send ``body`` as JSON to be set."""
        return self._ask("PUT", path, json=body)

    def delete(self, path: str) -> Response:
        """Ask for deletion."""
        return self._ask("DELETE", path)

    def trigger(self, dag: str, conf: dict[str, object]) -> Response:
        """Ask for a run of ``dag`` now. The body's ``dag_run_id`` names it."""
        return self.post(f"/dags/{dag}/dagRuns", {"logical_date": None, "conf": conf})

    def run(self, dag: str, run: str) -> dict[str, Any]:
        """Return a run as Airflow shows it: ``state``, ``start_date``, ``end_date`` and more."""
        return dict(self.get(f"/dags/{dag}/dagRuns/{run}").body)

    def tasks(self, dag: str, run: str) -> dict[str, str | None]:
        """Return the state of each task of a run, by task id."""
        answer = self.get(f"/dags/{dag}/dagRuns/{run}/taskInstances", limit=100)
        return {each["task_id"]: each["state"] for each in answer.body["task_instances"]}

    def pending_approvals(self, dag: str, run: str) -> list[dict[str, Any]]:
        """Return the requests of a run that wait for an answer, as this person may see them.

        Each holds ``subject``, ``body``, ``options``, ``assigned_users`` and ``task_instance``.
        """
        path = f"/dags/{dag}/dagRuns/{run}/hitlDetails"
        answer = self.get(path, response_received=False, limit=100)
        found: list[dict[str, Any]] = answer.body["hitl_details"]
        return [each for each in found if each["task_instance"]["state"] in _WAITING]

    def answer(self, dag: str, run: str, task: str, option: str, **params: object) -> Response:
        """Answer one request with one of its options, such as ``Approve``."""
        path = f"/dags/{dag}/dagRuns/{run}/taskInstances/{task}/-1/hitlDetails"
        return self.patch(path, {"chosen_options": [option], "params_input": params})

    def wait_for_run(self, dag: str, run: str, seconds: float) -> str:
        """Wait until a run has ended and return ``success`` or ``failed``.

        Fails when it has not ended after ``seconds``.
        """
        until = time.monotonic() + seconds
        while (state := str(self.run(dag, run)["state"])) not in _ENDED:
            if time.monotonic() > until:
                raise EenmaligError(Code.AIRFLOW_UNHEALTHY, f"the run is still {state}")
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        return state

    def log(self, dag: str, run: str, task: str, attempt: int = 1) -> str:
        """Return the text of a task's log, one event a line."""
        path = f"/dags/{dag}/dagRuns/{run}/taskInstances/{task}/logs/{attempt}"
        content = self.get(path, full_content=True).body["content"]
        return "\n".join(each if isinstance(each, str) else each["event"] for each in content)

    def _ask(self, method: str, path: str, **more: Any) -> Response:
        self._check()
        call = partial(
            self._session.request, method, f"{self._url}{path}", timeout=_SECONDS_TO_ANSWER, **more
        )
        # A busy server may answer late. To ask again must not do again what was asked.
        answer = _AGAIN(call) if method in _IDEMPOTENT else call()
        try:
            return Response(answer.status_code, answer.json())
        except ValueError:
            return Response(answer.status_code, None)


_WAITING = ("awaiting_input", "deferred")


def logged_in(url: str, username: str, password: str, check: Callable[[], None]) -> Client:
    """Log in by password and return that person's client.

    ``check`` is called before each request and raises when Airflow is no longer whole. Fails when
    the password is refused.
    """
    session = requests.Session()
    session.trust_env = False
    answer = session.post(
        f"{url}/auth/token",
        json={"username": username, "password": password},
        timeout=_SECONDS_TO_ANSWER,
    )
    if not answer.ok:
        raise EenmaligError(Code.AIRFLOW_UNHEALTHY, f"a login was refused ({answer.status_code})")
    return Client(url, answer.json()["access_token"], check)
