#!/usr/bin/env bash
# Gives each service that runs from an image a revision of the new one, without traffic. Functions from bundles were deployed by apply.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/settings.sh"

[ "$ENVIRONMENT" = branch ] || no_traffic=--no-traffic
while read -r function name location; do
  image=$(jq -r --arg function "$function" '.[$function] // .functions // empty' "$images")
  [ -n "$image" ] || fail "no image for $function"
  running=$(as_deployer gcloud run services describe "$name" --project="$PROJECT_ID" --region="$location" \
    --format='value(spec.template.spec.containers[0].image)')
  if [ "$running" = "$image" ]; then
    echo "$name: has $image"
  else
    as_deployer gcloud run deploy "$name" --project="$PROJECT_ID" --region="$location" --image="$image" --quiet ${no_traffic:+"$no_traffic"}
  fi
done < <(jq -r 'to_entries[] | select(.value.packaging == "image") | "\(.key) \(.value.name) \(.value.location)"' "$services")
