#!/usr/bin/env bash
# dev.sh COMMAND    what a developer needs, on the local machine
#
# The commands are below; dev.ps1 has the same ones for Windows.
# Exit codes: 0 done, 1 failed, 2 asked wrongly, 69 Docker is not here.

set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=/dev/null
. "$here/lib/messages.sh"

commands='
up        start the gateway, its database and its cache, and wait until they are healthy
down      stop and remove the containers; data stays
logs      follow the logs of all containers, or of those named
reset-db  delete the local database after a question; --yes answers it
test      run every test: ./mvnw verify
smoke     ask the running gateway for answers: http://localhost:8000, or the URL given
help      show this
'

main() {
  local command=${1:-help}
  [ $# -eq 0 ] || shift
  cd "$here/.."
  docker=${DOCKER:-docker}
  case $command in
    up) need_compose && "$docker" compose up --build --detach --wait "$@" ;;
    down) need_compose && "$docker" compose down "$@" ;;
    logs) need_compose && "$docker" compose logs --follow "$@" ;;
    reset-db) reset_db "$@" ;;
    test) ./mvnw verify "$@" ;;
    smoke) [ $# -gt 0 ] || set -- http://localhost:8000 && "$here/smoke.sh" "$@" ;;
    help | --help | -h) printf 'dev.sh COMMAND\n%s' "$commands" ;;
    *) asked_wrongly "there is no command '$command'" ;;
  esac
}

need_compose() {
  need "$docker"
  "$docker" compose version >/dev/null 2>&1 || not_here "Docker Compose v2 is not here"
}

# Only the volume that Compose has labelled as this project's database.
reset_db() {
  local project volumes volume answer
  need_compose
  project=$("$docker" compose config | sed -n 's/^name: *//p' | sed -n 1p)
  [ -n "$project" ] || fail "Compose does not say what this project is called"
  volumes=$("$docker" volume ls --quiet --filter "label=com.docker.compose.project=$project" \
    --filter label=dev.localllm.volume=db)
  if [ -z "$volumes" ]; then
    say "there is no database to delete"
    return 0
  fi
  if [ "${1:-}" != --yes ]; then
    printf 'Delete the local database (%s)? Type yes: ' "$(printf '%s' "$volumes" | tr '\n' ' ')"
    IFS= read -r answer || answer=
    [ "$answer" = yes ] || fail "nothing was deleted"
  fi
  "$docker" compose rm --stop --force db
  for volume in $volumes; do
    "$docker" volume rm "$volume"
  done
  say "the database is deleted; 'dev.sh up' makes a new one"
}

main "$@"
exit
