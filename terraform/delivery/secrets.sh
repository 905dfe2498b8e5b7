#!/usr/bin/env bash
# Gives secrets that are new a first value. Those that have one keep it.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/settings.sh"

[ "$ENVIRONMENT" != branch ] || suffix=-$(branch_environment "$BRANCH_NAME")
as_provisioner program terraform/secrets/target/bundle/secrets.jar "$PROJECT_ID" ${suffix:+"$suffix"}
