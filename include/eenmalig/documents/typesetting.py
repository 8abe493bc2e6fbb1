"""Typesets a document in a process of its own, see ``typesetting_program``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eenmalig.documents import typesetting_program
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

# It takes a fraction of one.
_SECONDS = 60
_TEMPLATES = Path(__file__).parent / "templates"


def typeset(template: str, shown: Mapping[str, Any], dated: datetime) -> bytes:
    """Return what is shown as a tagged PDF. The same template, data and date give the same bytes.

    Fails when the program cannot run, or is not done in time (``CERTIFICATE_NOT_MADE``).
    """
    program = str(Path(typesetting_program.__file__))
    arguments = (str(int(dated.timestamp())), str(_SECONDS))
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-I", program, str(_TEMPLATES / template), *arguments],
            input=json.dumps(shown, ensure_ascii=False, indent=1).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # the library's own words may quote what it was given
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        raise EenmaligError(Code.CERTIFICATE_NOT_MADE) from None
    return done.stdout
