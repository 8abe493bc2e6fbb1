#!/usr/bin/env bash
# Destroys what is overdue, again and again, whether or not Airflow runs. The health check looks
# at the age of this mark: it stays old as long as something overdue is left.
set -uo pipefail
mark=${TMPDIR:-/tmp}/nothing-overdue
while true; do
    if eenmalig destroy --overdue; then
        touch "$mark"
    fi
    # In the background, so that a request to stop is heard at once.
    sleep "${EENMALIG_TIMER_SECONDS:-300}" &
    wait $!
done
