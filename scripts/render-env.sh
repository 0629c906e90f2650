#!/usr/bin/env bash
# render-env.sh ENV --values FILE    writes the settings of an environment on this host
#
# ENV is staging or production. FILE (- for standard input) has KEY=VALUE pairs, each ended by a NUL
# byte, as bundle.sh makes them. Settings go to .env.ENV (mode 0600), secrets to one file each below
# secrets/, which only their owner can enter. Passwords of database users and the URLs of database and
# cache are made from POSTGRES_PASSWORD and REDIS_PASSWORD, unless DATABASE_URL and REDIS_URL are
# given. What is no longer given is removed. Either everything is written, or nothing.
#
# Values are not shown, only the names of their keys and a hash. An empty value, or -, counts as not
# given.
# Settings must not have line breaks, ' or $ in them, since the readers of env files take those
# differently; secrets may.
# GATEWAY_ROOT is /opt/gateway. Exit codes: 0 done, 1 refused or failed, 2 asked wrongly.

set -euo pipefail
umask 077
here=$(cd "$(dirname "$0")" && pwd)
for part in messages hash files host keys; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

main() {
  local environment='' values=''
  while [ $# -gt 0 ]; do
    case $1 in
      --help | -h) help_and_exit ;;
      --values)
        values=${2:-}
        [ -n "$values" ] || asked_wrongly "--values needs a file, or - for standard input"
        shift
        ;;
      -*) asked_wrongly "there is no option '$1'" ;;
      *) environment=$1 ;;
    esac
    shift
  done
  host_environment "$environment"
  [ -n "$values" ] || asked_wrongly "--values is missing"
  [ "$values" = - ] || [ -r "$values" ] || fail "$values cannot be read"
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/render.XXXXXX") || fail "cannot make a temporary folder"
  trap 'rm -rf "$scratch"' EXIT
  given=$scratch/given
  mkdir "$given"
  if [ "$values" = - ]; then read_pairs; else read_pairs <"$values"; fi
  derive
  env_text >"$scratch/env" || fail "cannot write to a temporary folder (a full disk?)"
  check_required "$scratch/env" || fail "these must be given for $env: $missing"
  install_secrets
  write_file "$env_file" 0600 <"$scratch/env" || fail "cannot write $env_file (permissions, or a full disk?)"
  drop_secrets
  say "$env: $(sed 's/=.*//' "$scratch/env" | tr '\n' ' ')"
  say "$env: settings have the hash $(sha256 <"$scratch/env" | cut -c1-16)"
}

# Each value becomes a file named by its key: no associative arrays in an old bash.
read_pairs() {
  local pair key value
  while IFS= read -r -d '' pair || [ -n "$pair" ]; do
    key=${pair%%=*}
    value=${pair#*=}
    # so that an environment of GitHub can say "none", and not take over what the repository has
    [ "$value" != - ] || value=
    case $key in
      '' | *[!A-Z0-9_]*) fail "the values must be KEY=VALUE pairs with a NUL byte after each" ;;
    esac
    [ "$key" != "$pair" ] || fail "$key has no value: the pairs are KEY=VALUE"
    ! in_list "$key" "$deployment_keys" || continue
    [ ! -e "$given/$key" ] || fail "$key is given twice"
    if in_list "$key" "$setting_keys $host_keys"; then
      check_setting "$key" "$value"
    elif in_list "$key" "$secret_keys $source_keys"; then
      check_secret "$key" "$value"
    elif in_list "$key" "$administrator_keys"; then
      fail "$key is for this host's administrator to set, in $root/etc/$env.env, and not for a deployment to bring"
    else
      fail "$key is not a key that a deployment may bring (scripts/lib/keys.sh lists them)"
    fi
    [ -z "$value" ] || printf '%s' "$value" >"$given/$key" || fail "cannot write to a temporary folder (a full disk?)"
  done
}

check_setting() {
  check_secret "$1" "$2"
  case $2 in
    *"'"*) fail "$1 has a single quote in it: Compose and the gateway would read it differently" ;;
    *\$*) fail "$1 has a \$ in it: Compose would put something else in its place" ;;
    \"* | \#* | *' #'* | ' '* | *' ') fail "$1 begins with a quote, has a # after a space, or spaces at an end: Compose would cut it" ;;
  esac
  case $1 in
    IMAGE) printf '%s' "$2" | LC_ALL=C grep -Eqx '[a-z0-9][a-z0-9._:/-]*' || fail "IMAGE must be a name without tag or digest, such as ghcr.io/owner/local-llm-server" ;;
    AUTH_MODE) [ "$2" != none ] || fail "AUTH_MODE must be keys, jwt or keys,jwt in $env" ;;
  esac
}

