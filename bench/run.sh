#!/usr/bin/env bash
# run.sh [NAME]...: builds release with the benchmarks and runs them, micro first, then the scenarios; names choose some
# (series, track, startup ...). Tables on the screen; every figure of a comparison comes from this one run.
set -euo pipefail
. "$(dirname "$0")/../packaging/common.sh"

wanted=("$@")
wants() {
  [ ${#wanted[@]} -gt 0 ] || return 0
  local name
  for name in "${wanted[@]}"; do
    if [ "$name" = "$1" ]; then return 0; fi
  done
  return 1
}

install_packages build run test
fetch_pinned
build_preset release -DTATARA_BUILD_BENCH=ON
bin="$source_dir/build/release/bin"
export QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8 TZ=UTC
unset DISPLAY WAYLAND_DISPLAY

say "machine"
printf '%s, %s cores, %s\n' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" \
  "$(sed -n 's/^MemTotal: *//p' /proc/meminfo)"

for source in "$source_dir"/bench/micro/*.cpp; do
  name=$(basename "$source" .cpp)
  wants "$name" || continue
  say "$name"
  "$bin/bench_$name" 2>/dev/null
done
# Programs that print their own table, both sides in one process.
for name in ui_chart ui_runs ui_review metrics run_columns registry evaluate frame; do
  wants "$name" || continue
  say "$name"
  case "$name" in
    frame) "$bin/bench_frame" "${TMPDIR:-/tmp}/tatara-bench-frame" ;;
    ui_review)
      place=$(mktemp -d)
      "$bin/tatara" example "$place/example" --quiet
      "$bin/bench_ui_review" "$place/example"
      rm -rf "$place" ;;
    *) "$bin/bench_$name" ;;
  esac
done
for scenario in "$source_dir"/bench/scenario/*.py; do
  name=$(basename "$scenario" .py)
  wants "$name" || continue
  say "$name"
  /usr/bin/python3 -B "$scenario" --bin "$bin"
done
