#!/usr/bin/env bash
# Terraform's format, validity and tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
terraform/check
