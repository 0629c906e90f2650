#!/usr/bin/env bash
# notify.sh started|succeeded|failed ENV [TEXT]    tells Slack and Telegram about a deployment
#
# To Slack when SLACK_WEBHOOK_URL is set, to Telegram when TELEGRAM_BOT_TOKEN and TELEGRAM_CHAT_ID are;
# to nobody when neither is. DEPLOY_RUN_URL, when set, is added as a link.
# A message that cannot be sent is a warning and never an error: exit code 0. 2: asked wrongly.

set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
for part in messages json; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

main() {
  local sign text
  case ${1:-} in
    --help | -h) help_and_exit ;;
    started) sign='[..]' ;;
    succeeded) sign='[ok]' ;;
    failed) sign='[!!]' ;;
    *) asked_wrongly "what happened? started, succeeded or failed" ;;
  esac
  case ${2:-} in
    staging | production) ;;
    *) asked_wrongly "unknown environment '${2:-}': it is staging or production" ;;
  esac
  text="$sign local-llm-server: deployment to $2 $1${3:+: $3}${DEPLOY_RUN_URL:+ $DEPLOY_RUN_URL}"
  if [ -n "${SLACK_WEBHOOK_URL:-}" ]; then
    send Slack "$SLACK_WEBHOOK_URL" "{\"text\":$(json_string "$text")}"
  fi
  if [ -n "${TELEGRAM_BOT_TOKEN:-}" ] && [ -n "${TELEGRAM_CHAT_ID:-}" ]; then
    send Telegram "${TELEGRAM_API:-https://api.telegram.org}/bot$TELEGRAM_BOT_TOKEN/sendMessage" \
      "{\"chat_id\":$(json_string "$TELEGRAM_CHAT_ID"),\"text\":$(json_string "$text")}"
  fi
}

# send NAME URL BODY: curl reads both from its configuration, for the URLs are secrets. What curl says
# is not shown, since that may have the URL in it.
send() {
  local code=0
  printf 'url = "%s"\ndata = "%s"\n' "$(quoted "$2")" "$(quoted "$3")" |
    "${CURL:-curl}" --config - --silent --fail --output /dev/null --max-time 10 --retry 2 \
      --header 'Content-Type: application/json' >/dev/null 2>&1 || code=$?
  if [ "$code" = 0 ]; then
    say "told $1"
  else
    warn "$1 could not be told (curl's code $code); the deployment goes on"
  fi
}

# As a value in double quotes in curl's configuration.
quoted() { printf '%s' "$1" | tr -d '\n\r' | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g'; }

main "$@"
exit
