"""What Airflow's connection form knows of ours: only an installed provider can tell it.

Named in ``pyproject.toml`` as an entry point. Airflow asks every component for it, so nothing is
imported here.
"""

from __future__ import annotations

from typing import Any


def provider_info() -> dict[str, Any]:
    """Return the connection type ``twilio``, with its fields."""
    return {
        "package-name": "eenmalig",
        "name": "Eenmalig",
        "description": "One message to each number of a lawful hand-over, then nothing is left.",
        "connection-types": [
            {
                "connection-type": "twilio",
                "hook-class-name": "eenmalig_airflow.hooks.twilio.TwilioHook",
                "hook-name": "Twilio",
                "ui-field-behaviour": {
                    "hidden-fields": ["host", "schema", "port"],
                    "relabeling": {"login": "Account SID", "password": "Token"},
                    "placeholders": {},
                },
                "conn-fields": {
                    "base_url": {
                        "label": "Gateway's address",
                        "description": (
                            "Where the provider's API stands, as http://127.0.0.1:8900. Only a "
                            "gateway on this machine is used: anything else would be live."
                        ),
                        "schema": {"type": "string"},
                    }
                },
            }
        ],
    }
