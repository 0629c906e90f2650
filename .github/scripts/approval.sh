#!/usr/bin/env bash
# Has a person said yes? Reviewers of the environment are asked by GitHub itself; where a plan or a
# repository has none, the environment's name typed by whoever starts the workflow takes their place.
set -euo pipefail

GH=${GH:-gh}

usage() {
  cat <<'EOF'
usage: approval.sh ENVIRONMENT

Prints approved=true when the environment has required reviewers (GitHub will ask them), or when
CONFIRM holds the environment's name; else approved=false. A CONFIRM that says anything else is an
error.

environment: CONFIRM GITHUB_REPOSITORY GH_TOKEN
Exit codes: 0 answered, 1 wrongly confirmed, 2 asked wrongly.
EOF
}

case ${1-} in
  --help) usage && exit ;;
  staging | production) ;;
  *) echo "approval: unknown environment '${1-}' (see --help)" >&2 && exit 2 ;;
esac

if [ -n "${CONFIRM-}" ] && [ "$CONFIRM" != "$1" ]; then
  echo "approval: confirmed with '$CONFIRM'; type '$1'" >&2
  exit 1
fi

# An answer that cannot be had counts as "no reviewers": then nothing happens unless it is typed.
reviewers=$("$GH" api "repos/$GITHUB_REPOSITORY/environments/$1" --jq \
  '[.protection_rules[]? | select(.type == "required_reviewers") | .reviewers[]?] | length' 2>/dev/null) ||
  reviewers=0

if [ "$reviewers" -gt 0 ] 2>/dev/null || [ "${CONFIRM-}" = "$1" ]; then
  echo "approved=true"
else
  echo "approved=false"
  echo "::notice::$1 has no required reviewers: start this workflow by hand and type '$1' to confirm" >&2
fi
