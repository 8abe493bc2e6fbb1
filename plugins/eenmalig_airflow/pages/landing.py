"""Where whoever opens Airflow's bare address lands: on the campaigns, where people's work is.

Airflow itself stands at every other address, as before; our pages lead there. Whoever is not
logged in is asked to be by the page, and comes back to it.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse

from eenmalig_airflow.pages.page_links import path_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping


class LandOnCampaigns:
    """Leads a browser from the bare address to our pages; lets everything else pass."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer or pass on one request."""
        answer = self._app
        if scope["type"] == "http" and _is_bare_visit(scope):
            answer = RedirectResponse(path_of("/"), HTTPStatus.SEE_OTHER)
        await answer(scope, receive, send)


def _is_bare_visit(scope: MutableMapping[str, Any]) -> bool:
    """Whether somebody opens a page, and asks for none in particular."""
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    return (
        scope["method"] == "GET"
        and path.strip("/") == ""
        and not scope["query_string"]
        and "text/html" in Headers(scope=scope).get("accept", "")
    )
