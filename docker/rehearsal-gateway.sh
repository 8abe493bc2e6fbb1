#!/usr/bin/env bash
# The stand-in for the provider, with the account that docker/make_secrets.py drew for it.
set -euo pipefail
exec python -m rehearsal.gateway --port 8081 \
    --account-sid "$(</run/secrets/rehearsal_account)" \
    --token-file /run/secrets/rehearsal_token
