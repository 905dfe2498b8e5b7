#!/usr/bin/env bash
# What every step knows; sourced. The environment gives ENVIRONMENT, PROJECT_ID and REGION.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

: "${ENVIRONMENT:?dev, staging, prod, small, branch or branch-down}"
: "${PROJECT_ID:?the id of the project}"
: "${REGION:=europe-west1}"
: "${STATE_BUCKET:=$PROJECT_ID-terraform}"
: "${REVISION:=$(git rev-parse --short=7 HEAD)}"
# A tag is never moved: two builds of one commit have two.
: "${IMAGE_TAG:=$REVISION${BUILD_ID:+-${BUILD_ID:0:8}}}"

registry=$REGION-docker.pkg.dev/$PROJECT_ID/images
deployer=deployer@$PROJECT_ID.iam.gserviceaccount.com
provisioner=provisioner@$PROJECT_ID.iam.gserviceaccount.com

# What one step leaves for the next.
work=$PWD/target/delivery
images=$work/images.json
services=$work/services.json
plan=$work/release.plan
archives=terraform/images/target/image
export registry images services plan archives
mkdir -p "$work"

fail() {
  echo "failed: $1" >&2
  exit 1
}

# The name of a branch's environment: five letters to recognise it and four digits to tell it from others. 9 of at most 10.
branch_environment() {
  local letters digits
  letters=$(printf %s "$1" | tr '[:upper:]' '[:lower:]' | tr -cd 'a-z0-9' | cut -c1-5)
  digits=$(printf %s "$1" | sha256sum | cut -c1-4)
  printf '%s%s\n' "$letters" "$digits"
}

as_deployer() {
  CLOUDSDK_AUTH_IMPERSONATE_SERVICE_ACCOUNT=$deployer "$@"
}

as_provisioner() {
  GOOGLE_IMPERSONATE_SERVICE_ACCOUNT=$provisioner CLOUDSDK_AUTH_IMPERSONATE_SERVICE_ACCOUNT=$provisioner "$@"
}

# infrastructure ARGS...: Terraform in the environment's folder.
infrastructure() {
  as_provisioner terraform -chdir="terraform/environments/$ENVIRONMENT" "$@"
}

# open_state [PREFIX]: the branch's environments share a folder, so each has a prefix.
open_state() {
  infrastructure init -input=false -no-color -reconfigure -backend-config="bucket=$STATE_BUCKET" \
    ${1:+"-backend-config=prefix=$1"} >"$work/init.log" 2>&1 || fail "terraform init: $(cat "$work/init.log")"
}

open_environment() {
  if [ "$ENVIRONMENT" = branch ]; then
    open_state "branch/$(branch_environment "$BRANCH_NAME")"
  else
    open_state
  fi
}

# The services as they are; none before the first apply.
read_services() {
  infrastructure output -json -no-color | jq '.services.value // {}' >"$services"
}

# Whose installation it is: not in the repository, beside the state.
read_site() {
  as_provisioner gcloud storage cp "gs://$STATE_BUCKET/site.tfvars.json" "$work/site.tfvars.json"
}

# Of the two accounts that the smoke test signs in with.
smoke_password() {
  gcloud secrets versions access latest --secret=smoke-password --project="$PROJECT_ID"
}

# Our programs need a JDK 25: that of JAVA_HOME, if there is one.
program() {
  local jar=$1
  shift
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" -jar "$jar" "$@"
}

canary() {
  program terraform/canary/target/bundle/canary.jar "$@"
}
