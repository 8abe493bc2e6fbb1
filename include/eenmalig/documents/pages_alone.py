"""Pages that stand alone: their templates, in which whatever people wrote is text and no markup."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

if TYPE_CHECKING:
    from jinja2 import Template

_TEMPLATES = Path(__file__).parent / "templates"


def template(name: str) -> Template:
    """Return a template by its file's name."""
    return environment(_TEMPLATES).get_template(name)


@cache
def environment(templates: Path) -> Environment:
    """Return the one way in which templates of a folder are filled in."""
    return Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
