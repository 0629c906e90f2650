#!/usr/bin/env bash
# deploy.sh ENV sha256:DIGEST    puts the image with that digest into service, losing no request
# deploy.sh ENV --break-lock     takes away the lock of a deployment that was killed, and tidies up
# deploy.sh ENV --reconcile      makes the host follow state.json (after a reboot, for example)
#
# ENV is staging or production. Options:
#   --dry-run       checks what can be checked without a change, prints the steps, does none
#   --no-llm        no smoke test and no warm-up
#   --services      also brings database, cache and proxy to what the compose file says; a change of
#                   theirs interrupts the service for some seconds
#   --bundle DIR    first installs the settings of an unpacked bundle, and the compose files of share/
#   --unverified    takes an image without asking who has signed it: for who stands at the host
#
# Any failure before the end of the watch brings the old version back by itself. Settings, from the
# environment or .env.ENV: HEALTH_DELAYS="3 6 9 12 15", WARM_UP=20s (0: none), WATCH=60s, DRAIN_WAIT=120s,
# MIN_DISK_MB=2048, KEEP_RELEASES=5, KEEP_BACKUPS=5, SWITCH_PAUSE=2; PROXY_URL where the proxy is reached
# by another address than http://PROXY_BIND:PROXY_PORT. GATEWAY_ROOT is /opt/gateway; etc/host.env and
# etc/ENV.env in it are its administrator's and go before what a bundle brings.
# Exit codes: 0 done, 1 failed, 2 asked wrongly, 69 a tool is not here.

set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
for part in messages clock json hash files lock log state host colours deployment reconcile watch \
  registry database keys install prune provenance; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

main() {
  digest='' bundle='' dry_run=no no_llm=no services=no break_lock=no only_reconcile=no unverified=no
  local environment=
  while [ $# -gt 0 ]; do
    case $1 in
      --help | -h) help_and_exit ;;
      --dry-run) dry_run=yes ;;
      --no-llm) no_llm=yes ;;
      --services) services=yes ;;
      --unverified) unverified=yes ;;
      --break-lock) break_lock=yes ;;
      --reconcile | reconcile) only_reconcile=yes ;;
      --bundle)
        bundle=${2:-}
        [ -d "$bundle" ] || asked_wrongly "--bundle needs a folder"
        shift
        ;;
      -*) asked_wrongly "there is no option '$1'" ;;
      *)
        if [ -z "$environment" ]; then
          environment=$1
        elif [ -z "$digest" ]; then
          digest=$1
        else
          asked_wrongly "'$1' is one word too many"
        fi
        ;;
    esac
    shift
  done
  host_environment "$environment"
  if [ -n "$digest" ] || [ "$break_lock$only_reconcile" = nono ]; then
    [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]] ||
      asked_wrongly "the digest must be sha256: and 64 hexadecimal digits, not '$digest'"
  fi
  need_docker
  if [ "$dry_run" = yes ]; then
    dry_run
    exit 0
  fi
  interrupted_step=
  if [ "$break_lock" = yes ]; then
    interrupted_step=$(cat "$lock/step" 2>/dev/null || :)
    lock_break
  fi
  if [ -z "$digest" ]; then
    tidy_up
  else
    deploy
  fi
}

deploy() {
  deployment_begin deploy
  if [ "$unverified" = no ]; then
    at_step verify "who has signed that $env may have it"
    verify_provenance "$digest" "$bundle${bundle:+/admission}" "${DEPLOY_REF:-}"
  fi
  if [ -n "$bundle" ]; then
    at_step install "settings of the bundle, compose files of the host"
    install_bundle "$bundle"
    deployment_settings deploy
  fi
  at_step preflight "files, settings, disk"
  preflight
  at_step pull "$ref"
  pull "$ref" "${bundle:+$bundle/registry}"
  git_sha=$(label "$ref" org.opencontainers.image.revision) || git_sha=
  [ -n "$git_sha" ] || fail "the image $ref does not say which commit it is (label org.opencontainers.image.revision)"
  deployment_refs "$ref"
  at_step services "database and cache"
  start_services
  at_step compatibility "what the migration would do"
  check_schema
  at_step backup "of the database"
  backup
  at_step migrate "the database"
  migrate
  at_step start "api-$idle beside ${active:+api-}${active:-nothing}"
  touched=started
  put_hold "$idle" || fail "cannot write to $home/run (a full disk?)"
  quietly compose up -d --no-deps --no-build "api-$idle" || fail "api-$idle could not be started"
  at_step health "pauses of $health_delays seconds"
  check_idle
  at_step smoke "requests to api-$idle itself"
  check_answers "$warm_up"
  at_step switch "the proxy goes over to api-$idle"
  quietly compose up -d --no-deps --no-build --no-recreate proxy || fail "the proxy could not be started"
  switch_to_idle
  at_step watch "the error rate, for $watch seconds"
  watch_errors "$idle" "$watch"
  at_step commit "from here on the new version stays"
  deployment_commit "$(state_get ref)" "$(state_get digest)" "$(state_get git_sha)" "$(state_get commit_time)"
  deployment_succeed
  prune_releases || warn "old releases could not all be removed"
}

