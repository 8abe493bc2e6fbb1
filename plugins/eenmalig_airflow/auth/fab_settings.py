"""What FAB reads at its start, as ``[fab] config_file``: whose page people log in on."""

from __future__ import annotations

from eenmalig_airflow.pages.log_in_page import OwnLogIn

SECURITY_MANAGER_CLASS = OwnLogIn
