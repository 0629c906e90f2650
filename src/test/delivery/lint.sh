#!/usr/bin/env bash
# Everything about delivery that can be judged by reading it: workflows, scripts, Dockerfile, compose
# files, secrets. One line a check; what a check found stands below it.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: lint.sh [--strict] [--root FOLDER]

Runs every check over the working tree with the tools that tools.sh installs.

  --strict        a file that the product must have and that is missing is a failure, not a skip
  --root FOLDER   looks at that folder instead of this checkout

Exit codes: 0 nothing failed, 1 something did, 2 asked wrongly, 69 the tools cannot be had here.
EOF
}

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
strict=no
while [ $# -gt 0 ]; do
  case $1 in
    --strict) strict=yes ;;
    --root) root=$(cd "${2:?lint: --root needs a folder}" && pwd) && shift ;;
    --help) usage && exit ;;
    *) echo "lint: unknown argument $1 (see --help)" >&2 && exit 2 ;;
  esac
  shift
done

tools=$("$here/tools.sh") || exit
PATH=$tools:$PATH
cd "$root"
git rev-parse --is-inside-work-tree >/dev/null 2>&1 || {
  echo "lint: $root is not a git checkout" >&2 && exit 2
}

passed=0 failed=0 skipped=0
output=$(mktemp)
copy=$(mktemp -d)
trap 'rm -rf "$output" "$copy"' EXIT

pass() { passed=$((passed + 1)) && echo "ok    $1"; }
failed() { failed=$((failed + 1)) && echo "FAIL  $1"; }
skip() { skipped=$((skipped + 1)) && echo "skip  $1 (skipped: $2)"; }

# check NAME COMMAND…: silent when all is well
check() {
  local name=$1
  shift
  if "$@" >"$output" 2>&1; then
    pass "$name"
  else
    failed "$name"
    sed -n -e 's/^/      /' -e '1,60p' -e '61s/.*/      …/p' "$output"
  fi
}

# missing NAME WHAT: what other checks are about is not there
missing() {
  if [ $strict = yes ]; then
    failed "$1: there is no $2"
  else
    skip "$1" "there is no $2"
  fi
}

# What git knows or would take, so neither build output nor what is ignored.
files() { git ls-files --cached --others --exclude-standard -- "$@" | sort -u | while IFS= read -r f; do
  if [ -f "$f" ]; then printf '%s\n' "$f"; fi
done; }

# over NAME WHAT FILES COMMAND…: the command with these files (one a line) as its last arguments
over() {
  local name=$1 what=$2 list=$3
  shift 3
  if [ -z "$list" ]; then
    missing "$name" "$what"
    return
  fi
  local IFS=$'\n'
  # shellcheck disable=SC2086 # split at line breaks, which is what is meant
  check "$name" "$@" $list
}

bash_scripts() {
  files '*.sh'
  # programs without an ending say by their first line what they are; mvnw is not ours
  files | { grep -Ev '(^|/)[^/]*\.[^/]*$|(^|/)mvnw$' || :; } | while IFS= read -r f; do
    if head -n 1 "$f" | grep -Eq '^#!.*\b(ba)?sh\b'; then printf '%s\n' "$f"; fi
  done
}

executable() {
  local f bad=0
  for f; do
    # a file that others read in has no first line of its own
    if head -n 1 "$f" | grep -q '^#!' && [ ! -x "$f" ]; then echo "$f is not executable" && bad=1; fi
  done
  return $bad
}

# Words that bash 3.2, which is what macOS has, does not know.
old_bash() {
  local words='(declare|local|typeset) -[a-zA-Z]*[An] |^ *(mapfile|readarray|coproc) '
  words=$words'|[$]\{[A-Za-z_]+(,,|\^\^|@[A-Z]\})|wait[ ]-n|&>[>]|\|[&] '
  ! grep -nE "$words" "$@" /dev/null | grep -vE '^[^:]+:[0-9]+: *#'
}

has_help() {
  local f said bad=0
  for f; do
    said=$("$f" --help </dev/null 2>/dev/null) && [ -n "$said" ] || { echo "$f --help says nothing" && bad=1; }
  done
  return $bad
}

