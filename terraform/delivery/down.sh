#!/usr/bin/env bash
# Takes down the environments of branches that are gone. One that fails does not keep the others.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/settings.sh"
ENVIRONMENT=branch

git ls-remote --heads origin >"$work/heads" || fail "the repository cannot be asked for its branches"
[ -s "$work/heads" ] || fail "the repository tells of no branch: nothing is taken down on such a word"
alive=" "
while read -r _ head; do
  alive+="$(branch_environment "${head#refs/heads/}") "
done <"$work/heads"

read_site
left=0
while read -r state; do
  name=$(basename "$(dirname "$state")")
  if [[ $alive == *" $name "* ]]; then
    echo "$name: its branch is there"
    continue
  fi
  echo "$name: its branch is gone"
  open_state "branch/$name"
  # Without a refresh, which would want the bundles of a branch that is gone.
  if infrastructure destroy -auto-approve -input=false -no-color -refresh=false -var-file="$work/site.tfvars.json" \
    -var="name=$name" -var="expires=$(date -u +%F)"; then
    as_provisioner gcloud storage rm "$state"
  else
    left=1
  fi
done < <(as_provisioner gcloud storage ls "gs://$STATE_BUCKET/branch/*/default.tfstate" 2>/dev/null || true)
[ "$left" -eq 0 ] || fail "an environment is left"
