#!/usr/bin/env bash
# What a build is told about its source. Everything comes from the commit, so the same commit gives
# the same image whenever it is built.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: facts.sh OWNER

Prints image=, version= (of pom.xml), tree= (of git), epoch= and date= (of the commit).
Exit codes: 0 printed, 1 failed, 2 asked wrongly.
EOF
}

case ${1-} in
  --help) usage && exit ;;
  '') echo "facts: no owner (see --help)" >&2 && exit 2 ;;
esac

here=$(cd "$(dirname "$0")" && pwd)
"$here/image.sh" name "$1"

# the project's own version is the first one in pom.xml; it has no parent
version=$(sed -n 's:^  <version>\(.*\)</version>.*:\1:p' "$here/../../pom.xml" | head -n 1)
[ -n "$version" ] || { echo "facts: no version in pom.xml" >&2 && exit 1; }
echo "version=$version"
echo "tree=$(git rev-parse 'HEAD^{tree}')"
echo "epoch=$(git log -1 --format=%ct)"
echo "date=$(TZ=UTC git log -1 --format=%cd --date=format-local:%Y-%m-%dT%H:%M:%SZ)"
