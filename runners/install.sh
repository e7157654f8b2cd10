# shellcheck shell=bash
# Sourced by run.sh and test.sh: sees to it that everything the build needs is there. Touches no installer, and needs no
# root, when all is.

# What the build looks for, and the Debian package that brings it.
assay_needs() {
  cat <<'NEEDS'
command:g++ g++
command:cmake cmake
command:ninja ninja-build
command:pkg-config pkg-config
cmake:yaml-cpp libyaml-cpp-dev
cmake:nlohmann_json nlohmann-json3-dev
cmake:valijson libvalijson-dev
cmake:pugixml libpugixml-dev
cmake:CLI11 libcli11-dev
cmake:rapidcheck librapidcheck-dev
pkg:cpp-httplib libcpp-httplib-dev
pkg:re2 libre2-dev
pkg:openssl libssl-dev
pkg:zlib zlib1g-dev
pkg:libbrotlicommon libbrotli-dev
NEEDS
  if [ "${1:-}" = tests ]; then
    echo 'cmake:GTest libgtest-dev'
    echo 'command:clang-format clang-format'
    echo 'command:xmllint libxml2-utils'
    echo 'command:git git'
  fi
}

# True if a CMake package of that name lies where find_package looks (a library's own folder or share/).
assay_has_cmake_package() {
  local file
  for file in /usr/lib/*/cmake/"$1"* /usr/lib/cmake/"$1"* /usr/share/cmake/"$1"* /usr/share/"$1"/cmake \
              /usr/share/cmake*/"$1"* /usr/local/lib/cmake/"$1"* /usr/local/share/cmake/"$1"*; do
    [ -e "$file" ] && return 0
  done
  return 1
}

assay_missing() {
  local need package
  assay_needs "${1:-}" | while read -r need package; do
    case "$need" in
      command:*) command -v "${need#command:}" >/dev/null 2>&1 ;;
      cmake:*) assay_has_cmake_package "${need#cmake:}" ;;
      pkg:*) command -v pkg-config >/dev/null 2>&1 && pkg-config --exists "${need#pkg:}" ;;
    esac || echo "$package"
  done | sort -u
}

assay_install() {
  local missing
  missing=$(assay_missing "${1:-}")
  [ -n "$missing" ] || return 0
  missing=$(echo "$missing" | tr '\n' ' ')
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "assay: this system has no apt-get; install what these Debian packages bring, then run again: $missing" >&2
    return 1
  fi
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
      echo "assay: not root and no sudo; as root, run: apt-get install $missing" >&2
      return 1
    fi
    as_root=(sudo)
  fi
  echo "assay: installing $missing"
  "${as_root[@]}" apt-get update -qq || return 1
  # shellcheck disable=SC2086
  assay_quietly "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing || return 1
  missing=$(assay_missing "${1:-}" | tr '\n' ' ')
  [ -z "$missing" ] || { echo "assay: still missing after the installation: $missing" >&2; return 1; }
}

# Runs a command, and shows what it prints only if it fails.
assay_quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 || { status=$?; cat "$log" >&2; }
  rm -f "$log"
  return "$status"
}

# assay_build PRESET ON|OFF [TARGET...]: configures, with the tests (which need GoogleTest) or without, and builds.
assay_build() {
  local preset=$1 tests=$2
  shift 2
  assay_quietly cmake --preset "$preset" -DASSAY_TESTS="$tests" || return 1
  cmake --build --preset "$preset" ${1:+--target "$@"}
}
