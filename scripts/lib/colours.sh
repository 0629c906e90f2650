# shellcheck shell=bash
# Two copies of the api, blue and green. A hold file keeps a colour out of the proxy's sight while it
# runs; it lies on the host, so a reboot cannot bring the wrong colour back.

app=/opt/local-llm-server

other_colour() { if [ "$1" = blue ]; then echo green; else echo blue; fi; }

hold_file() { printf '%s\n' "$home/run/$1/hold"; }
held() { [ -e "$(hold_file "$1")" ]; }
release_hold() { rm -f "$(hold_file "$1")"; }

# The container's user must see the folder and the file, whatever umask we have.
put_hold() {
  local folder=$home/run/$1
  mkdir -p "$folder" && chmod 0755 "$home/run" "$folder" &&
    : >"$folder/hold" && chmod 0644 "$folder/hold"
}

container() { compose ps --all --quiet "api-$1" 2>/dev/null | tail -n 1; }

container_fact() {
  local found
  found=$(container "$1")
  [ -n "$found" ] && "$docker" inspect --format "$2" "$found" 2>/dev/null </dev/null
}

running() { [ "$(container_fact "$1" '{{.State.Running}}')" = true ]; }

probe() { compose exec -T "api-$1" "$app/bin/probe" "$2" 2>/dev/null; }

# Whether /ready complains of nothing but the hold.
ready_but_held() {
  local body
  body=$(probe "$1" /ready | tr -d ' \n\r') || :
  case $body in
    *'"ready":true'*) return 0 ;;
    *'"held":true'*) ;;
    *) return 1 ;;
  esac
  body=$(printf '%s' "$body" | sed -e 's/"ready":false//' -e 's/"draining":false//')
  case $body in
    *:false* | *'"draining":true'*) return 1 ;;
  esac
}

# await_healthy COLOUR: the container's own health, then readiness, with the pauses of HEALTH_DELAYS.
await_healthy() {
  local delay what=
  health_attempts=0
  for delay in $health_delays; do
    pause "$delay"
    health_attempts=$((health_attempts + 1))
    what=$(container_fact "$1" '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{end}}') || what=gone
    if [ "$what" = 'running healthy' ]; then
      ready_but_held "$1" && return 0
      what='healthy but not ready'
    fi
    say "  api-$1 is $what (attempt $health_attempts)"
    case $what in
      gone | exited* | dead*) break ;;
    esac
  done
  last_health=$what
  return 1
}

# serve_only COLOUR: it serves and the other does not. Right from any state in between, and at no
# moment are both held, so it loses nothing. The pauses let the proxy ask at least twice.
serve_only() {
  local other
  other=$(other_colour "$1")
  if ! running "$1"; then
    quietly compose start "api-$1" || return 1
    await_healthy "$1" || return 1
  fi
  release_hold "$1" || return 1
  pause "$switch_pause"
  put_hold "$other" || return 1
  pause "$switch_pause"
}

# How many requests a colour is busy with; empty if it does not say.
in_flight() { probe "$1" /metrics | awk '/^llm_gateway_requests_in_flight[ {]/ {print int($NF); exit}'; }

# retire COLOUR: waits for what it still answers, then stops it. It stays a container, which is what
# makes a rollback quick.
retire() {
  local until busy
  running "$1" || return 0
  put_hold "$1" || return 1
  until=$(($(now) + drain_wait))
  while [ "$(now)" -lt "$until" ]; do
    busy=$(in_flight "$1") || busy=
    case $busy in
      '' | 0) break ;;
    esac
    say "  api-$1 still answers $busy requests"
    pause 2
  done
  quietly compose stop "api-$1"
}
