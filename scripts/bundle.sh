#!/usr/bin/env bash
# bundle.sh ENV OUT    packs what a host needs for a deployment: gate reads it from standard input
#
# ENV is staging or production, OUT the file to write (mode 0600; it holds secrets). Run from a
# checkout. It is data and no program: values (every key of scripts/lib/keys.sh that a deployment may
# bring and that is set in the environment), registry (from REGISTRY_SERVER, REGISTRY_USER and
# REGISTRY_TOKEN, if set), admission (the file ADMISSION, if set: who has signed that ENV may have the
# image), kit (which version of the host's scripts it needs). IMAGE must be set. Who, why and of which
# ref come from DEPLOY_ACTOR, DEPLOY_RUN_URL and DEPLOY_REF, or from what GitHub Actions sets.
#
#   bundle.sh staging out.tar && ssh host "deploy staging sha256:…" <out.tar
#
# Exit codes: 0 done, 1 failed, 2 asked wrongly.

set -euo pipefail
umask 077
here=$(cd "$(dirname "$0")" && pwd)
for part in messages host keys; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

main() {
  case ${1:-} in
    --help | -h) help_and_exit ;;
  esac
  [ $# -eq 2 ] || asked_wrongly "bundle.sh ENV OUT"
  host_environment "$1"
  local checkout scratch
  checkout=$(cd "$here/.." && pwd)
  [ -n "${IMAGE:-}" ] || fail "IMAGE is not set: the image's name without tag, such as ghcr.io/owner/local-llm-server"
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/bundle.XXXXXX") || fail "cannot make a temporary folder"
  # shellcheck disable=SC2064 # the folder is known now and not later
  trap "rm -rf '$scratch'" EXIT

  cp "$here/kit" "$scratch/kit"
  values "$checkout" >"$scratch/values"
  : >"$scratch/registry"
  if [ -n "${REGISTRY_TOKEN:-}" ]; then
    printf '%s\n%s\n%s\n' "${REGISTRY_SERVER:?}" "${REGISTRY_USER:?}" "$REGISTRY_TOKEN" >"$scratch/registry"
  fi
  : >"$scratch/admission"
  if [ -n "${ADMISSION:-}" ]; then
    cp "$ADMISSION" "$scratch/admission" || fail "there is no $ADMISSION"
  fi
  # no ._ files on macOS
  COPYFILE_DISABLE=1 tar -C "$scratch" -cf "$2" values registry admission kit || fail "cannot write $2"
  chmod 0600 "$2"
  say "$env: $2 has the keys $(tr '\0' '\n' <"$scratch/values" | sed 's/=.*//' | tr '\n' ' ')"
}

values() {
  local key
  if [ -n "${GITHUB_RUN_ID:-}" ]; then
    DEPLOY_ACTOR=${DEPLOY_ACTOR:-${GITHUB_ACTOR:-github}}
    DEPLOY_RUN_URL=${DEPLOY_RUN_URL:-${GITHUB_SERVER_URL:-https://github.com}/${GITHUB_REPOSITORY:-}/actions/runs/$GITHUB_RUN_ID}
    DEPLOY_REF=${DEPLOY_REF:-${GITHUB_REF:-}}
  fi
  if [ -z "${DEPLOY_COMMIT_TIME:-}" ]; then
    DEPLOY_COMMIT_TIME=$(TZ=UTC0 git -C "$1" log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd 2>/dev/null) || :
  fi
  for key in $host_keys $setting_keys $secret_keys $source_keys $deployment_keys; do
    [ -z "${!key:-}" ] || printf '%s=%s\0' "$key" "${!key}"
  done
}

main "$@"
exit
