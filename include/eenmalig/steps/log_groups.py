"""Parts of a long log that its reader folds and unfolds, in the marks that Airflow knows."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger(__name__)

_BEGIN, _END = "::group::", "::endgroup::"


@contextmanager
def log_group(title: str, *values: object) -> Iterator[None]:
    """Fold what is logged meanwhile below a title, which is a template as any line is."""
    log.info("::group::%s", title % values)
    try:
        yield
    finally:
        log.info("::endgroup::")


def without_marks(record: logging.LogRecord) -> bool:
    """Show a person at a terminal the titles, and none of the marks. A filter of ``logging``."""
    record.msg = str(record.msg).removeprefix(_BEGIN)
    return record.msg != _END
