# shellcheck shell=bash
# What a deploy and a rollback have in common: the beginning, the way back, the end.
#
# state.json is the point of no return. Until it is written, every way out of the script leads back
# to the version that it names; after that, the new version stays whatever happens.

# deployment_begin ACTION: takes the lock and mends what an interrupted deployment left.
deployment_begin() {
  action=$1
  step=lock
  outcome=begun
  touched=no
  reason=
  scratch=
  git_sha='' migration_from='' migration_to='' health_attempts=''
  commit_time=${DEPLOY_COMMIT_TIME:-}
  actor=${DEPLOY_ACTOR:-$(id -un)}
  run_url=${DEPLOY_RUN_URL:-}
  one_line DEPLOY_COMMIT_TIME "$commit_time"
  one_line DEPLOY_ACTOR "$actor"
  one_line DEPLOY_RUN_URL "$run_url"
  started=$(now)
  started_at=$(iso "$started")
  id=$(printf '%s' "$started_at" | tr -d ':-')-$(printf '%s' "$digest" | cut -c8-14)-$$

  mkdir -p "$home/run" "$releases" "$home/backups" 2>/dev/null ||
    fail "cannot make folders in $home (permissions, or a full disk?)"
  lock_take
  active=$(state_get active)
  idle=$(other_colour "${active:-green}")
  previous_digest=$(state_get digest)
  output=/dev/null
  trap deployment_end EXIT
  trap 'reason="stopped by a signal at step $step"; exit 1' INT TERM
  # a lost connection is no reason to stop
  trap '' HUP PIPE
  mkdir "$releases/$id" || fail "cannot make $releases/$id (a full disk?)"
  output=$releases/$id/output.log
  # within the lock, which takes it away with it: the registry's credential is in there for a moment
  mkdir -m 0700 "$lock/scratch" || fail "cannot make a temporary folder (a full disk?)"
  scratch=$lock/scratch
  release_env=$releases/$(state_get release)/release.env
  deployment_settings "$action"
  reconcile || warn "what state.json says could not be brought about; going on"
  log_entry started ''
}

# deployment_settings ACTION
deployment_settings() {
  local delays='3 6 9 12 15' drain=120s
  if [ "$1" = rollback ]; then
    # the old version starts within seconds, and somebody is waiting for it
    delays='1 1 1 1 2 2 3 4 6 9 15' drain=10s
  fi
  health_delays=$(setting HEALTH_DELAYS "$delays")
  switch_pause=$(setting SWITCH_PAUSE 2)
  drain_wait=$(setting DRAIN_WAIT "$drain")
  drain_wait=$(seconds "$drain_wait") || fail "DRAIN_WAIT must be like 120s"
}

at_step() {
  step=$1
  lock_step "$1" || fail "cannot write to $lock (a full disk?)"
  say "$1: $2"
}

# one_line NAME VALUE: what comes from elsewhere and goes into a file of lines must be one of them. Compose
# reads release.env: a second line could name another image, project or folder.
one_line() {
  case $2 in
    *[[:cntrl:]]* | *\$* | *"'"* | *'"'*) fail "refused: $1 has a line break, a quote or a \$ in it" ;;
  esac
}

# deployment_refs REF: what both colours are from now on, for Compose.
deployment_refs() {
  local current
  one_line "the image" "$1"
  one_line "the image's label org.opencontainers.image.revision" "$git_sha"
  current=$(state_get ref)
  release_env=$releases/$id/release.env
  {
    printf 'IMAGE_REF=%s\n' "$1"
    case $idle in
      blue) printf 'IMAGE_REF_BLUE=%s\nIMAGE_REF_GREEN=%s\n' "$1" "${current:-$1}" ;;
      green) printf 'IMAGE_REF_BLUE=%s\nIMAGE_REF_GREEN=%s\n' "${current:-$1}" "$1" ;;
    esac
    printf 'RELEASE=%s\nDIGEST=%s\nGIT_SHA=%s\nCOMMIT_TIME=%s\n' "$id" "$digest" "$git_sha" "$commit_time"
  } | write_file "$release_env" 0644 || fail "cannot write $release_env (a full disk?)"
}

# The idle colour says that it is what was asked for, and lacks nothing but the proxy.
check_idle() {
  local runs
  await_healthy "$idle" || {
    compose logs --no-color --tail 20 "api-$idle" 2>/dev/null | sed 's/^/  | /' >&2 || :
    fail "api-$idle did not become healthy in $health_attempts attempts (it is $last_health)"
  }
  runs=$(container_fact "$idle" '{{.Config.Image}}') || runs=
  [ "$runs" = "$ref" ] || fail "api-$idle runs $runs, not $ref"
  runs=$(probe "$idle" /version | json_get gitSha) || runs=
  [ "$runs" = "$git_sha" ] || fail "api-$idle says that it is commit '$runs', not $git_sha"
}

