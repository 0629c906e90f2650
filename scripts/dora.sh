#!/usr/bin/env bash
# dora.sh [ENV | FILE] [--days N] [--json]    how well we deliver, from the log of deployments
#
# ENV (production unless given) means that environment's deployments.jsonl on this host. Over the last
# N days (30 unless given), by the time at which a deployment ended:
#   deployment frequency   deploys that succeeded, per day
#   lead time              from commit to service, median of those deploys
#   change-fail rate       deploys that failed, or were undone by a rollback, of all that ended
#   recovery time          from the failure, or the deploy that was undone, until the old version
#                          (or a later one) served again, median
# CLOCK may name a command that prints the time now, for tests. GATEWAY_ROOT is /opt/gateway.
# Exit codes: 0 done, 1 no such log, 2 asked wrongly.

set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
for part in messages clock host; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

main() {
  local what=production days=30 json=no
  while [ $# -gt 0 ]; do
    case $1 in
      --help | -h) help_and_exit ;;
      --json) json=yes ;;
      --days)
        days=${2:-}
        case $days in
          '' | *[!0-9]* | 0*) asked_wrongly "--days needs a whole number from 1" ;;
        esac
        shift
        ;;
      -*) asked_wrongly "there is no option '$1'" ;;
      *) what=$1 ;;
    esac
    shift
  done
  if [ -f "$what" ]; then log=$what; else host_environment "$what"; fi
  [ -f "$log" ] || fail "there is no $log"
  LC_ALL=C awk -v now="$(now)" -v days="$days" -v json="$json" -f "$here/lib/dora.awk" "$log"
}

main "$@"
exit
