"""Pages as HTML: no script, nothing from elsewhere, every value escaped."""

from __future__ import annotations

from pathlib import Path

from eenmalig.documents.moments import duration, figure, moment
from eenmalig.documents.pages_alone import environment
from eenmalig.pages.page_words import page_words

STATIC = Path(__file__).with_name("static")
_TEMPLATES = Path(__file__).with_name("templates")


def render(template: str, language: str, **view: object) -> str:
    """Return a page. ``template`` names a file of ``templates/`` without its endings.

    Templates know ``say`` and ``name`` (words), ``moment`` (ISO 8601 to Dutch time), ``figure`` and
    ``duration`` (seconds), and what is given in ``view``. Fails when they name anything else.
    """
    wording = page_words(language)
    documents = wording.documents
    return (
        environment(_TEMPLATES)
        .get_template(f"{template}.html.j2")
        .render(
            language=language,
            say=wording.say,
            name=wording.name,
            moment=lambda iso: moment(iso, documents),
            figure=lambda count: figure(count, documents),
            duration=lambda seconds: duration(seconds, documents),
            **view,
        )
    )
