# smoke.sh and notify.sh: what they ask and tell, and what never shows in argv.

setup() {
  load helper
  new_host
  export CURL=$here/fakes/curl-gateway
  unset SLACK_WEBHOOK_URL TELEGRAM_BOT_TOKEN TELEGRAM_CHAT_ID
}

smoke() { "$scripts/smoke.sh" http://gateway.example:8000/ "$@"; }

@test "smoke: both dialects, in one piece and streamed" {
  run -0 smoke
  says 'smoke: http://gateway.example:8000: 6 checks passed'
  [ "$(grep -c '"stream":true' "$FAKE/argv")" = 2 ]
  [ "$(grep -c '"model":"sample"' "$FAKE/argv")" = 4 ]
  [ ! -s "$FAKE/config" ]
}

@test "smoke: without completions, with another model, with the commit that is expected" {
  run -0 smoke --no-llm --expect-sha commit-a
  says '2 checks passed'
  run -0 smoke --model 'odd "model"'
  grep -q '"model":"odd \\"model\\""' "$FAKE/argv"
  run -1 smoke --expect-sha commit-b
  says 'says commit commit-a, expected was commit-b'
}

@test "smoke: the token goes by standard input" {
  SMOKE_TOKEN=llm_hidden run -0 smoke
  grep -qx 'header = "Authorization: Bearer llm_hidden"' "$FAKE/config"
  printf llm_filed >"$BATS_TEST_TMPDIR/token"
  SMOKE_TOKEN_FILE=$BATS_TEST_TMPDIR/token run -0 smoke
  grep -q llm_filed "$FAKE/config"
  run grep -E 'llm_' "$FAKE/argv"
  [ "$status" = 1 ]
  SMOKE_TOKEN='a" url = "x' run -1 smoke
  says 'characters in it that no credential has'
  SMOKE_TOKEN_FILE=/nowhere run -1 smoke
  says 'cannot be read'
}

@test "smoke: what is not well is said" {
  printf '503\n/ready' >"$FAKE/status"
  run -1 smoke
  says '/ready: status 503: {"ready":true}'
  printf '401\n/api/chat' >"$FAKE/status"
  run -1 smoke
  says '/api/chat: status 401'
  rm "$FAKE/status"
  : >"$FAKE/cut"
  run -1 smoke
  says 'the end of an Ollama stream'
  echo 6 >"$FAKE/curl-code"
  run -1 smoke
  says 'Could not resolve host'
}

@test "smoke: asked wrongly" {
  run -2 "$scripts/smoke.sh"
  run -2 "$scripts/smoke.sh" gateway:8000
  run -2 smoke --timeout soon
  run -2 smoke --model
  CURL=/nowhere/curl run -69 smoke
}

@test "notify: Slack and Telegram, with the secrets out of argv" {
  export SLACK_WEBHOOK_URL=https://hooks.example/T0/secret TELEGRAM_BOT_TOKEN=12:token TELEGRAM_CHAT_ID=-100
  DEPLOY_RUN_URL=https://ci.example/1 run -0 "$scripts/notify.sh" failed staging 'it said "no"'
  says 'told Slack'
  says 'told Telegram'
  grep -qx 'url = "https://hooks.example/T0/secret"' "$FAKE/config"
  grep -qx 'url = "https://api.telegram.org/bot12:token/sendMessage"' "$FAKE/config"
  grep -qF 'data = "{\"text\":\"[!!] local-llm-server: deployment to staging failed: it said \\\"no\\\" https://ci.example/1\"}"' "$FAKE/config"
  run grep -E 'secret|12:token' "$FAKE/argv"
  [ "$status" = 1 ]
}

@test "notify: a message that cannot be sent fails nothing and shows no secret" {
  echo 6 >"$FAKE/curl-code"
  SLACK_WEBHOOK_URL=https://hooks.example/T0/secret run -0 "$scripts/notify.sh" succeeded production
  says "Slack could not be told (curl's code 6)"
  says_not secret
  CURL=/nowhere/curl SLACK_WEBHOOK_URL=x run -0 "$scripts/notify.sh" started staging
  says 'could not be told'
}

@test "notify: nobody to tell, and asked wrongly" {
  run -0 "$scripts/notify.sh" started staging
  [ -z "$output" ]
  run -2 "$scripts/notify.sh" exploded staging
  run -2 "$scripts/notify.sh" started prod
}
