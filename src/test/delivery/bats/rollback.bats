# rollback.sh against a fake engine.

setup() {
  load helper
  deployed_host
  deploy $b >/dev/null 2>&1
  rm -f "$FAKE/calls"
}

@test "back to the version before: its container starts again, nothing is pulled or migrated" {
  run -0 rollback
  says 'rollback: succeeded: staging runs commit-a on blue'
  serves $a
  no_outage
  grep -q 'start api-blue' "$FAKE/calls"
  not_called '^docker pull|up -d .*api-|migrate$|pg_dump'
  tail -n 1 "$HOME_DIR/deployments.jsonl" | grep -q '"action":"rollback","status":"succeeded"'
  tail -n 1 "$HOME_DIR/deployments.jsonl" | grep -q "\"previous_digest\":\"sha256:$b\""
  unlocked
}

@test "within thirty seconds of the fake's clock" {
  local before
  before=$(cat "$FAKE/clock")
  run -0 rollback
  [ $(($(cat "$FAKE/clock") - before)) -lt 30 ]
}

@test "the pauses that the host's settings name count here too" {
  local before
  echo 'HEALTH_DELAYS=40' >>"$HOME_DIR/.env.staging"
  before=$(cat "$FAKE/clock")
  run -0 rollback
  [ $(($(cat "$FAKE/clock") - before)) -ge 40 ]
}

@test "twice does not bring the bad version back, a digest does" {
  run -0 rollback
  run -1 rollback
  says 'no previous version is known here'
  serves $a
  run -0 rollback sha256:$b
  serves $b
}

@test "a version whose container is gone comes from its image" {
  run -0 rollback --no-llm
  run -0 deploy $c
  run -0 rollback sha256:$b
  says 'its container is gone'
  serves $b
  no_outage
}

@test "a version after a failed deployment" {
  : >"$FAKE/unhealthy/$c"
  run -1 deploy $c
  run -0 rollback
  serves $a
}

@test "a version that does not go with the database is refused" {
  printf %s $a >"$FAKE/too-old"
  run -1 rollback
  says 'the database does not go with this release'
  serves $b
  log_is 'started succeeded started succeeded started failed'
}

@test "a version that is not here is refused" {
  run -1 rollback sha256:$c
  says 'not among the releases that are kept here'
  rm "$FAKE/images/$a"
  run -1 rollback
  says 'is not here any more: deploy it instead'
  serves $b
}

@test "an old version that does not become healthy: the new one stays" {
  : >"$FAKE/unhealthy/$a"
  run -1 rollback
  says 'did not become healthy'
  serves $b
  no_outage
  log_is 'started succeeded started succeeded started failed rolled_back'
}

@test "killed with -9, the next one works" {
  printf '^curl' >"$FAKE/kill-at"
  run rollback
  [ "$status" = 137 ]
  run -1 rollback
  says 'was interrupted at step'
  run -0 "$scripts/deploy.sh" staging --break-lock
  serves $b
  run -0 rollback
  serves $a
  no_outage
}

@test "nothing to go back to, and asked wrongly" {
  run -2 rollback latest
  run -2 "$scripts/rollback.sh" prod
  run -1 rollback sha256:$b
  says 'runs sha256'
  run -1 "$scripts/rollback.sh" production
  says 'nothing is deployed'
}

@test "a dry run changes nothing" {
  run -0 rollback --dry-run
  says "would go from sha256:$b on green back to sha256:$a"
  serves $b
}
