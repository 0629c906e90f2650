#!/usr/bin/env bash
# Which known vulnerabilities the package has: its own libraries, the server, and what the server is
# made of. Needs Python 3.11 and a way to OSV.dev, and no account.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: vulnerabilities.sh [--warn] [--sbom FILE]

Looks at target/local-llm-server.zip, which ./mvnw package makes. What was accepted, why and until when,
stands in vulnerabilities/accepted.toml.

  --warn        what is new is shown and is no failure
  --sbom FILE   keeps the list of components (CycloneDX) there

Exit codes: 0 none, or all accepted; 1 some are not; 2 asked wrongly; 69 not possible here.
EOF
}

warn=() sbom=''
while [ $# -gt 0 ]; do
  case $1 in
    --help) usage && exit ;;
    --warn) warn=(--warn) ;;
    --sbom) sbom=${2:?vulnerabilities: --sbom needs a file} && shift ;;
    *) echo "vulnerabilities: unknown argument $1 (see --help)" >&2 && exit 2 ;;
  esac
  shift
done

here=$(cd "$(dirname "$0")" && pwd)
package=$here/../../../target/local-llm-server.zip
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
sbom=${sbom:-$scratch/sbom.json}

not_here() {
  echo "vulnerabilities: SKIPPED, nothing was looked up: $*" >&2
  echo "0 passed, 0 failed, 1 skipped"
  exit 69
}

python3 -c 'import tomllib' 2>/dev/null || not_here "no Python 3.11"
[ -f "$package" ] || not_here "there is no package: ./mvnw package -DskipTests makes it"
python3 "$here/vulnerabilities/sbom.py" "$package" >"$sbom"
code=0
python3 "$here/vulnerabilities/check.py" "$sbom" "$here/vulnerabilities/accepted.toml" ${warn[@]+"${warn[@]}"} || code=$?
[ "$code" != 69 ] || not_here "OSV.dev cannot be reached"
exit "$code"
