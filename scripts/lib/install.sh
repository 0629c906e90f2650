# shellcheck shell=bash
# Puts settings, and the compose files that the administrator has installed, where they belong. What was
# there is kept with the release, for the way back.

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
  if [ -d "$root/share" ]; then
    same_files "$root/share" "$home/compose" || fail "the compose files could not be installed (a full disk?)"
  fi
}
