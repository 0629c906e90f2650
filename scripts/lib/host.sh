# shellcheck shell=bash
# The folders of one environment on the host, and the one way to call Compose for it.

host_environment() {
  case ${1:-} in
    staging) compose_name=staging default_port=8001 ;;
    production) compose_name=prod default_port=8000 ;;
    prod) asked_wrongly "unknown environment 'prod': did you mean production?" ;;
    *) asked_wrongly "unknown environment '${1:-}': it is staging or production" ;;
  esac
  env=$1
  root=${GATEWAY_ROOT:-/opt/gateway}
  host_settings
  home=$root/$env
  env_file=$home/.env.$env
  compose_file=$home/compose/docker-compose.$compose_name.yml
  state=$home/state.json
  log=$home/deployments.jsonl
  lock=$home/lock
  releases=$home/releases
  docker=${DOCKER:-docker}
  curl=${CURL:-curl}
  cosign=${COSIGN:-cosign}
}

# What the host's administrator has set, for all environments and for this one; it goes before what a
# bundle brings.
host_settings() {
  local file
  for file in "$root/etc/host.env" "$root/etc/$env.env"; do
    [ -f "$file" ] || continue
    set -a
    # shellcheck source=/dev/null
    . "$file"
    set +a
  done
}

# The value of a key in the rendered env file.
env_value() { if [ -f "$env_file" ]; then sed -n "s/^$1=//p" "$env_file" | tail -n 1; fi; }

# setting KEY DEFAULT: how to deploy, from the environment or the rendered env file.
setting() {
  local value=${!1:-}
  [ -n "$value" ] || value=$(env_value "$1")
  printf '%s\n' "${value:-$2}"
}

whole_number() {
  case $2 in
    '' | *[!0-9]*) fail "$1 must be a whole number, not '$2'" ;;
  esac
}

compose() {
  "$docker" compose --project-directory "$home" -f "$compose_file" \
    --env-file "$env_file" --env-file "$release_env" "$@" </dev/null
}

need_docker() {
  need "$docker" "$curl" tar awk sed
  "$docker" compose version >/dev/null 2>&1 ||
    not_here "Docker Compose v2 is not here ('$docker compose' does not work; docker-compose v1 is too old)"
  "$docker" info >/dev/null 2>&1 || not_here "the Docker engine does not answer"
}

# quietly CMD…: its output goes to the release's output.log; if it fails, the end of it is shown.
quietly() {
  if "$@" >>"$output" 2>&1; then
    return 0
  fi
  tail -n 12 "$output" 2>/dev/null | sed 's/^/  | /' >&2 || :
  return 1
}
