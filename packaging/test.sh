#!/usr/bin/env bash
# test.sh [--long]: everything that decides whether this source tree is good: builds it, runs every test, the tests of
# core again under AddressSanitizer and UndefinedBehaviorSanitizer, and the checks of headers and format.
# --long adds the long campaigns (fuzzing, kill loops by the thousand, differential runs); each has a short form that
# always runs. Needs no display. The last line is the count; the exit code is 0 only when nothing failed.
set -euo pipefail
. "$(dirname "$0")/common.sh"

long=0
case "${1:-}" in
  '') ;;
  --long) long=1 ;;
  *)
    sed -n '2,5s/^# //p' "$0"
    [ "$1" = --help ] || [ "$1" = -h ] || exit 2
    exit 0
    ;;
esac

# A person's settings must not decide a test.
export LC_ALL=C.UTF-8 TZ=UTC QT_QPA_PLATFORM=offscreen
unset DISPLAY WAYLAND_DISPLAY MLFLOW_TRACKING_URI TATARA_WORKSPACE
jobs=$(nproc)
results="$source_dir/build/results"
rm -rf "$results"
mkdir -p "$results"
started=$SECONDS

install_packages build run test
[ "$long" = 0 ] || install_packages long
fetch_pinned
build_preset test

# run_suite PRESET [LABEL...]: runs the tests of a build but for those labels; the verdict is counted from the result
# files, never from the screen.
run_suite() {
  local preset=$1 labels=()
  shift
  [ "$long" = 1 ] || set -- "$@" long
  [ $# -eq 0 ] || labels=(-LE "^($(IFS='|'; printf '%s' "$*"))\$")
  say "tests of $preset"
  rm -rf "$source_dir/build/$preset/results"
  mkdir -p "$source_dir/build/$preset/results"
  [ -z "${only:-}" ] || labels+=(-R "$only")
  ctest --test-dir "$source_dir/build/$preset" "${labels[@]}" -j "$jobs" --output-on-failure --no-tests=error \
    --output-junit "$results/$preset.ctest.xml" >"$results/$preset.log" 2>&1 ||
    grep -vE '^ *[0-9]+/[0-9]+ Test .*Passed|^ +Start ' "$results/$preset.log" | tail -n 120
  tail -n 4 "$results/$preset.log" | grep -E 'tests passed|Total Test' || printf 'see build/results/%s.log\n' "$preset"
}

# check NAME COMMAND...: one more test, passed when the command is.
check() {
  local name=$1
  shift
  say "$name"
  if "$@" >"$results/$name.log" 2>&1; then
    : >"$results/$name.passed"
  else
    head -n 60 "$results/$name.log"
    : >"$results/$name.failed"
  fi
}

formatted() {
  cd "$source_dir"
  git ls-files -z '*.h' '*.cpp' | xargs -0 clang-format --dry-run -Werror
}

[ "$long" = 0 ] || export TATARA_LONG=1
run_suite test
check headers cmake --build "$source_dir/build/test" -j "$jobs" --target all_verify_interface_header_sets
check format formatted
# The parsers of what comes from outside again under the sanitizers; --long runs all of core there. The other end of an
# interop test is Python; a sanitizer finds nothing there that it does not find without it.
if [ "$long" = 1 ]; then
  build_preset asan -DTATARA_BUILD_UI=OFF -DTATARA_PCH=ON -DTATARA_UNITY=ON
  run_suite asan interop
else
  parsers=(core_crypto core_query core_series core_sql core_text core_track)
  fuzzed=(fuzz_series fuzz_filter fuzz_expression fuzz_json fuzz_yaml fuzz_otlp)
  targets=("${parsers[@]/#/test_}" "${fuzzed[@]}")
  build_preset asan -DTATARA_BUILD_UI=OFF -DTATARA_PCH=ON -DTATARA_UNITY=ON
  only="^($(IFS='|'; printf '%s' "${parsers[*]}|${fuzzed[*]}"))(_thorough)?\$" run_suite asan
fi

printf '\nThis took %d minutes %d seconds.\n' $(((SECONDS - started) / 60)) $(((SECONDS - started) % 60))
/usr/bin/python3 "$source_dir/packaging/count_results.py" "$results" "$source_dir/build/test/results" "$source_dir/build/asan/results"
