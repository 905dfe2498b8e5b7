#!/usr/bin/env bash
# Fails when an image has a vulnerability that is high or critical.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/settings.sh"

bad=0
while read -r image; do
  scan=$(gcloud artifacts docker images scan "$image" --remote --location="${REGION%%-*}" --format='value(response.scan)')
  [ -n "$scan" ] || fail "$image was not scanned"
  gcloud artifacts docker images list-vulnerabilities "$scan" --format=json >"$work/vulnerabilities.json"
  found=$(jq -r '.[] | select(.vulnerability.effectiveSeverity | IN("HIGH", "CRITICAL"))
    | "\(.vulnerability.effectiveSeverity) \(.vulnerability.shortDescription) \(.vulnerability.packageIssue[0].affectedPackage)"' \
    "$work/vulnerabilities.json")
  if [ -n "$found" ]; then
    printf '%s\n%s\n' "$image" "$found"
    bad=1
  fi
done < <(jq -r '.[]' "$images")
[ "$bad" -eq 0 ] || fail "vulnerabilities that are high"
