#!/usr/bin/env bash
# Ties every service to the revision that serves, so that neither apply nor deploy brings a new one traffic.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/settings.sh"
open_environment
read_services
canary pin --project "$PROJECT_ID" --as "$deployer" --services "$services"
