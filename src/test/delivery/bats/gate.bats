# gate: what an SSH key may ask for, and what it may send.

setup() {
  load helper
  new_host
  "$scripts/install-host.sh" --root "$GATEWAY_ROOT" >/dev/null
  # the gate forgets what comes with the connection
  printf '%s=%s\n' DOCKER "$DOCKER" CURL "$CURL" SLEEP "$SLEEP" CLOCK "$CLOCK" COSIGN "$here/fakes/cosign" FAKE "$FAKE" \
    HOME_DIR "$HOME_DIR" PATH "$PATH" WATCH 0 >"$GATEWAY_ROOT/etc/host.env"
  unset GATEWAY_ROOT DOCKER CURL SLEEP CLOCK
}

gateway() { printf '%s\n' "$BATS_TEST_TMPDIR/gateway"; }
gate() { SSH_ORIGINAL_COMMAND=$1 "$(gateway)/bin/gate" staging github; }

# bundle [KEY=VALUE…]: as a workflow makes it
bundle() {
  env -i PATH="$PATH" TMPDIR="$TMPDIR" FAKE="$FAKE" IMAGE=registry.example/local-llm-server MODEL_NAME='llama 3' AUTH_MODE=keys \
    OLLAMA_BASE_URL=http://host.docker.internal:11434 ALLOWED_ORIGINS='["https://chat.example"]' \
    POSTGRES_PASSWORD=a-password-of-a-database REDIS_PASSWORD=a-password-of-a-cache KEY_PEPPERS='main:pepper$with#odd"signs' \
    REGISTRY_SERVER=registry.example REGISTRY_USER=robot REGISTRY_TOKEN=token-of-the-registry \
    DEPLOY_ACTOR=zoe DEPLOY_RUN_URL=https://ci.example/1 DEPLOY_COMMIT_TIME=2026-11-21T10:00:00Z "$@" \
    "$scripts/bundle.sh" staging "$BATS_TEST_TMPDIR/bundle.tar"
}

sends_bundle() { gate "deploy staging sha256:$1" <"$BATS_TEST_TMPDIR/bundle.tar"; }

# repack: the bundle once more, of the files in $BATS_TEST_TMPDIR/x and those named beside them
unpacked() { mkdir "$BATS_TEST_TMPDIR/x" && tar -C "$BATS_TEST_TMPDIR/x" -xf "$BATS_TEST_TMPDIR/bundle.tar"; }
repack() { tar -C "$BATS_TEST_TMPDIR/x" -cf "$BATS_TEST_TMPDIR/bundle.tar" values registry admission kit "$@"; }

@test "a bundle is deployed" {
  run -0 bundle
  says_not pepper
  echo caddy >"$(gateway)/share/deploy/caddy/Caddyfile"
  run -0 sends_bundle $a
  serves $a
  cmp "$scripts/../docker-compose.staging.yml" "$HOME_DIR/compose/docker-compose.staging.yml"
  grep -q caddy "$HOME_DIR/compose/deploy/caddy/Caddyfile"
  grep -qx 'MODEL_NAME=llama 3' "$HOME_DIR/.env.staging"
  grep -q '"actor":"zoe","run_url":"https://ci.example/1"' "$HOME_DIR/deployments.jsonl"
  grep -q '"commit_time":"2026-11-21T10:00:00Z"' "$HOME_DIR/deployments.jsonl"
  # the credential is there for the pull alone
  [ "$(cat "$FAKE/docker-config")" = "{\"auths\":{\"registry.example\":{\"auth\":\"$(printf robot:token-of-the-registry | base64)\"}}}" ]
  run grep -r token-of-the-registry "$(gateway)" "$FAKE/calls"
  [ "$status" = 1 ]
  run -0 gate 'status staging' </dev/null
  says "\"digest\": \"sha256:$a\""
  run -0 gate 'log staging' </dev/null
  says '"status":"succeeded"'
  run -1 gate 'rollback staging' </dev/null
  says 'no previous version'
}

@test "folders that containers have mounted stay, files in them follow the host's, and go back" {
  local folder=$HOME_DIR/compose/deploy/caddy number
  run -0 bundle
  run -0 sends_bundle $a
  number=$(ls -id "$folder")
  echo leftover >"$folder/leftover"
  rm "$folder/Caddyfile"
  run -0 sends_bundle $b
  [ "$(ls -id "$folder")" = "$number" ]
  [ "$(ls "$folder")" = Caddyfile ]
  echo mine >"$folder/Caddyfile"
  : >"$FAKE/unhealthy/$c"
  run -1 sends_bundle $c
  [ "$(cat "$folder/Caddyfile")" = mine ]
  [ "$(ls -id "$folder")" = "$number" ]
}

@test "a second deployment at the same time installs nothing" {
  run -0 bundle
  mkdir "$HOME_DIR/lock"
  run -1 sends_bundle $a
  says 'is locked by'
  [ ! -s "$HOME_DIR/compose/docker-compose.staging.yml" ]
}

