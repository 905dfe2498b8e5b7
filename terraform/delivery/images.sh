#!/usr/bin/env bash
# Builds the images from what verify has built, each a file that needs no Docker.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/settings.sh"
mvn -B -ntp -pl terraform/images -am -DskipTests package
ls -l terraform/images/target/*.tar