# Over a copy: what git ignores (build output, a developer's .env) is nobody's leak.
leaks() {
  files | tar -cf - -T - | tar -xf - -C "$copy"
  (cd "$copy" && gitleaks dir --no-banner --no-color --redact --log-level error --verbose \
    --config "$here/lint/gitleaks.toml" .)
}

compose_config() {
  local file code=0 names
  for file; do
    # every variable that a file insists on gets a value that means nothing
    names=$(grep -hoE '\$\{[A-Z_0-9]+:?\?' "$file" deploy/compose/*.y*ml 2>/dev/null | sed 's/[${:?]//g' | sort -u)
    # shellcheck disable=SC2046 # one word for each name
    env DEPLOY_DIR=./deploy $(for n in $names; do echo "$n=dummy"; done) \
      docker compose -f "$file" config -q || { echo "in $file" && code=1; }
  done
  return $code
}

compose_files=$(files 'docker-compose*.yml' 'docker-compose*.yaml' 'deploy/compose/*.yml')
top_compose=$(files 'docker-compose*.yml')
workflows=$(files '.github/workflows/*.yml' '.github/workflows/*.yaml')
scripts=$(bash_scripts | sort -u)

over "actionlint" "workflow" "$workflows" actionlint -shellcheck "$tools/shellcheck" -pyflakes=
over "zizmor" "workflow" "$(files '.github/*.yml' | grep -E 'workflows/|dependabot' || :)" \
  zizmor --offline --no-progress --quiet --persona=regular
if [ -n "$workflows" ]; then
  check "pins and permissions" "$tools/python" "$here/lint/policy.py" .
else
  missing "pins and permissions" "workflow"
fi
over "schema of workflows" "workflow" "$workflows" check-jsonschema --builtin-schema vendor.github-workflows
over "schema of dependabot.yml" ".github/dependabot.yml" "$(files .github/dependabot.yml)" \
  check-jsonschema --builtin-schema vendor.dependabot
over "schema of compose files" "compose file" "$compose_files" \
  check-jsonschema --builtin-schema vendor.compose-spec
over "yamllint" "YAML" "$(files '*.yml' '*.yaml')" yamllint --strict -c "$here/lint/yamllint.yml"
over "hadolint" "Dockerfile" "$(files Dockerfile '*/Dockerfile' '*.dockerfile')" hadolint
# SC1091: what a script reads in is looked at by itself
over "shellcheck" "shell script" "$scripts" shellcheck --severity=style --exclude=SC1091
over "bash 3.2" "shell script" "$scripts" old_bash
over "scripts are executable" "shell script" "$scripts" executable
over "scripts have --help" "script" \
  "$(printf '%s\n' "$scripts" | grep -E '^(scripts|\.github/scripts|src/test/delivery)/[^/]+$' || :)" has_help
over "PowerShell: syntax, ASCII" "scripts/dev.ps1" "$(files 'scripts/*.ps1')" \
  "$tools/python" "$here/lint/powershell.py"
check "gitleaks" leaks

if [ -z "$top_compose" ]; then
  missing "compose config" "compose file"
elif docker compose version >/dev/null 2>&1; then
  over "compose config" "compose file" "$top_compose" compose_config
else
  skip "compose config" "no docker compose here"
fi

for f in Dockerfile .dockerignore docker-compose.yml docker-compose.ci.yml docker-compose.staging.yml \
  docker-compose.prod.yml DEPLOYMENT.md scripts/deploy.sh scripts/rollback.sh scripts/render-env.sh \
  scripts/smoke.sh scripts/notify.sh scripts/dora.sh scripts/bundle.sh scripts/gate scripts/dev.sh \
  scripts/dev.ps1 .github/dependabot.yml; do
  if [ ! -f "$f" ]; then missing "files" "$f"; fi
done

for f in $(printf '%s\n' "$workflows" | xargs grep -ohE '(\.github/scripts|scripts|src/test/delivery)/[a-z/-]+\.sh' /dev/null | sort -u); do
  if [ ! -x "$f" ]; then missing "what workflows call" "$f"; fi
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
