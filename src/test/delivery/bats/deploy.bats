# deploy.sh against a fake engine: what it does, and that every failure leads back.

setup() { load helper && deployed_host; }

@test "the first deployment of a host" {
  rm -rf "$GATEWAY_ROOT" "$FAKE"
  new_host
  run -0 deploy $a
  says 'succeeded: staging runs commit-a on blue'
  serves $a
  log_is 'started succeeded'
  unlocked
}

@test "a second version goes to the other colour and the first stays as a stopped container" {
  run -0 deploy $b
  serves $b
  no_outage
  log_is 'started succeeded started succeeded'
  [ "$(cat "$FAKE/colours/blue/status")" = exited ]
  grep -q '"migration_from":2,"migration_to":3,"health_attempts":1' "$HOME_DIR/deployments.jsonl"
  [ "$(ls "$HOME_DIR"/backups/*.dump | wc -l)" = 2 ]
}

@test "the same digest again is a deployment like others" {
  run -0 deploy $a
  serves $a
  no_outage
}

# fails_back STEP: the deployment of b fails there, and a serves as before.
fails_back() {
  run -1 deploy $b
  says "failed at step $1"
  serves $a
  no_outage
  unlocked
  grep '"status":"failed"' "$HOME_DIR/deployments.jsonl" | grep -q "\"reason\":\"$1: "
  rm -f "$FAKE/fail-at" "$FAKE/no-room" "$FAKE/no-metrics"
}

@test "a failure before anything was started is logged as failed" {
  local at
  for at in 'preflight config --quiet' 'pull ^docker pull' 'services up .* db cache' 'compatibility --dry-run' \
    'backup pg_dump' 'migrate migrate$' 'migrate psql'; do
    echo "# ${at%% *}" >&3
    rm -f "$HOME_DIR/deployments.jsonl"
    printf '%s' "${at#* }" >"$FAKE/fail-at"
    fails_back "${at%% *}"
    log_is 'started failed'
  done
}

@test "a failure after the start is logged as failed and rolled back" {
  local at
  for at in 'start up -d --no-deps --no-build api-green' 'health inspect .*State.Status.* cid-green' \
    'smoke --requests 6' 'warm-up --for 5s' 'switch no-recreate proxy' 'switch ^curl'; do
    echo "# ${at%% *}" >&3
    rm -f "$HOME_DIR/deployments.jsonl"
    printf '%s' "${at#* }" >"$FAKE/fail-at"
    fails_back "${at%% *}"
    log_is 'started failed rolled_back'
  done
}

@test "a state that cannot be written leads back" {
  printf 'state.json$' >"$FAKE/no-room"
  fails_back commit
  log_is 'started succeeded started failed rolled_back'
}

@test "a log that cannot be written stops the deployment before it begins" {
  printf 'deployments.jsonl$' >"$FAKE/no-room"
  run -1 deploy $b
  says 'cannot write'
  serves $a
  log_is 'started succeeded'
}

@test "a version that never becomes healthy" {
  : >"$FAKE/unhealthy/$b"
  fails_back health
  says 'did not become healthy in 5 attempts (it is running unhealthy)'
  says 'a last word of the api'
  log_is 'started succeeded started failed rolled_back'
}

@test "a version that is another commit than its label says" {
  : >"$FAKE/liar/$b"
  fails_back health
  says "says that it is commit 'other', not commit-b"
}

@test "a version that errs after the switch" {
  : >"$FAKE/erring/$b"
  fails_back watch
  says 'more than 5 %'
}

@test "a version that stops to be ready after the switch" {
  : >"$FAKE/weary/$b"
  fails_back watch
  says 'stopped to be ready after the switch'
}

@test "a version that dies during the switch" {
  : >"$FAKE/sick/$b"
  run -1 deploy $b
  serves $a
  says 'failed at step switch'
}

@test "a proxy that goes on answering with the old version" {
  printf 'commit-a' >"$FAKE/stuck-proxy"
  fails_back switch
  says 'does not answer with commit-b only'
}

