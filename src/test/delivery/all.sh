#!/usr/bin/env bash
# Every test of the delivery, the quick ones first. One that cannot be run on this machine says
# "skipped" and ends with 69, which is no failure.
set -euo pipefail

case ${1-} in
  '') ;;
  --help) echo "usage: all.sh    runs every test of the delivery; exit code 1 if one fails" && exit ;;
  *) echo "all: unknown argument $1 (see --help)" >&2 && exit 2 ;;
esac

here=$(cd "$(dirname "$0")" && pwd)
failed=
for test in 'lint.sh --strict' lint-test.sh github-test.sh vulnerabilities-test.sh vulnerabilities.sh docs-test.sh bats/run.sh proxy-test.sh image-test.sh deploy-test.sh; do
  echo "== $test"
  started=$SECONDS
  code=0
  # shellcheck disable=SC2086 # a test and its argument
  "$here"/$test || code=$?
  echo "== $test: exit code $code after $((SECONDS - started)) s"
  case $code in
    0 | 69) ;;
    *) failed="$failed $test" ;;
  esac
done
if [ -n "$failed" ]; then
  echo "failed:$failed" >&2
  exit 1
fi
