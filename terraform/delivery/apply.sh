#!/usr/bin/env bash
# Applies the plan that was kept.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/settings.sh"
open_environment
infrastructure apply -input=false -no-color "$plan"
read_services
