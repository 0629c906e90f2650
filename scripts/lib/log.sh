# shellcheck shell=bash
# deployments.jsonl: one line for the beginning and one for the end of each deployment. prev_hash is
# the SHA-256 of the line before, so that nothing can be changed or taken out unseen.

log_nothing=0000000000000000000000000000000000000000000000000000000000000000

log_head() {
  if [ -s "$log" ]; then
    tail -n 1 "$log" | tr -d '\n' | sha256
  else
    printf '%s\n' "$log_nothing"
  fi
}

# log_entry STATUS REASON: writes a line about the deployment in hand.
log_entry() {
  local at finished='' duration='' line
  at=$(now)
  if [ "$1" != started ]; then
    finished=$(iso "$at")
    [ -z "$started" ] || duration=$((at - started))
  fi
  line=$(json_object id "$id" env "$env" action "$action" status "$1" digest "$digest" \
    git_sha "$git_sha" commit_time "$commit_time" previous_digest "$previous_digest" \
    actor "$actor" run_url "$run_url" started "$started_at" finished "$finished" \
    duration_s# "$duration" migration_from# "$migration_from" migration_to# "$migration_to" \
    health_attempts# "$health_attempts" reason "$2" prev_hash "$(log_head)")
  # a copy is renamed, so that a full disk leaves no half line
  { if [ -f "$log" ]; then cat "$log"; fi && printf '%s\n' "$line"; } | write_file "$log" 0644 ||
    fail "cannot write $log (a full disk?)"
}