@test "metrics that cannot be read are said, and readiness is watched" {
  : >"$FAKE/no-metrics"
  run -0 deploy $b
  says 'only its readiness is watched'
  serves $b
}

# signalled SIGNAL: sets SLEEP to one that sends it to the deployment, once.
signalled() {
  printf '#!/bin/sh\n[ -e "$FAKE/signalled" ] || { : >"$FAKE/signalled"; kill -%s "$PPID"; }\nexec "%s" "$@"\n' \
    "$1" "$SLEEP" >"$BATS_TEST_TMPDIR/sleep"
  chmod +x "$BATS_TEST_TMPDIR/sleep"
  export SLEEP=$BATS_TEST_TMPDIR/sleep
}

@test "a hang-up does not stop the deployment" {
  signalled HUP
  run -0 deploy $b
  serves $b
}

@test "SIGTERM leads back" {
  signalled TERM
  run -1 deploy $b
  says 'failed at step health'
  serves $a
  log_is 'started succeeded started failed rolled_back'
}

@test "a listener that goes away does not stop the deployment" {
  deploy $b 2>&1 | head -n 1
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -e "$HOME_DIR/lock" ] || break
    /bin/sleep 0.5
  done
  serves $b
}

@test "two at the same time: the second is told who is at work" {
  mkdir "$HOME_DIR/lock"
  # a process that is called like a deployment
  bash -c 'exec -a deploy.sh sleep 60' &
  printf 'pid=%s\nhost=%s\nid=1\naction=deploy\nactor=zoe\nsince=2026-11-26T10:00:00Z\n' $! "$(uname -n)" >"$HOME_DIR/lock/holder"
  echo watch >"$HOME_DIR/lock/step"
  run -1 deploy $b
  says "staging is locked by a deploy of zoe, begun 2026-11-26T10:00:00Z: it is at step 'watch'"
  run -1 "$scripts/deploy.sh" staging --break-lock
  says 'the lock is not stale'
  kill $!
  serves $a
  log_is 'started succeeded'
}

@test "two that begin at the same moment: one wins" {
  deploy $b >"$BATS_TEST_TMPDIR/one" 2>&1 &
  local one=$! first=0 second=0
  deploy $c >"$BATS_TEST_TMPDIR/two" 2>&1 || second=$?
  wait $one || first=$?
  [ $((first + second)) = 1 ]
  no_outage
  log_is 'started succeeded started succeeded'
}

@test "a stale lock is only broken when asked" {
  mkdir "$HOME_DIR/lock"
  printf 'pid=999999\nhost=%s\nid=1\naction=deploy\nactor=zoe\nsince=2026-11-26T10:00:00Z\n' "$(uname -n)" >"$HOME_DIR/lock/holder"
  run -1 deploy $b
  says 'which was interrupted'
  says 'deploy.sh staging --break-lock'
  run -0 deploy $b --break-lock
  serves $b
}

@test "asked wrongly" {
  run -2 "$scripts/deploy.sh" prod sha256:$b
  says 'did you mean production?'
  run -2 "$scripts/deploy.sh" test sha256:$b
  says "unknown environment 'test'"
  run -2 "$scripts/deploy.sh"
  run -2 "$scripts/deploy.sh" staging
  for wrong in latest $b sha256:${b}b "sha256:${b%b}B" 'sha256:$(reboot)'; do
    run -2 "$scripts/deploy.sh" staging "$wrong"
    says 'the digest must be sha256: and 64 hexadecimal digits'
  done
  run -2 "$scripts/deploy.sh" staging sha256:$b --force
  run -2 "$scripts/deploy.sh" staging sha256:$b sha256:$c
  log_is 'started succeeded'
}

@test "a host without Compose v2, or without an engine" {
  : >"$FAKE/no-compose"
  run -69 deploy $b
  says 'Docker Compose v2 is not here'
  rm "$FAKE/no-compose"
  : >"$FAKE/no-engine"
  run -69 deploy $b
  says 'the Docker engine does not answer'
  log_is 'started succeeded'
}

