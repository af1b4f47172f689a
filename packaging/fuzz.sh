#!/usr/bin/env bash
# fuzz.sh [--runs N] [NAME]...: libFuzzer targets of tests/fuzz under AddressSanitizer and UndefinedBehaviorSanitizer, N
# executions each (ten million unless said). What is found is kept in build/fuzz/corpus/NAME, and a crash in
# build/fuzz/crash-NAME-*; `fuzz_NAME FILE` of an ordinary build repeats it.
set -euo pipefail
. "$(dirname "$0")/common.sh"

runs=10000000
if [ "${1:-}" = --runs ]; then
  runs=$2
  shift 2
fi
names=("$@")
if [ ${#names[@]} -eq 0 ]; then
  mapfile -t names < <(sed -n 's/^tatara_fuzz(\([a-z]*\).*/\1/p' "$source_dir/tests/fuzz/CMakeLists.txt")
fi

install_packages build run test dev
fetch_pinned
targets=("${names[@]/#/fuzz_}")  # of both builds
build_preset dev
build_preset fuzz
cd "$source_dir/build/fuzz"
# What was freed is watched for 16 MB instead of 256, which stay in a processor's cache, and is told with the last
# few callers: together half of an execution's time. Whoever sets the variable has the last word.
export ASAN_OPTIONS="quarantine_size_mb=16:malloc_context_size=6${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
for name in "${names[@]}"; do
  say "$name"
  mkdir -p "corpus/$name"
  "$source_dir/build/dev/bin/fuzz_$name" --write "corpus/$name"
  longest=$(sed -n "s/^tatara_fuzz($name .*LENGTH \([0-9]*\).*/\1/p" "$source_dir/tests/fuzz/CMakeLists.txt")
  "bin/fuzz_$name" -runs="$runs" -max_len="${longest:-4096}" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="crash-$name-" "corpus/$name" 2>&1 | grep -E 'ERROR|SUMMARY|does not hold|stat::|Done' || exit 1
done
