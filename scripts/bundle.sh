#!/usr/bin/env bash
# bundle.sh ENV OUT    packs what a host needs for a deployment: gate reads it from standard input
#
# ENV is staging or production, OUT the file to write (mode 0600; it holds secrets). Run from a
# checkout. In it: compose/ (compose file and deploy/), bin/ (these scripts), values (every key of
# scripts/lib/keys.sh that is set in the environment), registry (from REGISTRY_SERVER,
# REGISTRY_USER and REGISTRY_TOKEN, if set). IMAGE must be set. Who and why for the log come from
# DEPLOY_ACTOR and DEPLOY_RUN_URL, or from what GitHub Actions sets.
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
  local checkout source scratch
  checkout=$(cd "$here/.." && pwd)
  source=$checkout/docker-compose.$compose_name.yml
  [ -f "$source" ] || fail "$source is missing"
  [ -n "${IMAGE:-}" ] || fail "IMAGE is not set: the image's name without tag, such as ghcr.io/owner/local-llm-server"
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/bundle.XXXXXX") || fail "cannot make a temporary folder"
  # shellcheck disable=SC2064 # the folder is known now and not later
  trap "rm -rf '$scratch'" EXIT

  mkdir -p "$scratch/compose" "$scratch/bin/lib"
  cp "$source" "$scratch/compose/"
  if [ -d "$checkout/deploy" ]; then cp -R "$checkout/deploy" "$scratch/compose/"; fi
  cp "$here"/lib/*.sh "$scratch/bin/lib/"
  for source in "$here"/*.sh "$here/gate"; do
    case ${source##*/} in
      dev.sh | bundle.sh) ;;
      *) cp "$source" "$scratch/bin/" ;;
    esac
  done
  chmod -R u+rwX,go+rX "$scratch/compose" "$scratch/bin"
  chmod 0755 "$scratch"/bin/*.sh "$scratch/bin/gate"
  values "$checkout" >"$scratch/values"
  : >"$scratch/registry"
  if [ -n "${REGISTRY_TOKEN:-}" ]; then
    printf '%s\n%s\n%s\n' "${REGISTRY_SERVER:?}" "${REGISTRY_USER:?}" "$REGISTRY_TOKEN" >"$scratch/registry"
  fi
  # no ._ files on macOS
  COPYFILE_DISABLE=1 tar -C "$scratch" -cf "$2" compose bin values registry || fail "cannot write $2"
  chmod 0600 "$2"
  say "$env: $2 has the keys $(tr '\0' '\n' <"$scratch/values" | sed 's/=.*//' | tr '\n' ' ')"
}

values() {
  local key
  if [ -n "${GITHUB_RUN_ID:-}" ]; then
    DEPLOY_ACTOR=${DEPLOY_ACTOR:-${GITHUB_ACTOR:-github}}
    DEPLOY_RUN_URL=${DEPLOY_RUN_URL:-${GITHUB_SERVER_URL:-https://github.com}/${GITHUB_REPOSITORY:-}/actions/runs/$GITHUB_RUN_ID}
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
