#!/usr/bin/env bash
# smoke.sh URL    asks a gateway whether it does what it is for
#
# /version and /ready, then one short completion in each dialect (Ollama, OpenAI), in one piece and
# streamed. The credential comes from SMOKE_TOKEN or the file SMOKE_TOKEN_FILE; without one none is
# sent. Options:
#   --no-llm           no completions
#   --model NAME       who answers; sample unless given
#   --expect-sha SHA   which commit must answer
#   --timeout SECONDS  for each request, 60 unless given
# Exit codes: 0 all is well, 1 something is not, 2 asked wrongly, 69 curl is not here.

set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
for part in messages json; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

main() {
  url='' model=sample expected_sha='' timeout=60 passed=0
  local completions=yes
  while [ $# -gt 0 ]; do
    case $1 in
      --help | -h) help_and_exit ;;
      --no-llm) completions=no ;;
      --model | --expect-sha | --timeout)
        [ -n "${2:-}" ] || asked_wrongly "$1 needs a value"
        case $1 in
          --model) model=$2 ;;
          --expect-sha) expected_sha=$2 ;;
          --timeout) timeout=$2 ;;
        esac
        shift
        ;;
      -*) asked_wrongly "there is no option '$1'" ;;
      *) url=${1%/} ;;
    esac
    shift
  done
  case $url in
    http://?* | https://?*) ;;
    *) asked_wrongly "the URL of a gateway is missing, such as http://localhost:8000" ;;
  esac
  case $timeout in
    *[!0-9]*) asked_wrongly "--timeout must be a number of seconds" ;;
  esac
  curl=${CURL:-curl}
  need "$curl"
  credential
  check_version
  check_ready
  if [ "$completions" = yes ]; then
    check_ollama
    check_openai
  fi
  say "$url: $passed checks passed"
}

# A token in argv could be read by everybody on the machine; curl gets it as a configuration.
credential() {
  token=${SMOKE_TOKEN:-}
  if [ -z "$token" ] && [ -n "${SMOKE_TOKEN_FILE:-}" ]; then
    token=$(cat "$SMOKE_TOKEN_FILE" 2>/dev/null) || fail "SMOKE_TOKEN_FILE $SMOKE_TOKEN_FILE cannot be read"
  fi
  case $token in
    *[!!-~]* | *\"* | *\\*) fail "the smoke token has characters in it that no credential has" ;;
  esac
}

# request PATH [BODY]: the answer's body, when the status is 200.
request() {
  local answer status
  answer=$(
    { [ -z "$token" ] || printf 'header = "Authorization: Bearer %s"\n' "$token"; } |
      "$curl" --config - --silent --show-error --no-buffer --max-time "$timeout" \
        --write-out '\n%{http_code}' ${2:+--header 'Content-Type: application/json' --data "$2"} "$url$1" 2>&1
  ) || fail "$url$1: $(printf '%s' "$answer" | tail -n 2 | tr '\n' ' ')"
  status=${answer##*$'\n'}
  answer=${answer%$'\n'*}
  [ "$status" = 200 ] || fail "$url$1: status $status: $(printf '%s' "$answer" | tr '\n' ' ' | cut -c1-300)"
  printf '%s\n' "$answer"
}

pass() {
  passed=$((passed + 1))
  say "ok: $*"
}

check_version() {
  local answer sha
  answer=$(request /version)
  sha=$(printf '%s' "$answer" | json_get gitSha)
  [ -n "$sha" ] || fail "$url/version does not say which commit it is"
  [ -z "$expected_sha" ] || [ "$sha" = "$expected_sha" ] || fail "$url/version says commit $sha, expected was $expected_sha"
  pass "version $(printf '%s' "$answer" | json_get version), commit $sha"
}

check_ready() {
  request /ready >/dev/null
  pass "ready"
}

# holds TEXT PIECE WHAT
holds() {
  case $1 in
    *"$2"*) ;;
    *) fail "$3: '$2' is missing in: $(printf '%s' "$1" | tr '\n' ' ' | cut -c1-300)" ;;
  esac
}

body() {
  printf '{"model":%s,"messages":[{"role":"user","content":"Say hello."}],"stream":%s,%s}' \
    "$(json_string "$model")" "$1" "$2"
}

check_ollama() {
  local answer few='"options":{"num_predict":16}'
  answer=$(request /api/chat "$(body false "$few")")
  holds "$answer" '"done":true' 'Ollama in one piece'
  holds "$answer" '"content":"' 'Ollama in one piece'
  pass "Ollama, in one piece"
  answer=$(request /api/chat "$(body true "$few")")
  holds "$(printf '%s\n' "$answer" | sed '/^[[:space:]]*$/d' | tail -n 1)" '"done":true' 'the end of an Ollama stream'
  holds "$answer" '"done":false' 'an Ollama stream'
  pass "Ollama, streamed"
}

check_openai() {
  local answer few='"max_tokens":16'
  answer=$(request /v1/chat/completions "$(body false "$few")")
  holds "$answer" '"finish_reason":"' 'OpenAI in one piece'
  pass "OpenAI, in one piece"
  answer=$(request /v1/chat/completions "$(body true "$few")")
  holds "$answer" '"delta":' 'an OpenAI stream'
  holds "$(printf '%s\n' "$answer" | sed '/^[[:space:]]*$/d' | tail -n 1)" 'data: [DONE]' 'the end of an OpenAI stream'
  pass "OpenAI, streamed"
}

main "$@"
exit
