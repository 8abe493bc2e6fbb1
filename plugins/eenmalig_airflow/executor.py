"""A LocalExecutor that tells two executions of one attempt apart.

A request that is answered, and a wait that looks again, are executed again under the same key.
Airflow 3.3.2's executor forgets what it has dispatched: the late event of the first execution,
read while the second is under way, then fails the task ("state mismatch").
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from airflow.executors.local_executor import LocalExecutor

from eenmalig_airflow.preloading import preload

if TYPE_CHECKING:
    from collections.abc import Sequence


class CountingLocalExecutor(LocalExecutor):
    """Passes over the end of an execution while a later one of the same attempt is under way."""

    def start(self) -> None:
        """Start the executor: first what its tasks need, then the workers that inherit it."""
        preload()
        self._under_way: Counter[Any] = Counter()
        super().start()

    def has_task(self, task_instance: Any) -> bool:
        """Return whether an execution of this attempt is queued or under way here."""
        return bool(self._under_way[task_instance.key] or super().has_task(task_instance))

    def change_state(
        self,
        key: Any,
        state: Any,
        info: Any = None,
        remove_running: bool = True,  # noqa: FBT001, FBT002 - Airflow's own signature
    ) -> None:
        """Note what an execution came to, unless a later one of the same attempt will tell."""
        if state in ("success", "failed"):
            self._under_way[key] -= 1
            later = self._under_way[key] > 0
            if not later:
                del self._under_way[key]
            if later and state == "success":
                self.log.info("Another execution of %s is under way; its end is awaited.", key)
                return
        super().change_state(key, state, info, remove_running)

    def _process_workloads(self, workload_list: Sequence[Any]) -> None:
        self._under_way.update(workload.key for workload in workload_list)
        super()._process_workloads(workload_list)
