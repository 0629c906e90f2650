# shellcheck shell=bash
# Images come by digest. The credential of the registry lives for one pull, in a folder of its own:
# the login of whoever runs this is neither used nor changed.

# pull REF CREDENTIAL_FILE: the file has server, user and token, a line each; it may be missing.
pull() {
  local config=$scratch/docker words
  if "$docker" image inspect "$1" >/dev/null 2>&1 </dev/null; then
    say "  it is here already"
    return 0
  fi
  mkdir -m 0700 "$config"
  if [ -n "$2" ] && [ -s "$2" ]; then
    registry_login "$2" >"$config/config.json" || fail "the registry's credential must be three lines: server, user, token"
    words=$(DOCKER_CONFIG=$config "$docker" pull --quiet "$1" 2>&1 </dev/null) || fail "$(pull_words "$1" "$words")"
  else
    words=$("$docker" pull --quiet "$1" 2>&1 </dev/null) || fail "$(pull_words "$1" "$words")"
  fi
  rm -rf "$config"
}

registry_login() {
  local server user token
  {
    IFS= read -r server && IFS= read -r user && { IFS= read -r token || [ -n "$token" ]; }
  } <"$1" || return 1
  [ -n "$token" ] || return 1
  printf '{"auths":{%s:{"auth":"%s"}}}\n' "$(json_string "$server")" \
    "$(printf '%s:%s' "$user" "$token" | base64 | tr -d '\n')"
}

pull_words() {
  local last
  last=$(printf '%s\n' "$2" | sed '/^[[:space:]]*$/d' | tail -n 1 | cut -c1-300)
  case $2 in
    *'no matching manifest'*) printf '%s' "the image $1 is not built for this machine ($(uname -m)): $last" ;;
    *'manifest unknown'* | *'not found'* | *'no such manifest'*) printf '%s' "there is no image $1: $last" ;;
    *denied* | *unauthorized* | *'no basic auth'*) printf '%s' "the registry does not let us have $1: $last" ;;
    *'no space left'*) printf '%s' "the disk is full: $last" ;;
    *) printf '%s' "the registry could not be reached for $1: $last" ;;
  esac
}

label() {
  "$docker" image inspect --format "{{index .Config.Labels \"$2\"}}" "$1" 2>/dev/null </dev/null
}
