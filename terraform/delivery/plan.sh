#!/usr/bin/env bash
# Plans and keeps the plan: apply does this and nothing else.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/settings.sh"
open_environment
read_site
variables=(-var-file="$work/site.tfvars.json" -var="images=$(jq -c . "$images")")
# An environment variable is part of a revision: only a version that has a name may change every function.
[ -z "${TAG_NAME:-}" ] || variables+=(-var="release=$TAG_NAME")
if [ "$ENVIRONMENT" = branch ]; then
  variables+=(-var="name=$(branch_environment "$BRANCH_NAME")" -var="expires=$(date -u -d '+14 days' +%F)")
fi
infrastructure plan -input=false -no-color -out="$plan" "${variables[@]}"