# Requests through the idle colour itself, answered by the sample model.
check_answers() {
  local why=
  if [ "${no_llm:-no}" = yes ]; then
    why='--no-llm'
  elif [ ! -s "$home/secrets/app/smoke_token" ] && [ "$(env_value AUTH_MODE)" != none ]; then
    why='there is no SMOKE_TOKEN'
  elif [ "$(env_value SAMPLE_MODEL)" = false ]; then
    why='SAMPLE_MODEL is false'
  fi
  if [ -n "$why" ]; then
    say "  no smoke test and no warm-up: $why"
    return 0
  fi
  quietly answer --requests 6 || fail "the smoke test of api-$idle failed"
  if [ "${1:-0}" != 0 ]; then
    at_step warm-up "bounded load on api-$idle for $1"
    quietly answer --for "$1" --clients "$(setting WARM_UP_CLIENTS 8)" || fail "the warm-up of api-$idle failed"
  fi
}

answer() {
  compose exec -T -e ROLE=warmup "api-$idle" "$app/bin/local-llm-server" --url http://127.0.0.1:8000 "$@"
}

# The proxy's own address on this host; PROXY_URL where it serves a name with a certificate.
proxy_url() {
  local bind url
  url=$(setting PROXY_URL '')
  if [ -n "$url" ]; then
    printf '%s\n' "${url%/}"
    return 0
  fi
  bind=$(setting PROXY_BIND 127.0.0.1)
  [ "$bind" != 0.0.0.0 ] || bind=127.0.0.1
  printf 'http://%s:%s\n' "$bind" "$(setting PROXY_PORT "$default_port")"
}

switch_to_idle() {
  local right=0 tries=0 answered=nothing
  touched=switched
  serve_only "$idle" || fail "api-$idle could not be put in front"
  while [ "$right" -lt 5 ]; do
    tries=$((tries + 1))
    [ "$tries" -le 40 ] || fail "the proxy at $(proxy_url) does not answer with $git_sha only: it said '$answered'"
    answered=$("$curl" --silent --show-error --noproxy '*' --proto =http,https --max-time 5 --url "$(proxy_url)/version" 2>&1 </dev/null) || :
    if [ "$(printf '%s' "$answered" | json_get gitSha)" = "$git_sha" ]; then
      right=$((right + 1))
    else
      right=0
    fi
    pause 0.3
  done
}

# deployment_commit PREVIOUS…: the point of no return.
deployment_commit() {
  state_write "$idle" "$@" || fail "cannot write $state (a full disk?)"
  outcome=committed
}

deployment_succeed() {
  if [ -n "$active" ]; then
    at_step drain "api-$active finishes what it has begun and stops"
    retire "$active" || warn "api-$active could not be stopped; it is held, so nothing reaches it"
  fi
  log_entry succeeded ''
  outcome='done'
  say "succeeded: $env runs $git_sha on $idle ($digest)"
  say "log head $(log_head)"
}

# Every way out comes here.
deployment_end() {
  local code=$?
  trap - EXIT
  trap '' INT TERM
  set +e
  if [ "$outcome" = begun ]; then
    go_back "${reason:-step $step failed}"
    code=1
  elif [ "$outcome" = committed ]; then
    warn "the new version serves, but not everything after the switch was done; the next deployment does it"
    code=1
  fi
  [ -z "$scratch" ] || rm -rf "$scratch"
  lock_release
  exit "$code"
}

# In subshells, since a log that cannot be written must not keep the old version from coming back.
go_back() {
  (log_entry failed "$step: $1")
  restore_config "$id"
  if [ "$touched" = no ]; then
    say "failed at step $step; nothing was changed, ${previous_digest:-nothing} still serves"
  elif [ -z "$active" ]; then
    put_hold "$idle"
    quietly compose stop "api-$idle"
    say "failed at step $step; there is no earlier version to go back to"
  elif serve_only "$active"; then
    retire "$idle" || warn "api-$idle could not be stopped; it is held, so nothing reaches it"
    (log_entry rolled_back "$step: $1")
    say "failed at step $step; back to $previous_digest on $active"
  else
    warn "failed at step $step, AND the old version could not be brought back: see docs/runbooks"
  fi
}

# The compose files and settings that a failed deployment had put in place go back too.
restore_config() {
  local before=$releases/$1/before
  [ -d "$before" ] || return 0
  if [ -d "$before/compose" ]; then
    same_files "$before/compose" "$home/compose"
  fi
  if [ -f "$before/.env.$env" ]; then
    cp -p "$before/.env.$env" "$env_file"
  fi
}
