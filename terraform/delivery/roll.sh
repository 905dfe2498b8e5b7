#!/usr/bin/env bash
# Moves the traffic to the new revisions, and back when one does harm. The official client calls all the while, because a revision that
# nobody calls is not promoted.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/settings.sh"

case $ENVIRONMENT in
  prod) pace=(--steps "${STEPS:-5,25,50,100}" --min-requests "${MIN_REQUESTS:-50}") ;;
  *) pace=(--steps "${STEPS:-25,100}" --min-requests "${MIN_REQUESTS:-10}" --hold 2m) ;;
esac

open_environment
SERVICE_ORIGIN=$(infrastructure output -raw origin)
: "${SMOKE_PASSWORD:=$(smoke_password)}"
export SERVICE_ORIGIN SMOKE_PASSWORD SMOKE_VIDEO=no
while sleep 5; do terraform/delivery/smoke.sh >"$work/smoke.log" 2>&1 || true; done &
load=$!
trap 'kill "$load"' EXIT
canary roll --project "$PROJECT_ID" --as "$deployer" --services "$services" "${pace[@]}"
