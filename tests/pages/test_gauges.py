"""Gauges as collectors of OpenTelemetry and StatsD get them, sent as Airflow's API server does."""

from __future__ import annotations

import gzip
import os
import re
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
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
from eenmalig.steps.reconciling import opening
from eenmalig.stores.home import PROJECT
from eenmalig.stores.inventory import inventory_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.bench import Bench

YESTERDAY = datetime.now(UTC) - timedelta(days=1)
RUNBOOK = PROJECT / "docs" / "runbook.md"
PREFIX = "airflow.eenmalig."

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
            name.removeprefix(PREFIX): value for name, value in last.items() if ".eenmalig." in name
        }


class Receiver(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        is_packed = self.headers.get("Content-Encoding") == "gzip"
        is_ours = self.path == "/v1/metrics"
        if is_ours:
            self.server.received.append(gzip.decompress(content) if is_packed else content)
        self.send_response(200 if is_ours else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as made:
        Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Whoever listens to StatsD: what has come to this socket waits in it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.bind(("127.0.0.1", 0))
        yield made


def heard(listener: socket.socket) -> list[str]:
    """Return every line that came, in order."""
    listener.setblocking(False)  # noqa: FBT003 - the socket's own
    lines = []
    with suppress(BlockingIOError):
        while True:
            lines += listener.recv(65_536).decode().splitlines()
    return lines


def serve(bench: Bench, folder: Path, metrics: Mapping[str, str]) -> None:
    """Run an API server's application for a moment, with Airflow's metrics switched on."""
    settings = {
        "AIRFLOW_HOME": str(folder / "airflow"),
        "EENMALIG_HOME": str(bench.home.root),
        "PYTHONPATH": f"{PROJECT}/include:{PROJECT}/plugins",
        **metrics,
    }
    command = [sys.executable, "-c", SERVES]
    subprocess.run(command, env={**os.environ, **settings}, check=True, timeout=120)


def by_opentelemetry(collector: Collector) -> Mapping[str, str]:
    return {
        "AIRFLOW__METRICS__OTEL_ON": "True",
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.server_port}",
        "OTEL_METRIC_EXPORT_INTERVAL": "300",
    }


def by_statsd(listener: socket.socket) -> Mapping[str, str]:
    host, port = listener.getsockname()
    return {
        "AIRFLOW__METRICS__STATSD_ON": "True",
        "AIRFLOW__METRICS__STATSD_HOST": host,
        "AIRFLOW__METRICS__STATSD_PORT": str(port),
    }


def documented() -> set[str]:
    """The gauges of the runbook's table."""
    return set(re.findall(r"^\| `eenmalig\.(\w+)` \|", RUNBOOK.read_text(), re.MULTILINE))


def assert_tells_nothing_of(bench: Bench, said: bytes) -> None:
    campaign = bench.campaign
    for told in (campaign.id, campaign.city, campaign.case_reference, campaign.handover):
        assert told.lower().encode() not in said.lower()


def test_a_collector_gets_how_the_installation_stands_and_nothing_of_a_campaign(
    bench: Bench, collector: Collector, tmp_path: Path
) -> None:
    bench.ask("police")
    serve(bench, tmp_path, by_opentelemetry(collector))
    gauges = collector.gauges()
    assert set(gauges) == documented()
    left = gauges.pop("hours_to_nearest_deadline")
    assert gauges == {"open_campaigns": 1, "in_doubt": 0, "findings": 0, "readable": 1}
    assert 0 < left <= 2
    assert_tells_nothing_of(bench, b"".join(collector.received))


def test_a_listener_to_statsd_gets_the_same_and_below_0_when_a_deadline_has_passed(
    bench: Bench, listener: socket.socket, tmp_path: Path
) -> None:
    late = replace(
        bench.campaign,
        id="lelystad-2026-05-01-late",
        run="late",
        handover="tweede",
        case_reference="PL-2026-0002",
        deadline=YESTERDAY,
    )
    with bench.stores.evidence(late.id).commit() as commit:
        commit.changes.take_in(late)
        commit.record("opened", opening(late), late.taken_in_at)
    serve(bench, tmp_path, by_statsd(listener))
    lines = heard(listener)
    ours = [line.partition(PREFIX)[2] for line in lines if line.startswith(PREFIX)]
    gauges = dict(line.removesuffix("|g").split(":") for line in ours)
    assert set(gauges) == documented()
    # A sign means a change to StatsD, so what is below 0 begins anew at 0.
    began = ours.index("hours_to_nearest_deadline:0|g")
    assert ours[began + 1].startswith("hours_to_nearest_deadline:-")
    assert float(gauges.pop("hours_to_nearest_deadline")) <= -24
    assert gauges == {"open_campaigns": "2", "in_doubt": "0", "findings": "0", "readable": "1"}
    assert_tells_nothing_of(bench, "\n".join(lines).encode())


def test_a_collector_is_told_when_nothing_can_be_read(
    bench: Bench, collector: Collector, tmp_path: Path
) -> None:
    inventory_file(bench.home).write_bytes(b"no database")
    serve(bench, tmp_path, by_opentelemetry(collector))
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
