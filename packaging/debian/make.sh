#!/usr/bin/env bash
# make.sh [OUTPUT FOLDER]: builds release and makes tatara_VERSION_amd64.deb (default: build/). Libraries that the programs
# link are found by dpkg-shlibdeps; what else a running Tatara wants is kind "run" in packaging/deps/apt.txt.
set -euo pipefail
. "$(dirname "$0")/../common.sh"

output=$(realpath -m "${1:-$source_dir/build}")
bash "$source_dir/packaging/build.sh" release
install_packages package
version=$(sed -n 's/^project(tatara VERSION \([0-9.]*\).*/\1/p' "$source_dir/CMakeLists.txt")
architecture=$(dpkg --print-architecture)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
stage="$work/debian/tatara"
mkdir -p "$stage/DEBIAN" "$output"
chmod 755 "$stage"

say "staging tatara $version"
DESTDIR="$stage" cmake --install "$source_dir/build/release" --prefix /usr >"$work/install.log"
strip --strip-unneeded "$stage"/usr/bin/*
for shell in bash zsh fish; do
  case $shell in
    bash) file=bash-completion/completions/tatara ;;
    zsh) file=zsh/vendor-completions/_tatara ;;
    fish) file=fish/vendor_completions.d/tatara.fish ;;
  esac
  mkdir -p "$(dirname "$stage/usr/share/$file")"
  "$source_dir/build/release/bin/tatara" completion $shell >"$stage/usr/share/$file"
done
mv "$stage/usr/share/doc/tatara/LICENSE" "$stage/usr/share/doc/tatara/copyright"
gzip -9n "$stage/usr/share/doc/tatara/CHANGELOG.md"

printf 'Source: tatara\n\nPackage: tatara\nArchitecture: any\n' >"$work/debian/control"
linked=$(cd "$work" && dpkg-shlibdeps -O debian/tatara/usr/bin/* 2>"$work/shlibdeps.log" | sed -n 's/^shlibs:Depends=//p')
[ -n "$linked" ] || die "dpkg-shlibdeps found no dependency:" "$(cat "$work/shlibdeps.log")"
recommended=$(wanted_packages run | paste -sd, | sed 's/,/, /g')

cat >"$stage/DEBIAN/control" <<END
Package: tatara
Version: $version
Architecture: $architecture
Section: science
Priority: optional
Maintainer: The Tatara authors <tatara@example.invalid>
Installed-Size: $(du -sk --exclude=DEBIAN "$stage" | cut -f1)
Depends: $linked
Recommends: $recommended
Description: native desktop workbench for machine learning operations
 Look at the data, train, compare, review, deploy, watch, and train again: on one
 machine, offline, over one local store. Speaks MLflow's tracking protocol, so that
 existing training scripts log into it unchanged.
END
deb="$output/tatara_${version}_${architecture}.deb"
dpkg-deb --root-owner-group --build "$stage" "$deb" >/dev/null
printf '\nMade %s (%s)\n' "$deb" "$(du -h "$deb" | cut -f1)"
