#!/usr/bin/env bash
# run.sh [FILE.bats …]    runs the tests of the delivery scripts; needs neither Docker nor a network
#
# bats comes from npm, pinned, into a cache folder, unless BATS names one. The last line is
# "N passed, N failed, N skipped". Exit codes: 0 all passed, 1 some failed, 69 bats cannot be had.

set -euo pipefail
version=1.13.0
here=$(cd "$(dirname "$0")" && pwd)

case ${1:-} in
  --help | -h) sed -n '2,/^$/s/^# \{0,1\}//p' "$0" && exit 0 ;;
esac

bats=${BATS:-}
if [ -z "$bats" ]; then
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/local-llm-server/bats-$version
  bats=$cache/node_modules/bats/bin/bats
  if [ ! -x "$bats" ]; then
    mkdir -p "$cache"
    npm install --silent --no-audit --no-fund --prefix "$cache" "bats@$version" >/dev/null 2>&1 || {
      echo "run.sh: bats cannot be had: npm is missing or reaches no registry" >&2
      echo "0 passed, 0 failed, 1 skipped"
      exit 69
    }
  fi
fi

[ $# -gt 0 ] || set -- "$here"/*.bats
result=$(mktemp)
trap 'rm -f "$result"' EXIT
code=0
"$bats" --tap --timing "$@" | tee "$result" || code=$?
passed=$(grep -c '^ok ' "$result") || :
skipped=$(grep -c '^ok .* # skip' "$result") || :
failed=$(grep -c '^not ok ' "$result") || :
# a file that bats cannot even read has no result of its own
if [ "$code" != 0 ] && [ "$failed" = 0 ]; then failed=1; fi
echo "$((passed - skipped)) passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$code" = 0 ]