preflight() {
  local image
  [ -f "$compose_file" ] || fail "$compose_file is missing: deploy with a bundle first"
  [ -f "$env_file" ] || fail "$env_file is missing: run render-env.sh $env first"
  image=$(env_value IMAGE)
  [ -n "$image" ] || fail "IMAGE is not in $env_file: run render-env.sh $env again"
  ref=$image@$digest
  check_required "$env_file" || fail "$env_file lacks $missing: run render-env.sh $env again"
  check_bind
  warm_up=$(setting WARM_UP 20s)
  seconds "$warm_up" >/dev/null || fail "WARM_UP must be like 20s, or 0, not '$warm_up'"
  watch=$(setting WATCH 60s)
  watch=$(seconds "$watch") || fail "WATCH must be like 60s, or 0"
  check_disk
  deployment_refs "$ref"
  quietly compose config --quiet || fail "$compose_file is not right with $env_file"
}

# Where others than programs of this host reach the proxy, the engine may give them the same address as
# those: they could say what they like about where they come from.
check_bind() {
  case $(setting PROXY_BIND 127.0.0.1) in
    127.* | '[::1]') return 0 ;;
  esac
  [ -n "$(setting PROXY_TRUSTED_PROXIES '')" ] ||
    fail "PROXY_BIND lets others in than this host: say in $root/etc/$env.env whose word on the client's address is believed (PROXY_TRUSTED_PROXIES=127.0.0.1/32 is nobody's)"
}

check_disk() {
  local least free place
  least=$(setting MIN_DISK_MB 2048)
  whole_number MIN_DISK_MB "$least"
  for place in "$home" "$("$docker" info --format '{{.DockerRootDir}}' 2>/dev/null </dev/null || :)"; do
    # in a virtual machine (macOS) the engine's folder is not ours to see
    [ -n "$place" ] && [ -d "$place" ] || continue
    free=$(df -Pk "$place" | awk 'NR == 2 {print int($4 / 1024)}')
    [ "${free:-0}" -ge "$least" ] || fail "the disk is full: ${free:-0} MB are free at $place, $least are needed (MIN_DISK_MB)"
  done
}

start_services() {
  local how=--no-recreate
  [ "$services" = no ] || how=--remove-orphans
  quietly compose up -d --no-deps --no-build "$how" --wait --wait-timeout 120 db cache ||
    fail "database and cache did not start"
  [ "$services" = no ] || quietly compose up -d --no-deps --no-build proxy || fail "the proxy could not be started"
}

tidy_up() {
  action=reconcile digest=none
  [ -d "$home" ] || fail "there is nothing at $home"
  deployment_begin_tidy
  say "$env: ${active:-nothing} serves ${previous_digest:-}"
}

# Everything but a deployment: no release, no line in the log but what an interrupted one owes.
deployment_begin_tidy() {
  id=reconcile actor=${DEPLOY_ACTOR:-$(id -un)} started=$(now)
  started_at=$(iso "$started") git_sha='' migration_from='' migration_to='' health_attempts=''
  run_url='' commit_time=''
  lock_take
  trap 'lock_release' EXIT
  output=$home/reconcile.log
  : >"$output"
  release_env=$releases/$(state_get release)/release.env
  deployment_settings deploy
  active=$(state_get active) previous_digest=$(state_get digest)
  reconcile || fail "api-${active:-?} could not be brought back; its words are in $output"
}

dry_run() {
  local active
  id=dry-run git_sha='' commit_time='' releases=$(mktemp -d "${TMPDIR:-/tmp}/deploy.XXXXXX")
  trap 'rm -rf "$releases"' EXIT
  mkdir "$releases/$id"
  output=$releases/$id/output.log
  active=$(state_get active)
  idle=$(other_colour "${active:-green}")
  if [ -d "$lock" ]; then warn "$(lock_words)"; fi
  deployment_settings deploy
  preflight
  say "dry run: nothing is changed. $env has ${active:-nothing} ($(state_get digest)); the steps would be:"
  cat <<STEPS
  lock           $lock
  verify         $([ "$unverified" = yes ] || printf '%s' "${SIGNED_BY:-nobody is named in SIGNED_BY: it will be refused}")
  install        ${bundle:-no bundle: what is there stays}
  preflight      done just now
  pull           $ref
  services       database and cache run, and are not touched$([ "$services" = no ] || printf ' unless changed')
  compatibility  the migration's dry run with the new image
  backup         $home/backups
  migrate        in a container of its own, then the grants
  start          api-$idle, held
  health         after $health_delays seconds
  smoke          6 requests to api-$idle itself
  warm-up        $warm_up
  switch         hold of $idle removed, ${active:-nothing} held, proxy asked at $(proxy_url)
  watch          $watch seconds, back if more than 5 % fail
  commit         $state
  drain          ${active:+api-$active, at most $drain_wait seconds, then stopped}
  prune          all but $(setting KEEP_RELEASES 5) releases
STEPS
}

main "$@"
exit
