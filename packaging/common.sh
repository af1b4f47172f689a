# Shared by the scripts of this folder: what is missing, and how it gets here. Sourced, never run.
source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '\n== %s\n' "$*"; }
die() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
  exit 3
}

# wanted_packages KIND...: the names in deps/apt.txt of those kinds whose condition holds.
wanted_packages() {
  local package kind condition
  while read -r package kind _; do
    case "$package" in '' | '#'*) continue ;; esac
    condition=""
    case "$kind" in *,*) condition=${kind#*,} kind=${kind%%,*} ;; esac
    case " $* " in *" $kind "*) ;; *) continue ;; esac
    case "$condition" in
      '') ;;
      unless:*) if command -v "${condition#unless:}" >/dev/null 2>&1; then continue; fi ;;
      *) die "deps/apt.txt has a condition that is not understood: $condition" ;;
    esac
    printf '%s\n' "$package"
  done <"$source_dir/packaging/deps/apt.txt"
}

missing_packages() {
  local package
  for package in $(wanted_packages "$@"); do
    if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
      printf '%s\n' "$package"
    fi
  done
}

# install_packages KIND...: installs what is missing as root or through sudo; says plainly what it lacks when it cannot.
install_packages() {
  local missing log as_root
  if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
    die "This machine has no apt-get. Tatara is built on Debian 12; elsewhere, install what these are on Debian:" \
      "$(wanted_packages "$@" | tr '\n' ' ')"
  fi
  missing=$(missing_packages "$@" | tr '\n' ' ')
  [ -n "$missing" ] || return 0

  if [ "$(id -u)" = 0 ]; then
    as_root=""
  elif command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    as_root="sudo"
  else
    die "These Debian packages are missing, and installing them needs root or sudo. Run this once, then try again:" \
      "apt-get install --no-install-recommends $missing"
  fi
  say "installing $missing"
  log=$(mktemp)
  if ! apt_install "$as_root" "$missing" >"$log" 2>&1; then
    # The package lists may be absent or stale: refresh them once.
    if ! { $as_root apt-get -q update && apt_install "$as_root" "$missing"; } >"$log" 2>&1; then
      tail -n 20 "$log" >&2
      rm -f "$log"
      die "apt-get could not install these packages (its words are above):" "$missing"
    fi
  fi
  rm -f "$log"
}

apt_install() {
  # shellcheck disable=SC2086  # both are lists of words
  $1 env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 install --no-install-recommends $2
}

# build_preset PRESET [cmake option]...: configures and builds; the log stays in the build folder.
build_preset() {
  local preset=$1 log
  shift
  log="$source_dir/build/$preset.log"
  mkdir -p "$source_dir/build"
  say "building $preset (log: build/$preset.log)"
  # Not the two more that ninja would run: they only push one another out of the caches.
  if ! { cd "$source_dir" && cmake --preset "$preset" "$@" &&
    cmake --build --preset "$preset" -j "$(nproc)" ${targets:+--target "${targets[@]}"}; } >"$log" 2>&1; then
    grep -E -A4 'error|FAILED|Error' "$log" | head -n 60 >&2
    die "The build failed; the whole log is build/$preset.log"
  fi
}

fetch_pinned() {
  /usr/bin/python3 "$source_dir/packaging/deps/fetch.py" || die "The pinned libraries could not be fetched (see above)."
}
