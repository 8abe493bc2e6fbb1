"""The command ``eenmalig``: what must work without Airflow, and years later."""

from __future__ import annotations

import logging
import sys

import click

from eenmalig.cli.destroying import CONNECTION, destroy
from eenmalig.cli.handovers import handover
from eenmalig.cli.installing import install
from eenmalig.cli.measuring import effect
from eenmalig.cli.scanning import scan
from eenmalig.cli.stopping import stop, withdraw
from eenmalig.cli.verifying import verify
from eenmalig.cli.ways_out import giving_up
from eenmalig.steps.log_groups import without_marks

__all__ = ["CONNECTION", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Eenmalig: one message to each number, then nothing is left.

    These commands need no Airflow. The stores stand below EENMALIG_HOME (default: var/).
    """
    shown = logging.StreamHandler(sys.stderr)
    shown.addFilter(without_marks)
    logging.basicConfig(level=logging.INFO, format="%(message)s", handlers=[shown])


for command in (install, verify, destroy, giving_up, stop, withdraw, scan, handover, effect):
    main.add_command(command)
