# shellcheck shell=bash
# Loaded by every test file.

bats_require_minimum_version 1.5.0

here=$(cd "$BATS_TEST_DIRNAME" && pwd)
scripts=$(cd "$here/../../../../scripts" && pwd)

a=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
b=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
c=cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc

# A host on which nothing has been deployed yet.
new_host() {
  export GATEWAY_ROOT=$BATS_TEST_TMPDIR/gateway FAKE=$BATS_TEST_TMPDIR/fake
  export HOME_DIR=$GATEWAY_ROOT/staging TMPDIR=$BATS_TEST_TMPDIR
  export DOCKER=$here/fakes/docker CURL=$here/fakes/curl SLEEP=$here/fakes/sleep CLOCK=$here/fakes/clock
  export PATH=$here/fakes/path:$PATH
  unset DEPLOY_ACTOR DEPLOY_RUN_URL DEPLOY_COMMIT_TIME DEPLOY_REF SMOKE_TOKEN SMOKE_TOKEN_FILE
  mkdir -p "$GATEWAY_ROOT/etc" "$HOME_DIR/compose" "$FAKE"/{images,registry,colours,sick,unhealthy,erring,liar,weary}
  printf 1795255200 >"$FAKE/clock"
  printf 'commit-a' >"$FAKE/registry/$a"
  printf 'commit-b' >"$FAKE/registry/$b"
  printf 'commit-c' >"$FAKE/registry/$c"
  echo SIGNED_BY=nobody >"$GATEWAY_ROOT/etc/staging.env"
  : >"$HOME_DIR/compose/docker-compose.staging.yml"
  good_values | "$scripts/render-env.sh" staging --values - >/dev/null
}

good_values() {
  printf '%s\0' IMAGE=registry.example/local-llm-server MODEL_NAME=llama3.2 AUTH_MODE=keys \
    OLLAMA_BASE_URL=http://host.docker.internal:11434 'ALLOWED_ORIGINS=["https://chat.example"]' \
    POSTGRES_PASSWORD=a-password-of-a-database REDIS_PASSWORD=a-password-of-a-cache \
    KEY_PEPPERS='main:pepper-$with#odd"signs' SMOKE_TOKEN=llm_token WATCH=6s WARM_UP=5s
}

# A host on which the image with the digest a… serves, from blue. Made once for each file of tests.
deployed_host() {
  new_host
  local template=$BATS_FILE_TMPDIR/deployed
  if [ ! -d "$template" ]; then
    deploy $a >"$BATS_TEST_TMPDIR/first" 2>&1 || { cat "$BATS_TEST_TMPDIR/first"; return 1; }
    mkdir "$template" && cp -Rp "$GATEWAY_ROOT" "$FAKE" "$template/"
  else
    rm -rf "$GATEWAY_ROOT" "$FAKE"
    cp -Rp "$template/gateway" "$template/fake" "$BATS_TEST_TMPDIR/"
  fi
  rm -f "$FAKE/calls"
  : >"$FAKE/live"
}

deploy() {
  local hex=$1
  shift
  "$scripts/deploy.sh" staging "sha256:$hex" "$@"
}

rollback() { "$scripts/rollback.sh" staging "$@"; }

# serves DIGEST: it is what the proxy reaches, what state.json says, and nothing else runs.
serves() {
  (
    . "$here/fakes/world.sh"
    colour=$(serving) || { echo "nothing serves"; exit 1; }
    other=$([ "$colour" = blue ] && echo green || echo blue)
    [ "$(hex_of "$(colour_ref "$colour")")" = "$1" ] || { echo "$(colour_ref "$colour") serves"; exit 1; }
    ! colour_runs "$other" || { echo "$other still runs"; exit 1; }
    colour_held "$other" || { echo "$other is not held"; exit 1; }
    grep -q "\"digest\": \"sha256:$1\"" "$HOME_DIR/state.json" || { cat "$HOME_DIR/state.json"; exit 1; }
  )
}

no_outage() { [ ! -e "$FAKE/outages" ] || { echo "nobody served at:"; cat "$FAKE/outages"; return 1; }; }

# The statuses in the log, on one line; and its chain holds.
log_is() {
  local found
  "$scripts/verify-log.sh" staging >/dev/null || return 1
  found=$(sed 's/.*"status":"\([a-z_]*\)".*/\1/' "$HOME_DIR/deployments.jsonl" | tr '\n' ' ')
  [ "$found" = "$1 " ] || { echo "the log is: $found"; return 1; }
}

unlocked() { [ ! -e "$HOME_DIR/lock" ] || { echo "still locked"; return 1; }; }

# says TEXT: the output of the last run has it.
says() {
  case $output in
    *"$1"*) ;;
    *) echo "'$1' is not in: $output"; return 1 ;;
  esac
}

says_not() {
  case $output in
    *"$1"*) echo "'$1' is in: $output"; return 1 ;;
  esac
}

# not_called PATTERN: no call of a fake fits it.
not_called() {
  if grep -E -e "$1" "$FAKE/calls"; then
    echo "that was called"
    return 1
  fi
}
