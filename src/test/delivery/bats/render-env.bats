# render-env.sh: what is written, and what is refused with nothing written.

setup() { load helper && new_host && rm -rf "$GATEWAY_ROOT"; }

render() { "$scripts/render-env.sh" staging --values "$BATS_TEST_TMPDIR/values"; }

# given KEY=VALUE…: the good values and these.
given() { { good_values && printf '%s\0' "$@"; } >"$BATS_TEST_TMPDIR/values"; }

# refuses WORDS KEY=VALUE…
refuses() {
  local words=$1
  shift
  given "$@"
  run -1 render
  says "$words"
  [ "${#lines[@]}" = 1 ]
  [ ! -e "$HOME_DIR/.env.staging" ]
  [ -z "$(find "$GATEWAY_ROOT" -type f 2>/dev/null)" ]
}

mode() { stat -c %a "$1" 2>/dev/null || stat -f %Lp "$1"; }

@test "settings, secrets and their modes" {
  given LOG_LEVEL=debug SWITCH_PAUSE=9
  run -0 render
  [ "$(mode "$HOME_DIR/.env.staging")" = 600 ]
  [ "$(mode "$HOME_DIR/secrets")" = 700 ]
  [ "$(mode "$HOME_DIR/secrets/app")" = 755 ]
  [ "$(mode "$HOME_DIR/secrets/app/key_peppers")" = 444 ]
  grep -qx 'ALLOWED_ORIGINS=\["https://chat.example"\]' "$HOME_DIR/.env.staging"
  grep -qx APP_ENV=staging "$HOME_DIR/.env.staging"
  grep -qx SWITCH_PAUSE=9 "$HOME_DIR/.env.staging"
  grep -qx KEY_PEPPERS_FILE=/run/secrets/key_peppers "$HOME_DIR/.env.staging"
  [ "$(cat "$HOME_DIR/secrets/app/key_peppers")" = 'main:pepper-$with#odd"signs' ]
  [ "$(cat "$HOME_DIR/secrets/cache/redis_password")" = a-password-of-a-cache ]
  [ "$(cat "$HOME_DIR/secrets/app/redis_url")" = redis://:a-password-of-a-cache@cache:6379 ]
  [ "$(cat "$HOME_DIR/secrets/app/database_url")" = "postgresql://gateway:$(cat "$HOME_DIR/secrets/db/gateway_password")@db:5432/gateway" ]
  [ "$(cat "$HOME_DIR/secrets/owner/database_url_owner")" = "postgresql://gateway_owner:$(cat "$HOME_DIR/secrets/db/gateway_owner_password")@db:5432/gateway" ]
  [ ! -e "$HOME_DIR/secrets/app/postgres_password" ]
}

@test "no value is shown, and no secret is in the env file" {
  given ADMIN_KEY=llm_0123456789012345678901234567890123
  run -0 render
  says ADMIN_KEY_FILE
  local word
  for word in pepper- a-password llm_0123 chat.example; do says_not "$word"; done
  run grep -E 'pepper-|a-password|llm_0' "$HOME_DIR/.env.staging"
  [ "$status" = 1 ]
}

@test "what is no longer given goes" {
  given ADMIN_KEY=llm_0123456789012345678901234567890123
  run -0 render
  given ADMIN_KEY=
  run -0 render
  [ ! -e "$HOME_DIR/secrets/app/admin_key" ]
  says_not ADMIN_KEY
}

@test "values that are read differently by different readers" {
  refuses 'LOG_LEVEL has a line break' $'LOG_LEVEL=a\nAUTH_MODE=none'
  refuses 'LOG_LEVEL has a line break' $'LOG_LEVEL=a\r'
  refuses 'ADMIN_KEY has a line break' $'ADMIN_KEY=a\nb'
  refuses 'PRICES has a single quote' "PRICES=it's"
  refuses 'PRICES has a $ in it' 'PRICES=a$b'
  refuses 'PRICES has a $ in it' 'PRICES=${HOME}'
  refuses 'JWT_AUDIENCE begins with a quote' 'JWT_AUDIENCE="a"'
  refuses 'JWT_AUDIENCE begins with a quote, has a # after a space' 'JWT_AUDIENCE=a #b'
  refuses 'spaces at an end' 'JWT_AUDIENCE=a '
}

@test "a # or a quote inside is kept" {
  given JWT_AUDIENCE=a#b 'PRICES=a"b'
  run -0 render
  grep -qx 'JWT_AUDIENCE=a#b' "$HOME_DIR/.env.staging"
  grep -qx 'PRICES=a"b' "$HOME_DIR/.env.staging"
}

@test "keys that are unknown, doubled, missing or malformed" {
  refuses 'LOGLEVEL is not a key' LOGLEVEL=debug
  refuses 'GIT_SHA is not a key' GIT_SHA=x
  refuses 'MODEL_NAME is given twice' MODEL_NAME=x
  refuses 'must be KEY=VALUE pairs' 'path to=x'
  refuses 'LOG_LEVEL has no value' LOG_LEVEL
  printf '%s\0' IMAGE=x AUTH_MODE=keys,jwt >"$BATS_TEST_TMPDIR/values"
  run -1 render
  says 'must be given for staging: MODEL_NAME OLLAMA_BASE_URL ALLOWED_ORIGINS DATABASE_URL REDIS_URL KEY_PEPPERS JWT_ISSUER JWT_AUDIENCE JWT_JWKS_URL'
  good_values | tr '\0' '\n' >"$BATS_TEST_TMPDIR/values"
  run -1 render
}

@test "single values that cannot be right" {
  good_values | sed 's/AUTH_MODE=keys/AUTH_MODE=none/' >"$BATS_TEST_TMPDIR/values"
  run -1 render
  says 'AUTH_MODE must be keys, jwt or keys,jwt'
  good_values | sed 's/a-password-of-a-database/short/' >"$BATS_TEST_TMPDIR/values"
  run -1 render
  says 'POSTGRES_PASSWORD must have 16 or more'
  good_values | sed 's#local-llm-server#x@sha256:y#' >"$BATS_TEST_TMPDIR/values"
  run -1 render
  says 'IMAGE must be a name without tag or digest'
  refuses 'PROXY_PORT is for this host' PROXY_PORT=8000
}

@test "a database and a cache of somebody else" {
  good_values | sed 's#POSTGRES_PASSWORD=[^\x00]*#DATABASE_URL=postgresql://u:p%24x@db.example/g#; s#REDIS_PASSWORD=[^\x00]*#REDIS_URL=rediss://c.example#' >"$BATS_TEST_TMPDIR/values"
  run -0 render
  [ "$(cat "$HOME_DIR/secrets/owner/database_url_owner")" = 'postgresql://u:p%24x@db.example/g' ]
  [ ! -e "$HOME_DIR/secrets/db/postgres_password" ]
}

@test "a - is nothing, so that an environment of GitHub can say so" {
  given ADMIN_KEY=- DATABASE_URL=- LOG_LEVEL=-
  run -0 render
  says_not ADMIN_KEY
  says_not LOG_LEVEL
  [ ! -e "$HOME_DIR/secrets/app/admin_key" ]
  grep -q '^postgresql://gateway:' "$HOME_DIR/secrets/app/database_url"
}

@test "a full disk leaves what was there" {
  given LOG_LEVEL=info
  run -0 render
  cp -Rp "$HOME_DIR" "$BATS_TEST_TMPDIR/before"
  printf '[.]env[.]staging$' >"$FAKE/no-room"
  given LOG_LEVEL=warn
  run -1 render
  says 'cannot write'
  diff -r "$HOME_DIR" "$BATS_TEST_TMPDIR/before"
}

@test "asked wrongly" {
  run -2 "$scripts/render-env.sh" prod --values x
  run -2 "$scripts/render-env.sh" staging
  run -1 "$scripts/render-env.sh" staging --values /nowhere
  run -2 "$scripts/render-env.sh" staging --show
}

@test "every key of .env.example may be brought, or is decided elsewhere" {
  . "$scripts/lib/keys.sh"
  local key ours='APP_ENV ENV_DIR HTTP_HOST HTTP_PORT LOG_FORMAT APP_VERSION GIT_SHA BUILD_DATE MIGRATE_AT_START DATA_DIR'
  # the release itself: where it is held
  ours="$ours HOLD_FILE"
  for key in $(sed -n 's/^#\([A-Z_]*\)=.*/\1/p' "$scripts/../.env.example"); do
    in_list "$key" "$setting_keys $secret_keys $ours" || { echo "$key is in no list of scripts/lib/keys.sh"; return 1; }
  done
  for key in $setting_keys; do
    grep -q "^#$key=" "$scripts/../.env.example" || { echo "$key is no setting any more"; return 1; }
  done
}

@test "every variable of the compose files may be brought, or is the release's" {
  local file key ours='IMAGE_REF IMAGE_REF_BLUE IMAGE_REF_GREEN DEPLOY_DIR GATEWAY_ENV COMPOSE_PROJECT_NAME'
  . "$scripts/lib/keys.sh"
  for file in "$scripts"/../deploy/compose/*.yml "$scripts"/../docker-compose.{staging,prod}.yml; do
    [ -f "$file" ] || skip "there is no $file"
    for key in $(grep -o '[^$]${[A-Z_]*' "$file" | sed 's/.*{//' | sort -u); do
      in_list "$key" "$host_keys $administrator_keys $setting_keys $ours" || { echo "$key of $file is in no list of scripts/lib/keys.sh"; return 1; }
    done
  done
}
