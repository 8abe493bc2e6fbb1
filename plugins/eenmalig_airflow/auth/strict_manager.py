"""FAB's auth manager with one door closed: answering a request is no reason to pause a DAG."""

from __future__ import annotations

from typing import Any

from airflow.providers.fab.auth_manager.fab_auth_manager import FabAuthManager

_ALL_DAGS = "DAGs"


class StrictFabAuthManager(FabAuthManager):
    """Lets only those who may edit all DAGs change a DAG itself: pause, unpause, parse again.

    In FAB, triggering a run and answering a request both need the right to edit the DAG, and that
    right alone also pauses it, which would hold up destruction. The name keeps FAB's own in it,
    since Airflow looks for that when it registers the rights of a new DAG.
    """

    def is_authorized_dag(
        self, *, method: str, user: Any, access_entity: Any = None, details: Any = None
    ) -> bool:
        """Return whether ``user`` may do ``method`` to a DAG or to ``access_entity`` of it."""
        changes_itself = access_entity is None and method == "PUT"
        if changes_itself and not self._is_authorized(
            method="PUT", resource_type=_ALL_DAGS, user=user
        ):
            return False
        return bool(
            super().is_authorized_dag(
                method=method, user=user, access_entity=access_entity, details=details
            )
        )
