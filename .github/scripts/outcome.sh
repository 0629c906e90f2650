#!/usr/bin/env bash
# Asks the host what runs there now, whatever the deployment itself has said.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: outcome.sh deploy|rollback ENVIRONMENT TARGET

Fetches the host's log to deployments.jsonl and checks its chain; prints digest= of what runs and
log_head=, to compare with later. Fails when a deployment's TARGET is not what runs.

environment: that of remote.sh. Exit codes: 0 so it is, 1 it is not, 2 asked wrongly.
EOF
}

case ${1-} in
  --help) usage && exit ;;
esac
[ $# = 3 ] || { echo "outcome: needs an action, an environment and a target (see --help)" >&2 && exit 2; }

here=$(cd "$(dirname "$0")" && pwd)
"$here/remote.sh" log "$2" </dev/null >deployments.jsonl
"$here/../../scripts/verify-log.sh" deployments.jsonl | sed -n 's/.*log head /log_head=/p'
digest=$("$here/remote.sh" status "$2" </dev/null | sed -n 's/^ *"digest": *"\(sha256:[0-9a-f]\{64\}\)".*/\1/p')
echo "digest=$digest"
if [ "$1" = deploy ] && [ "$digest" != "$3" ]; then
  echo "outcome: $2 runs ${digest:-nothing}, not $3" >&2
  exit 1
fi
