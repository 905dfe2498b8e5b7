#!/usr/bin/env bash
# Builds the images from what verify has built: two files, without a registry and without Docker.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/settings.sh"

terraform/images/base "$work/base.tar"
terraform/images/base "$work/media-base.tar" ffmpeg bubblewrap
mvn -B -ntp -pl terraform/images -am -DskipTests package
program terraform/images/target/bundle/images.jar --base "$work/base.tar" --media-base "$work/media-base.tar" --work "$archives" \
  --version "${TAG_NAME:-$REVISION}"
ls -l "$archives"
