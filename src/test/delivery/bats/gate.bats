# gate: what an SSH key may ask for, and what it may send.

setup() {
  load helper
  new_host
  mkdir -p "$GATEWAY_ROOT/bin"
  cp -R "$scripts"/* "$GATEWAY_ROOT/bin/"
  unset GATEWAY_ROOT
}

gate() { SSH_ORIGINAL_COMMAND=$1 "$BATS_TEST_TMPDIR/gateway/bin/gate" github; }

bundle() {
  local checkout=$BATS_TEST_TMPDIR/checkout
  mkdir -p "$checkout/deploy/caddy"
  cp -R "$scripts" "$checkout/scripts"
  echo new >"$checkout/docker-compose.staging.yml"
  echo caddy >"$checkout/deploy/caddy/Caddyfile"
  # as a workflow has them in its environment
  env -i PATH="$PATH" TMPDIR="$TMPDIR" FAKE="$FAKE" IMAGE=registry.example/local-llm-server MODEL_NAME='llama 3' AUTH_MODE=keys \
    OLLAMA_BASE_URL=http://host.docker.internal:11434 ALLOWED_ORIGINS='["https://chat.example"]' \
    POSTGRES_PASSWORD=a-password-of-a-database REDIS_PASSWORD=a-password-of-a-cache KEY_PEPPERS='main:pepper$with#odd"signs' \
    REGISTRY_SERVER=registry.example REGISTRY_USER=robot REGISTRY_TOKEN=token-of-the-registry \
    DEPLOY_ACTOR=zoe DEPLOY_RUN_URL=https://ci.example/1 DEPLOY_COMMIT_TIME=2026-11-21T10:00:00Z WATCH=0 \
    "$checkout/scripts/bundle.sh" staging "$BATS_TEST_TMPDIR/bundle.tar"
}

@test "a bundle is deployed" {
  run -0 bundle
  says_not pepper
  run -0 gate "deploy staging sha256:$a" <"$BATS_TEST_TMPDIR/bundle.tar"
  serves $a
  grep -q new "$HOME_DIR/compose/docker-compose.staging.yml"
  grep -q caddy "$HOME_DIR/compose/deploy/caddy/Caddyfile"
  grep -qx 'MODEL_NAME=llama 3' "$HOME_DIR/.env.staging"
  grep -q '"actor":"zoe","run_url":"https://ci.example/1"' "$HOME_DIR/deployments.jsonl"
  grep -q '"commit_time":"2026-11-21T10:00:00Z"' "$HOME_DIR/deployments.jsonl"
  # the credential is there for the pull alone
  [ "$(cat "$FAKE/docker-config")" = "{\"auths\":{\"registry.example\":{\"auth\":\"$(printf robot:token-of-the-registry | base64)\"}}}" ]
  run grep -r token-of-the-registry "$BATS_TEST_TMPDIR/gateway" "$FAKE/calls"
  [ "$status" = 1 ]
  run -0 gate 'status staging' </dev/null
  says "\"digest\": \"sha256:$a\""
  run -0 gate 'log staging' </dev/null
  says '"status":"succeeded"'
  run -1 gate 'rollback staging' </dev/null
  says 'no previous version'
}

@test "folders that containers have mounted stay, files in them follow the bundle, and go back" {
  local folder=$HOME_DIR/compose/deploy/caddy number
  run -0 bundle
  run -0 gate "deploy staging sha256:$a" <"$BATS_TEST_TMPDIR/bundle.tar"
  number=$(ls -id "$folder")
  echo leftover >"$folder/leftover"
  rm "$folder/Caddyfile"
  run -0 gate "deploy staging sha256:$b" <"$BATS_TEST_TMPDIR/bundle.tar"
  [ "$(ls -id "$folder")" = "$number" ]
  [ "$(ls "$folder")" = Caddyfile ]
  echo mine >"$folder/Caddyfile"
  : >"$FAKE/unhealthy/$c"
  run -1 gate "deploy staging sha256:$c" <"$BATS_TEST_TMPDIR/bundle.tar"
  [ "$(cat "$folder/Caddyfile")" = mine ]
  [ "$(ls -id "$folder")" = "$number" ]
}

@test "a second deployment at the same time installs nothing" {
  run -0 bundle
  mkdir "$HOME_DIR/lock"
  run -1 gate "deploy staging sha256:$a" <"$BATS_TEST_TMPDIR/bundle.tar"
  says 'is locked by'
  [ ! -s "$HOME_DIR/compose/docker-compose.staging.yml" ]
}

@test "settings that are not right: nothing is installed" {
  run -0 bundle
  mkdir "$BATS_TEST_TMPDIR/x"
  tar -C "$BATS_TEST_TMPDIR/x" -xf "$BATS_TEST_TMPDIR/bundle.tar"
  printf 'LOG_LEVEL=$x\0' >>"$BATS_TEST_TMPDIR/x/values"
  tar -C "$BATS_TEST_TMPDIR/x" -cf "$BATS_TEST_TMPDIR/bundle.tar" compose bin values registry
  run -1 gate "deploy staging sha256:$a" <"$BATS_TEST_TMPDIR/bundle.tar"
  says 'LOG_LEVEL has a $ in it'
  says 'failed at step install'
  [ ! -s "$HOME_DIR/compose/docker-compose.staging.yml" ]
  GATEWAY_ROOT=$BATS_TEST_TMPDIR/gateway log_is 'started failed'
}

@test "commands that are refused" {
  local command
  for command in '' ls 'bash -i' 'deploy staging' 'deploy staging previous' "deploy test sha256:$a" "deploy staging sha256:$a; ls" \
    "deploy staging sha256:$a"$'\n'ls $'status staging\nls' 'deploy staging sha256:$(ls)' ' status staging' 'status  staging' \
    'status staging previous' "log staging sha256:$a" 'log ../staging' "rollback staging sha256:${a}0" 'rollback staging --dry-run'; do
    run -2 gate "$command" </dev/null
    says refused
  done
  [ ! -e "$FAKE/calls" ]
}

# sends FILE…: a tar of them, from a folder where they were made.
sends() {
  (cd "$BATS_TEST_TMPDIR/evil" && tar -P -cf ../evil.tar "$@")
  run -1 gate "deploy staging sha256:$a" <"$BATS_TEST_TMPDIR/evil.tar"
  says refused
  [ ! -e "$HOME_DIR/deployments.jsonl" ]
  [ -z "$(find "$TMPDIR" -maxdepth 1 -name 'gate.*')" ]
}

@test "archives that are refused" {
  mkdir -p "$BATS_TEST_TMPDIR/evil/bin" "$BATS_TEST_TMPDIR/evil/other"
  cd "$BATS_TEST_TMPDIR/evil"
  ln -s /etc/passwd bin/link
  echo x >bin/file
  ln bin/file bin/hard
  echo x >'bin/a b'
  echo x >$'bin/a\nb'
  mkfifo bin/pipe
  echo x >../outside
  echo x >other/file
  sends bin/link
  says 'links or devices'
  sends bin/file bin/hard
  says 'links or devices'
  sends bin/pipe
  sends 'bin/a b'
  sends $'bin/a\nb'
  sends ../outside
  sends bin/../../outside
  sends "$BATS_TEST_TMPDIR/outside"
  sends other/file
  sends bin/file
  says 'no bin/deploy.sh'
}

@test "what is no archive, is nothing, or is too large" {
  run -1 gate "deploy staging sha256:$a" </dev/null
  says 'no bundle came'
  run -1 gate "deploy staging sha256:$a" <<<'hello'
  says 'not a tar archive'
  run -1 gate "deploy staging sha256:$a" < <(head -c 33554500 /dev/zero)
  says 'larger than'
}

@test "the host's own settings are read first" {
  echo 'PATH=/from-gate-env:$PATH' >"$BATS_TEST_TMPDIR/gateway/gate.env"
  echo 'echo "path $PATH"' >>"$BATS_TEST_TMPDIR/gateway/gate.env"
  run -0 gate 'status staging' </dev/null
  says /usr/local/bin
  says 'path /from-gate-env'
}

@test "a bundle without IMAGE or for an unknown environment is not made" {
  run -2 "$scripts/bundle.sh" prod "$BATS_TEST_TMPDIR/x"
  run -2 "$scripts/bundle.sh" staging
  mkdir "$BATS_TEST_TMPDIR/empty" && cp -R "$scripts" "$BATS_TEST_TMPDIR/empty/scripts"
  run -1 "$BATS_TEST_TMPDIR/empty/scripts/bundle.sh" staging "$BATS_TEST_TMPDIR/x"
  says 'docker-compose.staging.yml is missing'
  : >"$BATS_TEST_TMPDIR/empty/docker-compose.staging.yml"
  run -1 env -u IMAGE "$BATS_TEST_TMPDIR/empty/scripts/bundle.sh" staging "$BATS_TEST_TMPDIR/x"
  says 'IMAGE is not set'
}
