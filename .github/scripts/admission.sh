#!/usr/bin/env bash
# What a workflow signs so that a host lets an image in (scripts/lib/provenance.sh asks for it).
set -euo pipefail

usage() {
  cat <<'EOF'
usage: admission.sh predicate ENVIRONMENT DIGEST TREE   what is said of the image
       admission.sh one SIGNED FILE                     the one Sigstore bundle in SIGNED, as FILE

predicate prints image=, type= and predicate= in the form of $GITHUB_OUTPUT.
environment: GITHUB_REPOSITORY GITHUB_REPOSITORY_OWNER GITHUB_SHA GITHUB_REF
Exit codes: 0 done, 1 failed, 2 asked wrongly.
EOF
}

here=$(cd "$(dirname "$0")" && pwd)

predicate() {
  case $1 in
    staging | production) ;;
    *) echo "admission: unknown environment '$1' (see --help)" >&2 && exit 2 ;;
  esac
  [[ $2 =~ ^sha256:[0-9a-f]{64}$ ]] || { echo "admission: not a digest: $2" >&2 && exit 2; }
  [[ $3 =~ ^[0-9a-f]{40,64}$ ]] || { echo "admission: not a git tree: $3" >&2 && exit 2; }
  "$here/image.sh" name "$GITHUB_REPOSITORY_OWNER"
  echo "type=https://github.com/$GITHUB_REPOSITORY/admits/$1"
  printf 'predicate='
  jq -cn --arg environment "$1" --arg tree "$3" --arg commit "$GITHUB_SHA" --arg ref "$GITHUB_REF" \
    '{environment: $environment, tree: $tree, commit: $commit, ref: $ref}'
}

# Where a job signs several times, the file has a line for each.
one() {
  [ "$(grep -c . "$1")" = 1 ] || { echo "admission: $1 has not just one signature" >&2 && exit 1; }
  cp "$1" "$2"
}

case ${1-}:$# in
  --help:1) usage ;;
  predicate:4) predicate "$2" "$3" "$4" ;;
  one:3) one "$2" "$3" ;;
  *) echo "admission: asked wrongly (see --help)" >&2 && exit 2 ;;
esac
