"""Links on every task of a campaign: to its page, its dossier, its report and its certificate.

Airflow asks for them when somebody looks, in the API server: they hang on no task's end, and
nothing that a task or a person wrote into Airflow is believed. Who follows one is let in, or not,
by the page.
"""

from __future__ import annotations

import logging
from typing import Any

from airflow.sdk import BaseOperatorLink
from sqlalchemy.exc import SQLAlchemyError

from eenmalig.domain.page_paths import DECISION, campaign_path
from eenmalig.errors import EenmaligError
from eenmalig.pages.readable_stores import ReadableStores
from eenmalig.stores.home import Home
from eenmalig_airflow.pages.page_links import path_of

log = logging.getLogger(__name__)


class CampaignLink(BaseOperatorLink):
    """A link to a page of a task's campaign, shown once the file that it leads to is there."""

    def __init__(self, name: str, page: str, file: str = "") -> None:
        super().__init__()
        self._name = name
        self._page = page
        self._file = file

    @property
    def name(self) -> str:
        """What stands on the button."""
        return self._name

    def get_link(self, operator: object, *, ti_key: Any) -> str:
        """Return the address; nothing where there is none yet, and then no link is shown."""
        del operator
        try:
            stores = ReadableStores(Home.from_environment())
            campaign = stores.inventory.of_run(ti_key.dag_id, ti_key.run_id)
            if campaign is None or not (stores.folder(campaign.id) / self._file).exists():
                return ""
        except (EenmaligError, SQLAlchemyError, OSError) as error:
            log.warning("A task's links cannot be shown (%s).", type(error).__name__)
            return ""
        return path_of(f"{campaign_path(campaign.id)}{self._page}")


TASK_LINKS = [
    CampaignLink("Campagne", ""),
    CampaignLink("Dossier", DECISION, "dossier.json"),
    CampaignLink("Rapport", "/download/report.html", "report.html"),
    CampaignLink("Certificaat", "/download/certificate.pdf", "certificate.pdf"),
]