@test "settings that are not right: nothing is installed" {
  run -0 bundle
  unpacked
  printf 'LOG_LEVEL=$x\0' >>"$BATS_TEST_TMPDIR/x/values"
  repack
  run -1 sends_bundle $a
  says 'LOG_LEVEL has a $ in it'
  says 'failed at step install'
  [ ! -s "$HOME_DIR/compose/docker-compose.staging.yml" ]
  GATEWAY_ROOT=$(gateway) log_is 'started failed'
}

@test "what the host gives an environment is not for a bundle to say" {
  local key
  run -0 bundle
  unpacked
  for key in PROXY_PORT=8000 DB_IMAGE=evil PROXY_IMAGE=evil PROXY_URL=file:///etc/passwd API_MEMORY=64g SIGNED_BY=nobody \
    KEEP_RELEASES=0; do
    cp "$BATS_TEST_TMPDIR/x/values" "$BATS_TEST_TMPDIR/kept"
    printf '%s\0' "$key" >>"$BATS_TEST_TMPDIR/x/values"
    repack
    cp "$BATS_TEST_TMPDIR/kept" "$BATS_TEST_TMPDIR/x/values"
    run -1 sends_bundle $a
    says "${key%%=*} is for this host's administrator to set"
  done
  for key in PATH=/tmp LD_PRELOAD=/tmp/x DOCKER_HOST=tcp://evil BASH_ENV=/tmp/x COMPOSE_PROJECT_NAME=local-llm-production DEPLOY_DIR=/tmp \
    COMPOSE_FILE=/tmp/x; do
    printf '%s\0' "$key" | cat "$BATS_TEST_TMPDIR/kept" - >"$BATS_TEST_TMPDIR/x/values"
    repack
    run -1 sends_bundle $a
    says "${key%%=*} is not a key that a deployment may bring"
  done
  not_called '^(pull|compose .* up )'
}

@test "what is said of the deployment cannot write settings of its own" {
  local key
  for key in DEPLOY_COMMIT_TIME DEPLOY_ACTOR DEPLOY_RUN_URL; do
    run -0 bundle "$key"=$'2026\nIMAGE_REF_BLUE=evil@sha256:x\nDEPLOY_DIR=/tmp'
    run -1 sends_bundle $a
    says "refused: $key has a line break"
    [ ! -e "$HOME_DIR/releases" ] || ! grep -rq evil "$HOME_DIR/releases"
    run -0 bundle "$key"='$(touch /tmp/x)'
    run -1 sends_bundle $a
    says "refused: $key has"
  done
  printf 'commit\nIMAGE_REF_BLUE=evil@sha256:x' >"$FAKE/registry/$a"
  run -0 bundle
  run -1 sends_bundle $a
  says 'refused: the image'
  run grep -r evil "$HOME_DIR/releases"
  [ "$status" = 1 ]
}

@test "a key reaches its own environment alone" {
  mkdir -p "$(gateway)/production"
  echo production-state >"$(gateway)/production/state.json"
  echo production-log >"$(gateway)/production/deployments.jsonl"
  local command
  for command in "deploy production sha256:$a" 'rollback production' 'rollback production previous' "rollback production sha256:$a" \
    'status production' 'log production'; do
    run -2 gate "$command" </dev/null
    says 'this key is for staging, not for production'
    says_not production-state
    says_not production-log
  done
  [ ! -e "$FAKE/calls" ]
  # and the other way round
  run -2 env SSH_ORIGINAL_COMMAND='status staging' "$(gateway)/bin/gate" production </dev/null
  says 'this key is for production, not for staging'
}

@test "an authorized_keys that names no environment lets nothing through" {
  run -2 env SSH_ORIGINAL_COMMAND='status staging' "$(gateway)/bin/gate" </dev/null
  says 'unknown environment'
  run -2 env SSH_ORIGINAL_COMMAND='status staging' "$(gateway)/bin/gate" github </dev/null
  says "unknown environment 'github'"
}

@test "variables that came with the connection are forgotten" {
  run -0 bundle
  echo 'echo "hijacked" >>"$BATS_TEST_TMPDIR/hijacked"' >"$BATS_TEST_TMPDIR/evil"
  chmod +x "$BATS_TEST_TMPDIR/evil"
  echo 'env >"$FAKE/environment"' >>"$(gateway)/etc/host.env"
  export GATEWAY_ROOT=/nowhere DOCKER=$BATS_TEST_TMPDIR/evil DOCKER_HOST=tcp://evil LD_LIBRARY_PATH=/evil DEPLOY_DIR=/evil \
    COMPOSE_FILE=/evil SIGNED_BY=nobody IMAGE_REF=evil
  sed -i.bak '/SIGNED_BY/d' "$(gateway)/etc/staging.env"
  run -1 sends_bundle $a
  says 'does not say whose images staging takes'
  run grep -E 'evil|nowhere' "$FAKE/environment"
  [ "$status" = 1 ]
  [ ! -e "$BATS_TEST_TMPDIR/hijacked" ]
}

