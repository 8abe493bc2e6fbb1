#!/usr/bin/env bash
# Runs a command with the connections to gateway and mail server, which Airflow reads from the
# environment only. Without a mail server nobody is mailed.
set -euo pipefail
umask 077
AIRFLOW_CONN_TWILIO_DEFAULT=$(</run/secrets/gateway_connection)
export AIRFLOW_CONN_TWILIO_DEFAULT
if [[ -s /run/secrets/mail_connection ]]; then
    AIRFLOW_CONN_SMTP_DEFAULT=$(</run/secrets/mail_connection)
    export AIRFLOW_CONN_SMTP_DEFAULT
fi
exec "$@"
