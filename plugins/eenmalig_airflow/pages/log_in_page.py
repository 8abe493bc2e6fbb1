"""The page on which people log in: FAB's own form and rules, in our words and in our look."""

from __future__ import annotations

import os
from typing import Any

from airflow.providers.fab.auth_manager.security_manager.override import (
    FabAirflowSecurityManagerOverride,
)
from flask import Response, get_flashed_messages, request
from flask_appbuilder.security.views import AuthDBView

from eenmalig.evidence.signing import only_rehearses
from eenmalig.pages.page_words import language_of, page_words
from eenmalig.pages.rendering import render
from eenmalig.stores.home import Home
from eenmalig_airflow.pages.page_headers import HEADERS
from eenmalig_airflow.pages.page_links import path_of

# Whom people call or mail who cannot log in, as they read it.
HELPDESK = "EENMALIG_HELPDESK"


class LogInView(AuthDBView):
    """FAB's view that takes a name and a password. Only what is shown is ours."""

    def render_template(self, template: str, **context: Any) -> Response:
        """Return the page with FAB's form, in the language of the browser."""
        del template
        language = language_of(request.headers.get("Accept-Language", ""))
        page = render(
            "log_in",
            language,
            base=path_of(""),
            navigation=(),
            outward=(),
            visitor="",
            rehearsal=only_rehearses(Home.from_environment().trust),
            hidden=context["form"].hidden_tag(),
            # FAB flashes other things too, as that a page is not for who is not logged in.
            was_refused=str(self.invalid_login_message) in get_flashed_messages(),
            helpdesk=os.environ.get(HELPDESK) or page_words(language).say("log_in", "nobody_named"),
        )
        return Response(page, headers=HEADERS)


class OwnLogIn(FabAirflowSecurityManagerOverride):
    """FAB's security manager with our page in front of it: no right and no rule is another."""

    authdbview = LogInView
