"""An Airflow plugin: pages of our own for the people of a campaign, in Airflow's interface."""

from __future__ import annotations

from airflow.plugins_manager import AirflowPlugin

from eenmalig.domain.page_paths import PREFIX
from eenmalig_airflow.pages.application import application
from eenmalig_airflow.pages.landing import LandOnCampaigns
from eenmalig_airflow.pages.task_links import TASK_LINKS


class EenmaligPages(AirflowPlugin):
    """Registers the application and what leads to it: the bare address, navigation and links."""

    name = "eenmalig_pages"
    fastapi_apps = [  # noqa: RUF012 - Airflow's own way to declare it
        {"app": application(), "url_prefix": PREFIX, "name": "eenmalig pages"}
    ]
    fastapi_root_middlewares = [  # noqa: RUF012 - as above
        {"middleware": LandOnCampaigns, "args": [], "kwargs": {}, "name": "land on campaigns"}
    ]
    external_views = [  # noqa: RUF012 - as above
        {
            "name": "Campagnes",
            "href": f"{PREFIX}/",
            "destination": "nav",
            "url_route": "eenmalig",
            "nav_top_level": True,
        },
        {
            "name": "Campagne",
            "href": f"{PREFIX}/runs/{{DAG_ID}}/{{RUN_ID}}",
            "destination": "dag_run",
            "url_route": "campagne",
        },
    ]
    global_operator_extra_links = TASK_LINKS
