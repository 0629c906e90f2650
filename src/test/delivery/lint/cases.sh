# shellcheck shell=bash
# A test in one line: what a command must answer, with which code. Read in by the *-test.sh beside it.

passed=0 failed=0 skipped=0
said=$(mktemp)

# expect NAME CODE WORDS COMMAND…: WORDS (a grep pattern) must be in what it says on either stream
expect() {
  local name=$1 code=$2 words=$3 is=0
  shift 3
  "$@" >"$said" 2>&1 || is=$?
  if [ "$is" = "$code" ] && grep -qe "$words" "$said"; then
    passed=$((passed + 1))
    echo "ok    $name"
  else
    failed=$((failed + 1))
    echo "FAIL  $name: code $is, should be $code with '$words'"
    sed 's/^/      /' "$said"
  fi
}

skip() {
  skipped=$((skipped + 1))
  echo "skip  $1 (skipped: $2)"
}

finish() {
  rm -f "$said"
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ]
}
