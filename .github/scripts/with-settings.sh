#!/usr/bin/env bash
# Gives a command the settings among the variables of GitHub as its environment. There are more of them
# than one wants to list in a workflow; scripts/lib/keys.sh does.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: with-settings.sh COMMAND…
       with-settings.sh --none

Runs COMMAND with each member of the JSON object in SETTINGS that is a setting which a deployment may
bring as an environment variable. Others stay out, whatever they are called: whoever may write to a
repository may give it variables, and PATH, LD_PRELOAD or BASH_ENV would be programs. What is in the
environment already wins. One that is for the host's administrator to set is an error.

With --none, SETTINGS are the variables of the repository: none may be a setting, since it would count in
each environment that does not set the same.

Exit codes: the command's own; 1 there are some (--none), 2 asked wrongly.
EOF
}

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=scripts/lib/keys.sh
. "$here/../../scripts/lib/keys.sh"

case ${1-} in
  --help) usage && exit ;;
  '') echo "with-settings: no command (see --help)" >&2 && exit 2 ;;
esac

pairs=$(mktemp)
trap 'rm -f "$pairs"' EXIT
# a NUL in a value would end it and begin another pair
jq -j 'to_entries[] | select(.value | type == "string" and (explode | index(0) | not)) | "\(.key)=\(.value)\u0000"' \
  <<<"${SETTINGS:-{\}}" >"$pairs" 2>/dev/null || {
  echo "with-settings: SETTINGS is not a JSON object" >&2 && exit 2
}
found=
while IFS= read -r -d '' pair; do
  name=${pair%%=*}
  # GitHub's names and theirs differ in nothing but this
  case $name in *[!A-Z0-9_]* | '') continue ;; esac
  if in_list "$name" "$administrator_keys"; then
    echo "with-settings: $name is set on the host, in etc/ENV.env, and not in GitHub (DEPLOYMENT.md)" >&2
    exit 2
  fi
  in_list "$name" "$setting_keys $host_keys" || continue
  found="$found $name"
  [ "$1" = --none ] || printenv "$name" >/dev/null || export "$name=${pair#*=}"
done <"$pairs"
if [ "$1" = --none ]; then
  [ -z "$found" ] || {
    echo "with-settings: variables of the repository or organization that belong to an environment:$found" >&2 && exit 1
  }
  exit 0
fi
unset SETTINGS
"$@"
