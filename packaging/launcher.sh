#!/usr/bin/env bash
# launcher.sh install|remove|state: puts Tatara into the desktop's menu and links its programs on the PATH, or takes both
# away again. For root everything goes under /usr/local, else under ~/.local. state prints installed or absent.
set -euo pipefail
. "$(dirname "$0")/common.sh"

if [ "$(id -u)" = 0 ]; then prefix=/usr/local; else prefix=$HOME/.local; fi
share=$prefix/share
bin="$source_dir/build/release/bin"
programs=(tatara tatara-workbench)
launcher=$share/applications/tatara-workbench.desktop
icon=$share/icons/hicolor/scalable/apps/tatara.svg

refresh_menu() {
  if command -v update-desktop-database >/dev/null 2>&1; then
    update-desktop-database -q "$share/applications"
  fi
}

case "${1:-}" in
  install)
    for program in "${programs[@]}"; do
      [ -x "$bin/$program" ] || die "$bin/$program is not built yet; run packaging/build.sh first."
      target=$prefix/bin/$program
      if [ -e "$target" ] && [ ! -L "$target" ]; then
        die "$target is there and is not a link of ours; it was left alone."
      fi
    done
    mkdir -p "$prefix/bin" "$(dirname "$launcher")" "$(dirname "$icon")"
    for program in "${programs[@]}"; do ln -sfn "$bin/$program" "$prefix/bin/$program"; done
    # Quoted as the Desktop Entry Specification asks, so that a folder with blanks works.
    sed "s|^Exec=tatara-workbench|Exec=\"$bin/tatara-workbench\"|" \
      "$source_dir/packaging/desktop/tatara-workbench.desktop" >"$launcher"
    install -m 644 "$source_dir/resources/icons/tatara.svg" "$icon"
    refresh_menu
    printf 'Tatara is in the menu; tatara and tatara-workbench are linked in %s.\n' "$prefix/bin"
    case ":$PATH:" in
      *":$prefix/bin:"*) ;;
      *) printf 'That folder is not on your PATH yet; log in again, or add it.\n' ;;
    esac
    ;;
  remove)
    for program in "${programs[@]}"; do
      if [ -L "$prefix/bin/$program" ]; then rm "$prefix/bin/$program"; fi
    done
    rm -f "$launcher" "$icon"
    if [ -d "$share/applications" ]; then refresh_menu; fi
    printf 'Tatara is out of the menu and off the PATH; workspaces were not touched.\n'
    ;;
  state)
    if [ -f "$launcher" ]; then echo installed; else echo absent; fi
    ;;
  *)
    sed -n '2,3s/^# //p' "$0" >&2
    exit 2
    ;;
esac