check_secret() {
  case $2 in
    *[[:cntrl:]]*) fail "$1 has a line break or another control character in it" ;;
  esac
  case $1 in
    POSTGRES_PASSWORD | REDIS_PASSWORD)
      printf '%s' "$2" | LC_ALL=C grep -Eqx '[A-Za-z0-9_-]{16,}' || fail "$1 must have 16 or more letters, digits, _ or -"
      ;;
  esac
}

value_of() { if [ -f "$given/$1" ]; then cat "$given/$1"; fi; }

# Each user of the database has a password of its own, from which that of the superuser does not follow.
derive() {
  local user
  if [ -f "$given/POSTGRES_PASSWORD" ]; then
    for user in gateway gateway_owner; do
      { printf '%s:' "$user" && value_of POSTGRES_PASSWORD; } | sha256 | cut -c1-40 | tr -d '\n' >"$scratch/$user"
    done
    [ -f "$given/DATABASE_URL" ] || printf 'postgresql://gateway:%s@db:5432/gateway' "$(cat "$scratch/gateway")" >"$given/DATABASE_URL"
    [ -f "$given/DATABASE_URL_OWNER" ] || printf 'postgresql://gateway_owner:%s@db:5432/gateway' "$(cat "$scratch/gateway_owner")" >"$given/DATABASE_URL_OWNER"
  elif [ -f "$given/DATABASE_URL" ] && [ ! -f "$given/DATABASE_URL_OWNER" ]; then
    cp "$given/DATABASE_URL" "$given/DATABASE_URL_OWNER"
  fi
  if [ -f "$given/REDIS_PASSWORD" ] && [ ! -f "$given/REDIS_URL" ]; then
    printf 'redis://:%s@cache:6379' "$(value_of REDIS_PASSWORD)" >"$given/REDIS_URL"
  fi
}

lower() { printf '%s' "$1" | tr '[:upper:]' '[:lower:]'; }

env_text() {
  local key
  printf 'APP_ENV=%s\n' "$env"
  for key in $host_keys $setting_keys; do
    if [ -f "$given/$key" ]; then printf '%s=%s\n' "$key" "$(value_of "$key")"; fi
  done
  for key in $secret_keys; do
    if [ -f "$given/$key" ]; then printf '%s_FILE=/run/secrets/%s\n' "$key" "$(lower "$key")"; fi
  done
}

# The folder of each kind is mounted into the containers that need it, and into no other. Containers
# have users of their own, so the files are readable; the folder above keeps the host's users out.
install_secrets() {
  local folder
  for folder in app owner db cache; do
    mkdir -p "$home/secrets/$folder" 2>/dev/null || fail "cannot make $home/secrets (permissions, or a full disk?)"
    chmod 0755 "$home/secrets/$folder"
  done
  chmod 0700 "$home/secrets"
  each_secret stage
  each_secret put
}

# each_secret DO: calls DO with source and target of every secret that is given.
each_secret() {
  local key
  for key in $secret_keys; do
    "$1" "$given/$key" "app/$(lower "$key")"
  done
  "$1" "$given/DATABASE_URL_OWNER" owner/database_url_owner
  "$1" "$given/POSTGRES_PASSWORD" db/postgres_password
  "$1" "$scratch/gateway" db/gateway_password
  "$1" "$scratch/gateway_owner" db/gateway_owner_password
  "$1" "$given/REDIS_PASSWORD" cache/redis_password
}

# shellcheck disable=SC2329 # each_secret calls these three
# All are written before the first is put in its place: a full disk is found here.
stage() {
  [ -f "$1" ] || return 0
  if ! { cp "$1" "$home/secrets/$2.new" && chmod 0444 "$home/secrets/$2.new"; }; then
    rm -f "$home"/secrets/*/*.new
    fail "cannot write the secrets (permissions, or a full disk?)"
  fi
}

# shellcheck disable=SC2329
put() { [ ! -f "$1" ] || mv -f "$home/secrets/$2.new" "$home/secrets/$2"; }

drop_secrets() { each_secret drop; }
# shellcheck disable=SC2329
drop() { [ -f "$1" ] || rm -f "$home/secrets/$2"; }

main "$@"
exit
