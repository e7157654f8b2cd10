#!/usr/bin/env bash
# Installs what is missing, builds everything, and runs all tests: release, then with AddressSanitizer and
# UndefinedBehaviorSanitizer. ThreadSanitizer, of the engine's tests, only if asked for: it takes long.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ "${1:-}" = --help ] || [ "${1:-}" = -h ]; then
  cat <<'HELP'
usage: runners/test.sh [PRESET...]

Installs what is missing (Debian packages; needs no root when all is there), checks the formatting, builds and
runs all tests. PRESET: release, debug, asan (with UBSan), tsan (the engine, the client and the mock); without
any: release and asan.
HELP
  exit 0
fi

# shellcheck source=runners/install.sh
. runners/install.sh
assay_install tests

presets=("$@")
[ ${#presets[@]} -gt 0 ] || presets=(release asan)
export CMAKE_BUILD_PARALLEL_LEVEL="${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}"

echo "assay: formatting"
git ls-files '*.cpp' '*.h' | xargs clang-format --dry-run --Werror

for preset in "${presets[@]}"; do
  echo "assay: $preset"
  # ThreadSanitizer only where there are threads: the engine, the client and the mock.
  if [ "$preset" = tsan ]; then
    assay_build tsan ON runners_test mock_test assay
    ctest --preset tsan --no-tests=error -R '^(Engine|Client|Mock)'
  else
    assay_build "$preset" ON
    ctest --preset "$preset" --no-tests=error -j "$(nproc)"
  fi
done
