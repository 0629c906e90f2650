#!/usr/bin/env bash
# Installs the pinned lint tools into a cache folder and prints its bin folder. Nothing else on the
# machine is touched; a second run takes no time.
set -euo pipefail

actionlint=v1.7.12
gitleaks=v8.30.1

usage() {
  cat <<'EOF'
usage: tools.sh [--force]

Installs actionlint and gitleaks (go install) and the tools of lint/requirements.txt (pip, with
hashes) into ${XDG_CACHE_HOME:-~/.cache}/local-llm-server/lint, and prints the folder of the programs.

  --force   install again, even if everything is there

Needs go and Python 3.11 or newer. Exit codes: 0 installed, 1 failed, 2 asked wrongly, 69 go or
Python is missing.
EOF
}

fail() {
  echo "tools: $2" >&2
  exit "$1"
}

force=no
case ${1-} in
  '') ;;
  --force) force=yes ;;
  --help) usage && exit ;;
  *) fail 2 "unknown argument $1 (see --help)" ;;
esac

here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/local-llm-server/lint

# What is installed is named after what was asked for, so a change of a pin installs anew and never
# mixes with what another branch uses.
wanted=$(printf '%s %s ' "$actionlint" "$gitleaks" && cat "$here/lint/requirements.txt")
root=$cache/$(printf '%s' "$wanted" | cksum | cut -d' ' -f1)

if [ $force = yes ]; then rm -rf "$root"; fi
if [ -f "$root/complete" ]; then
  echo "$root/bin"
  exit
fi

command -v go >/dev/null || fail 69 "no go: needed to install actionlint and gitleaks"
python=
for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
  if "$candidate" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
[ -n "$python" ] || fail 69 "no Python 3.11 or newer with venv"

# Complete only when all is in: a run that is killed is followed by one that begins again.
mkdir -p "$cache"
"$python" -m venv --clear "$root" >&2 || fail 1 "could not make $root"
"$root/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
  --only-binary :all: -r "$here/lint/requirements.txt" >&2 || fail 1 "pip failed"
for module in "github.com/rhysd/actionlint/cmd/actionlint@$actionlint" \
  "github.com/zricethezav/gitleaks/v8@$gitleaks"; do
  GOBIN=$root/bin GOFLAGS='' go install "$module" >&2 || fail 1 "go install $module failed"
done
touch "$root/complete"
echo "$root/bin"
