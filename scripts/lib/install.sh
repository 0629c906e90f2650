# shellcheck shell=bash
# Puts an unpacked bundle where it belongs. What was there is kept with the release, for the way back.

install_bundle() {
  local before=$releases/$id/before
  mkdir "$before" || fail "cannot make $before (a full disk?)"
  if [ -d "$home/compose" ]; then
    cp -Rp "$home/compose" "$before/compose" || fail "the compose files could not be kept (a full disk?)"
  fi
  if [ -f "$env_file" ]; then
    cp -p "$env_file" "$before/" || fail "the settings could not be kept (a full disk?)"
  fi
  if [ -f "$bundle/values" ]; then
    GATEWAY_ROOT=$root "$here/render-env.sh" "$env" --values "$bundle/values" ||
      fail "the settings of the bundle are not right"
  fi
  if [ -d "$bundle/compose" ]; then
    same_files "$bundle/compose" "$home/compose" || fail "the compose files could not be installed (a full disk?)"
  fi
  if [ -d "$bundle/bin" ]; then
    install_scripts "$bundle/bin" "$root/bin"
  fi
}

# One by one by renaming: a script that runs goes on reading its old file.
install_scripts() {
  local file
  mkdir -p "$2/lib"
  for file in "$1"/* "$1"/lib/*; do
    [ -f "$file" ] || continue
    write_file "$2/${file#"$1"/}" 0755 <"$file" || fail "the scripts could not be installed (a full disk?)"
  done
}
