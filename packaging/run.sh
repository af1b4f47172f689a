#!/usr/bin/env bash
# run.sh [--workspace DIR] [--launcher | --no-launcher] [--tour DIR]
# Installs what is missing, builds, makes the example workspace when it is not there, and opens the workbench on it.
# Without a display it renders the tour instead (every panel, both themes, both languages) and prints the paths of the
# pictures; --tour DIR asks for that in any case. --launcher puts Tatara into the desktop's menu and its programs on the
# PATH without asking, --no-launcher does not ask.
set -euo pipefail
. "$(dirname "$0")/common.sh"

workspace=${XDG_DATA_HOME:-$HOME/.local/share}/tatara/example
launcher=ask
tour=""
while [ $# -gt 0 ]; do
  case "$1" in
    --workspace | --tour)
      [ $# -ge 2 ] || die "$1 needs a folder."
      if [ "$1" = --tour ]; then tour=$2; else workspace=$2; fi
      shift
      ;;
    --launcher) launcher=yes ;;
    --no-launcher) launcher=no ;;
    *)
      sed -n '2,6s/^# //p' "$0"
      [ "$1" = --help ] || [ "$1" = -h ] || exit 2
      exit 0
      ;;
  esac
  shift
done

bash "$source_dir/packaging/build.sh" release
bin="$source_dir/build/release/bin"

if [ ! -e "$workspace/tatara.yaml" ]; then
  say "making the example workspace in $workspace"
  "$bin/tatara" example "$workspace"
fi

if [ "$(bash "$source_dir/packaging/launcher.sh" state)" = absent ]; then
  if [ "$launcher" = ask ] && [ -t 0 ] && [ -t 1 ] && [ -z "${CI:-}" ]; then
    read -r -p "Put Tatara into the desktop's menu and its programs on the PATH? [y/N] " answer
    case "$answer" in [Yy]*) launcher=yes ;; esac
  elif [ "$launcher" = ask ]; then
    printf '\npackaging/launcher.sh install puts Tatara into the desktop'\''s menu and its programs on the PATH.\n'
  fi
  [ "$launcher" != yes ] || bash "$source_dir/packaging/launcher.sh" install
fi

if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ -z "$tour" ]; then
  tour="$source_dir/build/tour"
  printf '\nThere is no display, so the tour is rendered to pictures.\n'
fi
if [ -n "$tour" ]; then
  mkdir -p "$tour"
  if [ -z "${XDG_RUNTIME_DIR:-}" ]; then
    XDG_RUNTIME_DIR=$(mktemp -d)
    export XDG_RUNTIME_DIR
    trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
  fi
  QT_QPA_PLATFORM=offscreen "$bin/tatara-workbench" "$workspace" --tour "$tour"
  exit 0
fi
say "opening the workbench on $workspace"
exec "$bin/tatara-workbench" "$workspace"