@test "commands that are refused" {
  local command
  for command in '' ls 'bash -i' 'deploy staging' 'deploy staging previous' "deploy test sha256:$a" "deploy staging sha256:$a; ls" \
    "deploy staging sha256:$a"$'\n'ls $'status staging\nls' 'deploy staging sha256:$(ls)' ' status staging' 'status  staging' \
    'status staging previous' "log staging sha256:$a" 'log ../staging' "rollback staging sha256:${a}0" 'rollback staging --dry-run' \
    "deploy staging sha256:$a --unverified"; do
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
  mkdir -p "$BATS_TEST_TMPDIR/evil/bin/lib" "$BATS_TEST_TMPDIR/evil/compose" "$BATS_TEST_TMPDIR/evil/other"
  cd "$BATS_TEST_TMPDIR/evil"
  ln -s /etc/passwd values
  sends values
  says 'links or devices'
  rm values && echo x >values
  ln values kit
  sends values kit
  says 'links or devices'
  rm kit && mkfifo kit
  sends kit
  sends values values
  tar -cf ../evil.tar values && tar -rf ../evil.tar values
  run -1 gate "deploy staging sha256:$a" <../evil.tar
  says 'has a file twice'
  echo x >'a b'
  sends 'a b'
  echo x >$'a\nb'
  sends $'a\nb'
  echo x >../outside
  sends ../outside
  sends bin/../../outside
  sends "$BATS_TEST_TMPDIR/outside"
  echo x >other/file
  sends other/file
  sends other
}

@test "a bundle with programs in it is refused, and so none of them runs" {
  mkdir -p "$BATS_TEST_TMPDIR/evil/bin" "$BATS_TEST_TMPDIR/evil/compose"
  printf '#!/bin/sh\necho >"%s/hijacked"\n' "$BATS_TEST_TMPDIR" >"$BATS_TEST_TMPDIR/evil/bin/deploy.sh"
  chmod +x "$BATS_TEST_TMPDIR/evil/bin/deploy.sh"
  echo 'services: {}' >"$BATS_TEST_TMPDIR/evil/compose/docker-compose.staging.yml"
  sends bin/deploy.sh
  says 'brings scripts or compose files'
  sends compose/docker-compose.staging.yml
  says 'brings scripts or compose files'
  [ ! -e "$BATS_TEST_TMPDIR/hijacked" ]
}

@test "a bundle for other scripts than the host has" {
  run -0 bundle
  unpacked
  echo 99 >"$(gateway)/bin/kit"
  run -1 sends_bundle $a
  says 'made for version'
  says 'deploy a newer commit'
  echo 0 >"$(gateway)/bin/kit"
  run -1 sends_bundle $a
  says 'here is 0: the administrator installs them'
  for kit in '' x '1 2' -1 $'x\n1'; do
    printf '%s\n' "$kit" >"$BATS_TEST_TMPDIR/x/kit"
    repack
    run -1 sends_bundle $a
    says 'does not say which version'
  done
  rm "$(gateway)/bin/kit"
  run -1 sends_bundle $a
  says 'kit is missing'
  [ ! -e "$HOME_DIR/deployments.jsonl" ]
}

@test "what is no archive, is nothing, or is too large" {
  run -1 gate "deploy staging sha256:$a" </dev/null
  says 'no bundle came'
  run -1 gate "deploy staging sha256:$a" <<<'hello'
  says 'not a tar archive'
  run -1 gate "deploy staging sha256:$a" < <(head -c 33554500 /dev/zero)
  says 'larger than'
}

@test "the host's own settings are read first, those of the environment after them" {
  echo 'PATH=/from-host-env:$PATH' >>"$(gateway)/etc/host.env"
  echo 'echo "path $PATH"' >>"$(gateway)/etc/staging.env"
  echo 'echo "not for us"' >"$(gateway)/etc/production.env"
  run -0 gate 'status staging' </dev/null
  says 'path /from-host-env'
  says_not 'not for us'
}

@test "a bundle without IMAGE or for an unknown environment is not made" {
  run -2 "$scripts/bundle.sh" prod "$BATS_TEST_TMPDIR/x"
  run -2 "$scripts/bundle.sh" staging
  run -1 env -u IMAGE "$scripts/bundle.sh" staging "$BATS_TEST_TMPDIR/x"
  says 'IMAGE is not set'
  run -1 env IMAGE=x ADMISSION="$BATS_TEST_TMPDIR/none" "$scripts/bundle.sh" staging "$BATS_TEST_TMPDIR/x"
  says 'there is no'
}
