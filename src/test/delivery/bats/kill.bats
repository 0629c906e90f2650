# kill -9 of a deployment, at every step and at many calls in between: somebody serves all the time, the
# log tells the truth, and the next deployment works.

setup() { load helper && deployed_host; }

# killed_at PATTERN STEP: b is being deployed and dies; then c is deployed.
killed_at() {
  printf '%s' "$1" >"$FAKE/kill-at"
  dies "$2"
}

dies() {
  run deploy $b
  [ -e "$FAKE/killed" ] || { echo "it was not killed: $output"; return 1; }
  [ "$status" = 137 ]
  [ -d "$HOME_DIR/lock" ]
  run -1 deploy $c
  says "which was interrupted at step '$1'"
  run -0 deploy $c --break-lock
  serves $c
  no_outage
  unlocked
}

@test "at the pull" {
  killed_at '^docker pull' pull
  log_is 'started succeeded started failed started succeeded'
  says 'interrupted at step pull: it counts as failed'
}

@test "at the backup" {
  killed_at pg_dump backup
  log_is 'started succeeded started failed started succeeded'
}

@test "at the migration" {
  killed_at 'migrate$' migrate
  log_is 'started succeeded started failed started succeeded'
}

@test "at the start of the idle colour" {
  killed_at 'up -d --no-deps --no-build api-green' start
}

@test "while the idle colour becomes healthy" {
  killed_at 'sleep 3$' health
  says 'api-green is left over from before and stops'
}

@test "at the smoke test" { killed_at '--requests 6' smoke; }

@test "at the warm-up" { killed_at '--for 5s' warm-up; }

@test "in the middle of the switch, when neither is held" {
  killed_at 'sleep 2$' switch
  grep -q '"status":"rolled_back"' "$HOME_DIR/deployments.jsonl"
}

@test "at the end of the switch, when the old one is held" {
  killed_at '^curl' switch
  log_is 'started succeeded started failed rolled_back started succeeded'
}

@test "while the error rate is watched" {
  killed_at 'probe /metrics' watch
  log_is 'started succeeded started failed rolled_back started succeeded'
}

@test "after the switch is for good: the new version stays, and is in the log as succeeded" {
  printf 'stop api-blue' >"$FAKE/kill-at"
  run deploy $b
  [ "$status" = 137 ]
  run -0 "$scripts/deploy.sh" staging --break-lock
  serves $b
  no_outage
  log_is 'started succeeded started succeeded'
  grep -q 'interrupted after the switch' "$HOME_DIR/deployments.jsonl"
}

@test "the first deployment of a host is killed" {
  rm -rf "$GATEWAY_ROOT" "$FAKE"
  new_host
  printf -- '--requests 6' >"$FAKE/kill-at"
  run deploy $a
  [ "$status" = 137 ]
  run -0 "$scripts/deploy.sh" staging --break-lock
  [ "$(cat "$FAKE/colours/blue/status")" = exited ]
  run -0 deploy $b
  serves $b
  log_is 'started failed started succeeded'
}

@test "the compose files and settings of a killed deployment go back" {
  mkdir -p "$BATS_TEST_TMPDIR/bundle" "$GATEWAY_ROOT/share"
  echo new >"$GATEWAY_ROOT/share/docker-compose.staging.yml"
  good_values | sed 's/llama3.2/other-model/' >"$BATS_TEST_TMPDIR/bundle/values"
  printf '^docker pull' >"$FAKE/kill-at"
  run deploy $b --bundle "$BATS_TEST_TMPDIR/bundle"
  [ "$status" = 137 ]
  grep -q new "$HOME_DIR/compose/docker-compose.staging.yml"
  run -0 "$scripts/deploy.sh" staging --break-lock
  [ ! -s "$HOME_DIR/compose/docker-compose.staging.yml" ]
  grep -qx MODEL_NAME=llama3.2 "$HOME_DIR/.env.staging"
  serves $a
}

@test "at one call of a tool in every so many" {
  # 1 tries every call, which takes minutes
  local every=${KILL_EVERY:-13} calls number
  run -0 deploy $b
  calls=$(wc -l <"$FAKE/calls")
  for ((number = 5; number < calls; number += every)); do
    rm -rf "$GATEWAY_ROOT" "$FAKE"
    cp -Rp "$BATS_FILE_TMPDIR"/deployed/* "$BATS_TEST_TMPDIR/"
    rm -f "$FAKE/calls"
    : >"$FAKE/live"
    echo $number >"$FAKE/kill-at-call"
    run deploy $b
    # before the lock and after the last word there is nothing to kill
    [ -e "$FAKE/killed" ] || continue
    echo "# call $number: $(sed -n "${number}p" "$FAKE/calls" | sed 's/--project.*release.env//' | cut -c1-60)" >&3
    run -0 "$scripts/deploy.sh" staging --break-lock
    no_outage
    serves "$(sed -n 's/.*"digest": "sha256:\(.*\)".*/\1/p' "$HOME_DIR/state.json" | sed -n 1p)"
    "$scripts/verify-log.sh" staging
    tail -n 1 "$HOME_DIR/deployments.jsonl" | grep -Eq '"status":"(failed|rolled_back|succeeded)"'
  done
}
