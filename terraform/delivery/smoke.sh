#!/usr/bin/env bash
# The official client against the environment as a user finds it. SERVICE_ORIGIN and SMOKE_PASSWORD spare the look-ups.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/settings.sh"

if [ -z "${SERVICE_ORIGIN:-}" ]; then
  open_environment
  SERVICE_ORIGIN=$(infrastructure output -raw origin)
fi
: "${SMOKE_PASSWORD:=$(smoke_password)}"
cd emulators/e2e
[ -d node_modules ] || npm ci --no-audit --no-fund --loglevel=error
BASE_URL=$SERVICE_ORIGIN SMOKE_PASSWORD=$SMOKE_PASSWORD node --test tests/smoke.test.mjs
