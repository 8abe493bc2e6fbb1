"""The log redactor: what Airflow writes to a task's log, and its copy on the scheduler's output.

Named by ``[logging] logging_config_class``. Airflow reads ``LOGGING_CONFIG`` in every component
and puts the processors of ``REMOTE_TASK_LOG`` into the path of every task's log.
"""

from __future__ import annotations

import copy
import logging
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import structlog
from airflow.config_templates.airflow_local_settings import DEFAULT_LOGGING_CONFIG

from eenmalig.redaction import redact
from eenmalig.settings.loading import published_numbers

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, MutableMapping

_LEAVE = (bool, date, datetime, type(None))


def redact_event(
    _logger: object, _method: str, event: MutableMapping[str, object]
) -> MutableMapping[str, object]:
    """Mask phone numbers in an event's message, arguments and exception, however deep.

    A structlog processor. Its last place before the renderer means that arguments are already
    filled in and exceptions already told.
    """
    return {_masked(key): _redacted(value) for key, value in event.items()}


def _masked(text: str) -> str:
    return redact(text, published_numbers())


def _redacted(value: object) -> object:
    if isinstance(value, str):
        return _masked(value)
    if isinstance(value, _LEAVE):
        return value
    if isinstance(value, dict):
        return {_redacted(key): _redacted(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_redacted(inner) for inner in value]
    return _redacted_as_text(value)


def _redacted_as_text(value: object) -> object:
    """Numbers, bytes and objects: kept as they are unless their text holds a number."""
    text = str(value)
    masked = _masked(text)
    return value if masked == text else masked


class ProcessCover(logging.Filter):
    """Covers what a component itself writes, and its copy of every task's lines.

    Lets every record pass. It is a filter because Airflow then makes one in each process, at the
    moment when logging is set up there; from then on no record and no event holds a number.
    """

    def __init__(self) -> None:
        super().__init__()
        _cover_events()
        _cover_records()


def _cover_events() -> None:
    processors = list(structlog.get_config()["processors"])
    if redact_event not in processors:
        ours = (structlog.processors.format_exc_info, redact_event)
        structlog.configure(processors=[*processors[:-1], *ours, processors[-1]])


def _cover_records() -> None:
    make = logging.getLogRecordFactory()
    if isinstance(make, _RedactedRecords):
        return
    logging.setLogRecordFactory(_RedactedRecords(make))


class _RedactedRecords:
    """Makes records with their arguments filled in and masked, so that none leaks past them."""

    def __init__(self, make: Callable[..., logging.LogRecord]) -> None:
        self._make = make

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record = self._make(*args, **kwargs)
        try:
            record.msg, record.args = _masked(record.getMessage()), None
        except (TypeError, ValueError, KeyError):
            record.msg, record.args = f"{_masked(str(record.msg))} [arguments do not fit]", None
        if record.exc_info:
            told = logging.Formatter().formatException(record.exc_info)
            masked = _masked(told)
            if masked != told:
                record.msg, record.exc_info = f"{record.msg}\n{masked}", None
        return record


class _LocalTaskLog:
    """Adds the redactor to the path of task logs. The logs themselves stay on this machine."""

    processors = (redact_event,)

    def upload(self, path: os.PathLike[str] | str, ti: object = None) -> None:
        """Do nothing: no log leaves this machine."""

    def read(self, relative_path: str, ti: object) -> tuple[list[str], list[str] | None]:
        """Return nothing: Airflow reads the local file by itself."""
        del relative_path, ti
        return [], None


def _logging_config() -> dict[str, Any]:
    config: dict[str, Any] = copy.deepcopy(DEFAULT_LOGGING_CONFIG)
    config["filters"]["cover"] = {"()": f"{__name__}.{ProcessCover.__name__}"}
    return config


REMOTE_TASK_LOG = _LocalTaskLog()
LOGGING_CONFIG = _logging_config()
