# shellcheck shell=bash
# Makes the host follow state.json again, after a kill -9, a reboot or a hand that meddled.

reconcile() {
  local active other interrupted
  interrupted=$(interrupted_id)
  if [ -n "$interrupted" ]; then
    [ -f "$release_env" ] || release_env=$releases/$interrupted/release.env
    if [ "$(state_get release)" = "$interrupted" ]; then
      (interrupted_entry succeeded "interrupted after the switch")
    else
      warn "deployment $interrupted was interrupted${interrupted_step:+ at step $interrupted_step}: it counts as failed"
      (interrupted_entry failed "interrupted${interrupted_step:+ at step $interrupted_step}")
      restore_config "$interrupted"
    fi
  fi
  active=$(state_get active)
  if [ -z "$active" ]; then
    # nothing has ever been deployed, so nothing serves
    put_hold blue && put_hold green && stop_leftover blue && stop_leftover green
    return
  fi
  other=$(other_colour "$active")
  if held "$active" || ! held "$other" || ! running "$active"; then
    say "reconcile: api-$active is to serve alone"
    serve_only "$active" || return 1
    [ -z "$interrupted" ] || [ "$(state_get release)" = "$interrupted" ] ||
      (interrupted_entry rolled_back "by the next run")
  fi
  stop_leftover "$other"
}

# Only what may be there: without a release, Compose cannot even be asked.
stop_leftover() {
  [ -f "$release_env" ] && [ -f "$compose_file" ] || return 0
  if running "$1"; then
    say "reconcile: api-$1 is left over from before and stops"
    retire "$1"
  fi
}

# The deployment whose end is not in the log.
interrupted_id() {
  [ -s "$log" ] || return 0
  tail -n 1 "$log" | sed -n '/"status":"started"/p' | json_get id
}

# interrupted_entry STATUS REASON, in a subshell: the line that the interrupted one owes.
interrupted_entry() {
  local line
  line=$(grep "\"id\":\"$interrupted\"" "$log" | sed -n 1p)
  id=$interrupted
  action=$(printf '%s' "$line" | json_get action)
  digest=$(printf '%s' "$line" | json_get digest)
  commit_time=$(printf '%s' "$line" | json_get commit_time)
  previous_digest=$(printf '%s' "$line" | json_get previous_digest)
  actor=$(printf '%s' "$line" | json_get actor)
  run_url=$(printf '%s' "$line" | json_get run_url)
  started_at=$(printf '%s' "$line" | json_get started)
  git_sha=$(sed -n 's/^GIT_SHA=//p' "$releases/$interrupted/release.env" 2>/dev/null) || git_sha=
  started=
  log_entry "$1" "$2"
}
