#!/usr/bin/env bash
# Signs that each image was built from this commit, tested and scanned: only such images may run.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/settings.sh"

key=$(gcloud container binauthz attestors describe pipeline --project="$PROJECT_ID" \
  --format='value(userOwnedGrafeasNote.publicKeys[0].id)')
while read -r image; do
  gcloud beta container binauthz attestations sign-and-create --project="$PROJECT_ID" --artifact-url="$image" \
    --attestor=pipeline --attestor-project="$PROJECT_ID" --keyversion="${key#//cloudkms.googleapis.com/v1/}"
done < <(jq -r '.[]' "$images")
