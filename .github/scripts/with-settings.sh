#!/usr/bin/env bash
# Gives a command the variables of GitHub as its environment. There are more settings than one wants
# to list in a workflow, and render-env.sh on the host knows which ones may be there.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: with-settings.sh COMMAND…

Runs COMMAND with each member of the JSON object in SETTINGS as an environment variable. What is in
the environment already wins. Exit codes: the command's own; 2 asked wrongly.
EOF
}

case ${1-} in
  --help) usage && exit ;;
  '') echo "with-settings: no command (see --help)" >&2 && exit 2 ;;
esac

pairs=$(mktemp)
trap 'rm -f "$pairs"' EXIT
jq -j 'to_entries[] | "\(.key)=\(.value)\u0000"' <<<"${SETTINGS:-{\}}" >"$pairs" 2>/dev/null || {
  echo "with-settings: SETTINGS is not a JSON object" >&2 && exit 2
}
while IFS= read -r -d '' pair; do
  name=${pair%%=*}
  printenv "$name" >/dev/null || export "$name=${pair#*=}"
done <"$pairs"
unset SETTINGS
"$@"
