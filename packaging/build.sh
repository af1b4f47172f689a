#!/usr/bin/env bash
# build.sh [PRESET]: installs what is missing, fetches the pinned libraries and builds. PRESET is release (the default),
# dev, test, asan, tsan or clang, see CMakePresets.json. The programs are then in build/PRESET/bin.
set -euo pipefail
. "$(dirname "$0")/common.sh"

preset=${1:-release}
case "$preset" in
  -h | --help)
    sed -n '2,3s/^# //p' "$0"
    exit 0
    ;;
  release) kinds="build run" ;;
  dev | test | asan | tsan) kinds="build run test" ;;
  clang) kinds="build run test dev" ;;
  *) die "There is no preset “$preset”. There are: release, dev, test, asan, tsan, clang." ;;
esac

# shellcheck disable=SC2086  # a list of words
install_packages $kinds
fetch_pinned
build_preset "$preset"
printf '\nBuilt:\n'
for program in "$source_dir/build/$preset/bin"/tatara*; do
  [ ! -x "$program" ] || printf '  %s\n' "${program#"$source_dir"/}"
done
