#!/usr/bin/env bash
# rollback.sh ENV [previous | sha256:DIGEST]    goes back to a version that this host still has
#
# ENV is staging or production. previous (the default) is the version before the one that runs. Its
# container was stopped, not removed: it is started, put in front, and the other one stopped. A
# version whose container is gone is started from its image, if that is still here. Nothing is
# pulled and nothing migrated; a version that does not go with the database as it is now is refused.
# Afterwards "previous" is nothing, so that twice the same command does not bring the bad one back.
#
# Options: --dry-run says what would be done; --no-llm leaves out the smoke test.
# Settings: those of deploy.sh; HEALTH_DELAYS is "1 1 1 1 2 2 3 4 6 9 15" and DRAIN_WAIT 10s unless
# set. GATEWAY_ROOT is /opt/gateway.
# Exit codes: 0 done, 1 failed, 2 asked wrongly, 69 a tool is not here.

set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
for part in messages clock json hash files lock log state host colours deployment reconcile registry \
  database; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

main() {
  local environment='' wanted='' dry_run=no
  no_llm=no
  while [ $# -gt 0 ]; do
    case $1 in
      --help | -h) help_and_exit ;;
      --dry-run) dry_run=yes ;;
      --no-llm) no_llm=yes ;;
      -*) asked_wrongly "there is no option '$1'" ;;
      *)
        if [ -z "$environment" ]; then
          environment=$1
        elif [ -z "$wanted" ]; then
          wanted=$1
        else
          asked_wrongly "'$1' is one word too many"
        fi
        ;;
    esac
    shift
  done
  host_environment "$environment"
  wanted=${wanted:-previous}
  [[ $wanted =~ ^(previous|sha256:[0-9a-f]{64})$ ]] ||
    asked_wrongly "go back to what? 'previous' or sha256: and 64 hexadecimal digits, not '$wanted'"
  need_docker
  choose "$wanted"
  if [ "$dry_run" = yes ]; then
    say "dry run: $env would go from $(state_get digest) on $(state_get active) back to $digest"
    exit 0
  fi
  roll_back
}

# choose WANTED: sets digest and ref.
choose() {
  local file
  [ -n "$(state_get active)" ] || fail "nothing is deployed in $home"
  if [ "$1" = previous ]; then
    digest=$(state_get previous_digest)
    ref=$(state_get previous_ref)
    [ -n "$digest" ] || fail "no previous version is known here: name a digest (deployments.jsonl has them)"
  else
    digest=$1
    file=$(grep -l "^IMAGE_REF=.*@$digest\$" "$releases"/*/release.env 2>/dev/null | tail -n 1) || :
    [ -n "$file" ] || fail "$digest is not among the releases that are kept here: deploy it instead"
    ref=$(sed -n 's/^IMAGE_REF=//p' "$file")
  fi
  [ "$digest" != "$(state_get digest)" ] || fail "$env runs $digest already"
}

roll_back() {
  interrupted_step=
  deployment_begin rollback
  at_step preflight "is $digest still here, and does it go with the database"
  "$docker" image inspect "$ref" >/dev/null 2>&1 </dev/null ||
    fail "the image $ref is not here any more: deploy it instead"
  git_sha=$(label "$ref" org.opencontainers.image.revision)
  commit_time=$(sed -n 's/^COMMIT_TIME=//p' "$(grep -l "@$digest\$" "$releases"/*/release.env | tail -n 1)")
  deployment_refs "$ref"
  check_schema
  at_step start "api-$idle, held"
  touched=started
  put_hold "$idle" || fail "cannot write to $home/run (a full disk?)"
  if [ "$(container_fact "$idle" '{{.Config.Image}}')" = "$ref" ]; then
    quietly compose start "api-$idle" || fail "api-$idle could not be started"
  else
    say "  its container is gone: a new one from its image"
    quietly compose up -d --no-deps --no-build "api-$idle" || fail "api-$idle could not be started"
  fi
  at_step health "of api-$idle"
  check_idle
  at_step smoke "requests to api-$idle itself"
  check_answers 0
  at_step switch "the proxy goes back to api-$idle"
  switch_to_idle
  at_step commit "from here on $digest stays"
  deployment_commit '' '' '' ''
  deployment_succeed
}

main "$@"
exit
