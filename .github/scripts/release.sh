#!/usr/bin/env bash
# A release is a tag that says the same as pom.xml.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: release.sh REF VERSION

REF must be refs/tags/vVERSION, VERSION must not be a snapshot; then prints release=vVERSION.
Exit codes: 0 so it is, 1 it is not, 2 asked wrongly.
EOF
}

case ${1-} in
  --help) usage && exit ;;
esac
[ $# = 2 ] || { echo "release: needs REF and VERSION (see --help)" >&2 && exit 2; }

case $1 in
  refs/tags/*) ;;
  *) echo "release: production takes main and tags, not $1" >&2 && exit 1 ;;
esac
case $2 in
  *-SNAPSHOT) echo "release: pom.xml says $2; a release needs a version of its own there" >&2 && exit 1 ;;
esac
if [ "$1" != "refs/tags/v$2" ]; then
  echo "release: the tag is ${1#refs/tags/}, pom.xml says $2" >&2
  exit 1
fi
echo "release=v$2"
