#!/usr/bin/env bash
# Pushes the images and notes each one's digest, which is what the later steps name.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/settings.sh"

gcloud auth print-access-token \
  | skopeo login --username oauth2accesstoken --password-stdin "${registry%%/*}"

entries='{}'
for file in "$archives"/*.tar; do
  name=$(basename "$file" .tar)
  skopeo copy --digestfile "$work/digest" "docker-archive:$file" "docker://$registry/$name:$IMAGE_TAG"
  entries=$(jq --arg name "$name" --arg image "$registry/$name@$(cat "$work/digest")" '. + {($name): $image}' <<<"$entries")
done
printf '%s\n' "$entries" >"$images"
cat "$images"
