#!/usr/bin/env bash
# A lint that never says no is worth nothing: each check is shown what it must refuse.
# Samples are literal text.
# shellcheck disable=SC2016,SC2119,SC2120
set -euo pipefail

usage() {
  cat <<'EOF'
usage: lint-test.sh

Runs lint.sh over a folder of bad samples, one for each check, and the check of workflows over
samples that break one rule each. Exit codes: 0 passed, 1 failed, 2 asked wrongly.
EOF
}

case ${1-} in
  '') ;;
  --help) usage && exit ;;
  *) echo "lint-test: unknown argument $1 (see --help)" >&2 && exit 2 ;;
esac

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=src/test/delivery/lint/cases.sh
. "$here/lint/cases.sh"
tools=$("$here/tools.sh")
tree=$(mktemp -d)
trap 'rm -rf "$tree" "$tree.report"' EXIT
git -C "$tree" init -q

lint() { "$here/lint.sh" --root "$tree" "$@"; }
file() { # PATH: standard input is its content
  mkdir -p "$(dirname "$tree/$1")"
  cat >"$tree/$1"
}

# --- an empty tree
expect "nothing there: skipped" 0 '^skip  hadolint (skipped: there is no Dockerfile)$' lint
expect "nothing there, strictly: failed" 1 '^FAIL  files: there is no scripts/deploy.sh$' lint --strict
expect "the last line counts" 0 '^[0-9]* passed, 0 failed, [0-9]* skipped$' lint

# --- everything wrong at once
file .github/workflows/bad.yml <<'EOF'
name: bad
on: push
jobs:
  one:
    runs-on: no-such-runner
    steps:
      - uses: actions/checkout@v7
      - run: echo ${{ github.event.head_commit.message }}
EOF
file .github/dependabot.yml <<'EOF'
version: 2
updates:
  - package-ecosystem: no-such-thing
    directory: /
    schedule: {interval: weekly}
EOF
file docker-compose.yml <<'EOF'
services:
  api:
    image: x
    depends_on: [nobody]
    no_such_key: true
EOF
printf 'FROM debian\nRUN cd /x && apt-get install y\n' | file Dockerfile
printf '#!/usr/bin/env bash\nmapfile -t lines <$1\n' | file scripts/deploy.sh
printf 'if ($x { "caf\303\251" }\n' | file scripts/dev.ps1
# a key that opens nothing, put together here so that it is in no file of ours
printf 'token = "ghp_%s"\n' "Zx8Kq2Lm9Rt4Vb7Nw3Yc6Hd1Jf5Sg0PaUe2B" | file notes.txt
printf 'a: 1\na: 2\n' | file two.yml
lint >"$tree.report" || :
report() { cat "$tree.report"; }
for check in actionlint zizmor "pins and permissions" "schema of dependabot.yml" \
  "schema of compose files" yamllint hadolint shellcheck "bash 3.2" "scripts are executable" \
  "scripts have --help" "PowerShell: syntax, ASCII" gitleaks; do
  expect "$check says no" 0 "^FAIL  $check\$" report
done
if docker compose version >/dev/null 2>&1; then
  expect "compose config says no" 0 '^FAIL  compose config$' report
else
  skip "compose config says no" "no docker compose here"
fi
# what is wrong for GitHub and right for the schema was above; here it is the other way
printf 'on: push\njobs: {one: {steps: 3}}\n' | file .github/workflows/bad.yml
printf 'echo "ok"\n' | file scripts/dev.ps1
lint >"$tree.report" || :
expect "schema of workflows says no" 0 '^FAIL  schema of workflows$' report
expect "PowerShell without fault" 0 '^ok    PowerShell: syntax, ASCII$' report

# --- the rules for workflows, one broken at a time
policy() { "$tools/python" "$here/lint/policy.py" "$tree"; }
sha=3d3c42e5aac5ba805825da76410c181273ba90b1
good() {
  cat <<EOF
on: {push: {branches: [main]}}
permissions: {contents: read}
defaults: {run: {shell: bash}}
jobs:
  build:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@$sha # v7.0.1
        with: {persist-credentials: false}
      - run: make
  deploy:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    environment: staging
    concurrency: {group: deploy-staging, cancel-in-progress: false}
    steps:
      - run: make deploy
        env: {KEY: "\${{ secrets.KEY }}"}
  ci-ok:
    needs: [build, deploy]
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps:
      - run: "true"
EOF
}
broken() { # NAME WORDS SED-SCRIPT
  good | sed "$3" | file .github/workflows/bad.yml
  expect "policy: $1" 1 "$2" policy
}
good | file .github/workflows/bad.yml
expect "policy: a good workflow" 0 '^all is well$' eval 'policy && echo "all is well"'
broken "a tag for a pin" 'v7 is not pinned by a commit' "s/@$sha/@v7/"
callable() { # a workflow that may be called, and signs
  good | sed -e 's/^on: .*/on: {workflow_call: }/' -e '0,/timeout-minutes: 5/s//timeout-minutes: 5\n    permissions: {id-token: write}/' \
    -e "$1" | file .github/workflows/bad.yml
}
callable ''
expect "policy: a workflow of any branch may have this one sign" 1 'signs in a workflow that one of any branch may call' policy
callable "s|- run: make\$|- uses: docker/build-push-action@$sha # v7.0.1|"
expect "policy: the build signs what it was built from" 0 '^all is well$' eval 'policy && echo "all is well"'
broken "a pin without version" 'has no version in a comment' 's/ # v7.0.1//'
broken "credentials stay" 'without persist-credentials: false' 's/persist-credentials: false/fetch-depth: 0/'
broken "no time limit" 'job build: no timeout-minutes' '7d'
broken "rights at the top" 'top permissions' 's/^permissions: .*/permissions: {contents: write}/'
broken "no rights at the top" 'top permissions' '/^permissions/d'
broken "secrets without environment" 'secrets (KEY) without environment' '/environment:/d'
broken "all secrets at once" 'secrets (all of them) without environment' 's/run: make$/run: make ${{ toJSON(secrets) }}/'
broken "secrets in the top env" 'secrets in the top env' '1s/^/env: {K: "${{ secrets.K }}"}\n/'
broken "secrets by name to another workflow" 'hands over secrets by name' \
  's#^  ci-ok:#  call: {uses: ./.github/workflows/x.yml, secrets: {K: "${{ secrets.K }}"}}\n&#'
broken "another repository's workflow" 'of another repository' \
  's#^  ci-ok:#  call: {uses: o/r/.github/workflows/x.yml@main}\n&#'
broken "input in a script" 'hand it over by env' 's/run: make$/run: make ${{ github.head_ref }}/'
broken "foreign code with our rights" 'pull_request_target' 's/^on: .*/on: [pull_request_target]/'
broken "a deployment that can be cancelled" 'concurrency that cancels nothing' 's/cancel-in-progress: false/cancel-in-progress: true/'
broken "a pipe that hides a failure" 'shell is not bash' '/^defaults/d'
broken "a job that ci-ok forgets" 'ci-ok does not need deploy' 's/needs: \[build, deploy\]/needs: [build]/'
good | file .github/workflows/bad.yml
good | sed "s/$sha/${sha%1}2/" | file .github/workflows/other.yml
expect "policy: one action, two commits" 1 'pinned to several commits' policy

finish
