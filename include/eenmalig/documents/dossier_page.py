"""The dossier as a page that is kept: the same words that approvers read before they answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.documents.dossier_text import render_dossier
from eenmalig.documents.markup import as_html
from eenmalig.documents.pages_alone import template
from eenmalig.documents.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping


def render_dossier_page(dossier: Mapping[str, Any]) -> str:
    """Return the dossier, with its ``digest``, as HTML that loads nothing and runs nothing.

    Fails when a part of the dossier is missing, as ``render_dossier`` does.
    """
    wording = words(dossier["language"])
    return template("dossier.html.j2").render(
        dossier=dossier, say=wording.say, content=as_html(render_dossier(dossier))
    )
