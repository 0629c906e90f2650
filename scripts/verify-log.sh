#!/usr/bin/env bash
# verify-log.sh [ENV | FILE] [--head HASH]    checks the hash chain of a log of deployments
#
# ENV (staging, production) means that environment's deployments.jsonl on this host. Every line has
# the SHA-256 of the one before, so what was changed, taken out or swapped is found. The last lines
# could be cut off unseen; --head compares the end with a hash that was kept elsewhere: every
# deployment prints it ("log head …").
# GATEWAY_ROOT is /opt/gateway. Exit codes: 0 in order, 1 broken, 2 asked wrongly.

set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
for part in messages json hash host log; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

main() {
  local what='' head=''
  while [ $# -gt 0 ]; do
    case $1 in
      --help | -h) help_and_exit ;;
      --head)
        head=${2:-}
        [ -n "$head" ] || asked_wrongly "--head needs a hash"
        shift
        ;;
      -*) asked_wrongly "there is no option '$1'" ;;
      *) what=$1 ;;
    esac
    shift
  done
  [ -n "$what" ] || asked_wrongly "which log? an environment or a file"
  if [ -f "$what" ]; then log=$what; else host_environment "$what"; fi
  [ -f "$log" ] || fail "there is no $log"
  verify "$head"
}

verify() {
  local line number=0 expected=$log_nothing
  while IFS= read -r line || [ -n "$line" ]; do
    number=$((number + 1))
    case $line in
      '{'*'}') ;;
      *) fail "line $number is not an entry" ;;
    esac
    [ "$(printf '%s' "$line" | json_get prev_hash)" = "$expected" ] ||
      fail "the chain breaks at line $number: what stands before it is not what it was written after"
    expected=$(printf '%s' "$line" | sha256)
  done <"$log"
  [ -z "$1" ] || [ "$1" = "$expected" ] || fail "the log ends with $expected and not with $1: lines are missing, or more were added"
  say "$number lines, the chain holds, log head $expected"
}

main "$@"
exit
