#!/usr/bin/env bash
# Installs what is missing, builds assay, and runs it: with no arguments the main job, all operations of the embedded
# contract against the embedded mock.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ "${1:-}" = --help ] || [ "${1:-}" = -h ]; then
  cat <<'HELP'
usage: runners/run.sh [ASSAY ARGUMENTS...]

Installs what is missing (Debian packages; needs no root when all is there), builds the release into
build/release, and runs `assay run` there. Arguments are handed to `assay run`:

  runners/run.sh                                       embedded contract, embedded mock; JUnit in assay-junit.xml
  runners/run.sh --url http://127.0.0.1:4010/v1        another target
  runners/run.sh --help                                this text; `build/release/assay run --help` has the options
HELP
  exit 0
fi

# shellcheck source=runners/install.sh
. runners/install.sh
assay_install
export CMAKE_BUILD_PARALLEL_LEVEL="${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}"
assay_build release OFF assay
exec build/release/assay run "$@"