@test "settings that are missing" {
  sed -i.bak '/^MODEL_NAME=/d; /^KEY_PEPPERS_FILE=/d' "$HOME_DIR/.env.staging"
  fails_back preflight
  says 'lacks MODEL_NAME KEY_PEPPERS'
  rm "$HOME_DIR/.env.staging"
  run -1 deploy $b
  says 'run render-env.sh staging first'
}

@test "a digest that the registry does not have, or a registry that is not there" {
  rm "$FAKE/registry/$b"
  fails_back pull
  says 'there is no image'
  echo 'dial tcp: lookup registry.example: no such host' >"$FAKE/pull-error"
  fails_back pull
  says 'the registry could not be reached'
  echo 'unauthorized: authentication required' >"$FAKE/pull-error"
  fails_back pull
  says 'the registry does not let us have'
  echo 'no matching manifest for linux/arm64/v8 in the manifest list entries' >"$FAKE/pull-error"
  fails_back pull
  says 'is not built for this machine'
}

@test "an image that is here is not pulled" {
  cp "$FAKE/registry/$b" "$FAKE/images/"
  run -0 deploy $b
  not_called '^docker pull'
}

@test "a full disk" {
  echo 500000 >"$FAKE/free-kb"
  fails_back preflight
  says 'the disk is full: 488 MB are free'
}

@test "a database that is newer than the release" {
  printf %s $b >"$FAKE/too-old"
  fails_back compatibility
  says 'the database does not go with this release: the database has schema version 9'
}

@test "a dry run changes nothing" {
  cp -Rp "$HOME_DIR" "$BATS_TEST_TMPDIR/before"
  run -0 deploy $b --dry-run
  says 'api-green, held'
  diff -r "$HOME_DIR" "$BATS_TEST_TMPDIR/before"
  not_called '^docker (pull|compose .* (up|start|stop|run|exec) )'
}

@test "the smoke test and the warm-up can be left out, and are without a token" {
  run -0 deploy $b --no-llm
  says 'no smoke test and no warm-up: --no-llm'
  rm "$HOME_DIR/secrets/app/smoke_token"
  run -0 deploy $c
  says 'no smoke test and no warm-up: there is no SMOKE_TOKEN'
  not_called ROLE=warmup
  good_values | sed 's/WARM_UP=5s/WARM_UP=0/' | "$scripts/render-env.sh" staging --values -
  run -0 deploy $b
  grep -q -e '--requests 6' "$FAKE/calls"
  not_called '--for 5s'
}

@test "old releases and their images go, those that a rollback needs stay" {
  export KEEP_RELEASES=2
  run -0 deploy $b
  run -0 deploy $c
  run -0 deploy $b
  [ "$(ls "$HOME_DIR/releases" | wc -l)" = 2 ]
  [ ! -e "$FAKE/images/$a" ]
  [ -e "$FAKE/images/$b" ]
  [ -e "$FAKE/images/$c" ]
  run -0 rollback
  serves $c
}

@test "an image that another environment names stays" {
  mkdir -p "$GATEWAY_ROOT/production/releases/1"
  echo "IMAGE_REF=registry.example/local-llm-server@sha256:$a" >"$GATEWAY_ROOT/production/releases/1/release.env"
  export KEEP_RELEASES=1
  run -0 deploy $b
  run -0 deploy $c
  run -0 deploy $b
  [ -e "$FAKE/images/$a" ]
}

@test "reconcile makes the host follow its state" {
  # a hand that meddled: the wrong colour runs, the right one is held and stopped
  run -0 deploy $b
  rm -f "$FAKE/live"
  echo exited >"$FAKE/colours/green/status"
  echo running >"$FAKE/colours/blue/status"
  : >"$HOME_DIR/run/green/hold"
  rm "$HOME_DIR/run/blue/hold"
  run -0 "$scripts/deploy.sh" staging --reconcile
  serves $b
  unlocked
}

@test "a proxy that others reach too must be told whose word it believes" {
  export PROXY_BIND=0.0.0.0
  run -1 deploy $b
  says 'whose word on the client'
  serves $a
  PROXY_BIND=127.0.0.1 run -0 deploy $b
  PROXY_TRUSTED_PROXIES=127.0.0.1/32 run -0 deploy $a
  serves $a
}
