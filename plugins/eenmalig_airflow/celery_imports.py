"""What a Celery worker imports at its start, before it forks its processes: all that tasks need.

Named by Celery's setting ``imports``. Importing this module is what does it.
"""

from __future__ import annotations

from eenmalig_airflow.preloading import preload

preload()
