"""Gauges as a collector of OpenTelemetry gets them, sent as Airflow's API server sends them."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
)

from eenmalig.domain.approvals import Decision
from eenmalig.steps.figures_of_all import figures_of_all
from eenmalig.stores.home import PROJECT
from eenmalig.stores.inventory import inventory_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.bench import Bench

# The API server of a whole Airflow starts with this lifespan, and enters those of what it mounts.
SERVES = """
import time
from airflow.api_fastapi.app import lifespan
from fastapi import FastAPI
from fastapi.testclient import TestClient
from eenmalig.domain.page_paths import PREFIX
from eenmalig_airflow.pages.application import application
server = FastAPI(lifespan=lifespan)
server.mount(PREFIX, application())
with TestClient(server):
    time.sleep(1.5)
"""


class Collector(ThreadingHTTPServer):
    """Whoever collects metrics: an OTLP receiver over HTTP that keeps all it gets."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Receiver)
        self.received: list[bytes] = []

    def gauges(self) -> dict[str, float]:
        """Return the last value of each gauge of ours."""
        last = {}
        for content in self.received:
            request = ExportMetricsServiceRequest.FromString(content)
            for resource in request.resource_metrics:
                for scope in resource.scope_metrics:
                    for metric in scope.metrics:
                        for point in metric.gauge.data_points:
                            assert not point.attributes
                            last[metric.name] = point.as_double or float(point.as_int)
        return {
            name.removeprefix("airflow.eenmalig."): value
            for name, value in last.items()
            if ".eenmalig." in name
        }


class Receiver(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        is_packed = self.headers.get("Content-Encoding") == "gzip"
        self.server.received.append(gzip.decompress(content) if is_packed else content)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as made:
        Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


def serve(bench: Bench, collector: Collector, folder: Path) -> None:
    """Run an API server's application for a moment, with Airflow's metrics switched on."""
    settings = {
        "AIRFLOW_HOME": str(folder / "airflow"),
        "AIRFLOW__METRICS__OTEL_ON": "True",
        "EENMALIG_HOME": str(bench.home.root),
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.server_port}",
        "OTEL_METRIC_EXPORT_INTERVAL": "300",
        "PYTHONPATH": f"{PROJECT}/include:{PROJECT}/plugins",
    }
    command = [sys.executable, "-c", SERVES]
    subprocess.run(command, env={**os.environ, **settings}, check=True, timeout=120)


def test_a_collector_gets_how_the_installation_stands_and_nothing_of_a_campaign(
    bench: Bench, collector: Collector, tmp_path: Path
) -> None:
    bench.ask("police")
    serve(bench, collector, tmp_path)
    gauges = collector.gauges()
    left = gauges.pop("hours_to_nearest_deadline")
    assert gauges == {"open_campaigns": 1, "in_doubt": 0, "findings": 0, "readable": 1}
    assert 0 < left <= 2
    said = b"".join(collector.received).lower()
    campaign = bench.campaign
    for told in (campaign.id, campaign.city, campaign.case_reference, campaign.handover):
        assert told.lower().encode() not in said


def test_a_collector_is_told_when_nothing_can_be_read(
    bench: Bench, collector: Collector, tmp_path: Path
) -> None:
    inventory_file(bench.home).write_bytes(b"no database")
    serve(bench, collector, tmp_path)
    assert collector.gauges() == {"readable": 0}


def test_figures_count_what_is_open_and_what_was_found(bench: Bench) -> None:
    late = datetime.now(UTC) + timedelta(hours=3)
    assert figures_of_all(bench.home, late)["hours_to_nearest_deadline"] < 0
    bench.ask("police")
    bench.answer("police", Decision.REJECT)
    bench.destroy()
    bench.look()
    closed = {"open_campaigns": 0, "in_doubt": 0, "findings": 0}
    assert figures_of_all(bench.home, late) == closed
    (bench.home.keys / bench.campaign.id).mkdir()
    bench.look()
    assert figures_of_all(bench.home, late) == {**closed, "findings": 1}
