#!/usr/bin/env bash
# Runs a command with the gateway's connection, which Airflow reads from the environment only.
set -euo pipefail
umask 077
AIRFLOW_CONN_TWILIO_DEFAULT=$(</run/secrets/gateway_connection)
export AIRFLOW_CONN_TWILIO_DEFAULT
exec "$@"
