# shellcheck shell=bash
# What the fakes share: a small world in the folder $FAKE, where two colours run, are held or not, and
# a proxy answers for the first that is neither. Every call of a fake is written down, may be made to
# fail or to kill the deployment, and is a moment at which somebody must be serving.

colour_dir() { printf '%s\n' "$FAKE/colours/$1"; }
colour_runs() {
  local status=
  { read -r status <"$FAKE/colours/$1/status"; } 2>/dev/null
  [ "$status" = running ]
}
colour_held() { [ -e "$HOME_DIR/run/$1/hold" ]; }
colour_ref() { cat "$FAKE/colours/$1/image" 2>/dev/null; }
hex_of() { printf '%s\n' "${1##*sha256:}"; }
colour_well() {
  local ref=
  colour_runs "$1" || return 1
  read -r ref <"$FAKE/colours/$1/image"
  [ ! -e "$FAKE/sick/${ref##*sha256:}" ]
}

# The colour that the proxy would send a request to.
serving() {
  local colour
  for colour in blue green; do
    if colour_well "$colour" && ! colour_held "$colour"; then
      printf '%s\n' "$colour"
      return 0
    fi
  done
  return 1
}

# happens TOOL ARGS…
happens() {
  printf '%s\n' "$*" >>"$FAKE/calls"
  if [ -e "$FAKE/live" ] && ! serving >/dev/null; then
    printf '%s\n' "$*" >>"$FAKE/outages"
  fi
  if [ -e "$FAKE/kill-at-call" ] && [ "$(wc -l <"$FAKE/calls")" -ge "$(cat "$FAKE/kill-at-call")" ]; then
    kill_deployment
  fi
  if [ -e "$FAKE/kill-at" ] && printf '%s\n' "$*" | grep -Eq -e "$(cat "$FAKE/kill-at")"; then
    kill_deployment
  fi
  if [ -e "$FAKE/fail-at" ] && printf '%s\n' "$*" | grep -Eq -e "$(cat "$FAKE/fail-at")"; then
    printf 'the fake fails here\n' >&2
    exit 1
  fi
}

kill_deployment() {
  local pid
  rm -f "$FAKE/kill-at" "$FAKE/kill-at-call"
  pid=$(sed -n 's/^pid=//p' "$HOME_DIR/lock/holder" 2>/dev/null)
  [ -n "$pid" ] || return 0
  kill -9 "$pid"
  : >"$FAKE/killed"
  exit 1
}
