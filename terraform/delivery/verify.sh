#!/usr/bin/env bash
# Every test, and everything that is delivered.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
mvn -B -ntp verify
