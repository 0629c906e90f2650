# shellcheck shell=bash
# The stage of the rehearsal: an engine, a registry, a host to deploy to over SSH, something that
# answers like Ollama, and clients. Everything has names of its own and is taken away at the end.

gone=()
at_end() { gone=("$1" ${gone[@]+"${gone[@]}"}); }

clean() {
  local one
  for one in ${gone[@]+"${gone[@]}"}; do
    "$one" >/dev/null 2>&1 </dev/null || :
  done
}

not_here() {
  echo "deploy-test: SKIPPED, nothing was rehearsed: $*" >&2
  echo "0 passed, 0 failed, 1 skipped"
  exit 69
}

# note WORDS…: what happens, with the seconds since the beginning
note() { printf '%4ss  %s\n' "$SECONDS" "$*"; }

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 20000))
    (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}

random_word() { od -An -N20 -tx1 /dev/urandom | tr -d ' \n'; }

# ---- the engine and what it can build or pull

start_engine() {
  sandbox=$project/../shared/tools/docker-sandbox
  stand_ins=()
  if ! docker info >/dev/null 2>&1; then
    [ -x "$sandbox" ] || not_here "no Docker engine answers"
    "$sandbox" up >&2 || not_here "no Docker engine could be started"
    eval "$("$sandbox" env)"
  fi
  docker compose version >/dev/null 2>&1 || not_here "there is no Docker Compose v2"
  if ! docker image inspect registry:2 >/dev/null 2>&1 && ! docker pull -q registry:2 >/dev/null 2>&1; then
    { [ -x "$sandbox" ] && "$sandbox" images >&2; } || not_here "registry:2 can be neither pulled nor built"
  fi
  # what stands in for the official images has no digest of theirs
  case $(docker image inspect -f '{{index .Config.Labels "org.opencontainers.image.description"}}' registry:2) in
    'offline stand-in'*)
      eval "$("$sandbox" env)"
      stand_ins=(PROXY_IMAGE=caddy:2 DB_IMAGE=postgres:15 CACHE_IMAGE=redis:7)
      ;;
  esac
}

start_registry() {
  registry=$(docker run -d -p 127.0.0.1::5000 registry:2)
  at_end stop_registry
  repository=127.0.0.1:$(docker port "$registry" 5000 | sed -n 's/^127.0.0.1://p' | head -n 1)/local-llm-server
  local tries=0
  until curl -fsS --noproxy '*' "http://${repository%/*}/v2/" >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || not_here "the registry does not start"
    sleep 0.5
  done
}
# shellcheck disable=SC2329 # at_end calls these
stop_registry() {
  docker rm -fv "$registry"
  docker images --quiet "$repository" | xargs -r docker rmi -f
}

find_image() {
  built=${IMAGE:-local-llm-server:test}
  if ! docker image inspect "$built" >/dev/null 2>&1; then
    [ -z "${IMAGE:-}" ] || not_here "there is no image $IMAGE"
    note "building the image"
    docker build -q -t "$built" "$project" >/dev/null || not_here "the image could not be built: image-test.sh tells more"
  fi
}

# version NAME SHA [KEY=VALUE…]: pushes the same image as another version, with the entry point
# $entrypoint if that is set, and sets digest to its own.
# Afterwards it is not here any more, so that the deployment has to pull it.
version() {
  local name=$1 sha=$2
  shift 2
  {
    printf 'FROM %s\nENV GIT_SHA=%s %s\nLABEL org.opencontainers.image.revision=%s\n' "$built" "$sha" "$*" "$sha"
    printf '%s\n' "${entrypoint:+ENTRYPOINT $entrypoint}"
  } | docker build -q -t "$repository:$name" - >/dev/null
  digest=$(docker push "$repository:$name" | sed -n "s/.*digest: \(sha256:[0-9a-f]*\) .*/\1/p")
  [ -n "$digest" ]
  docker rmi "$repository:$name" >/dev/null
}

# ---- the host: a folder, and sshd on the loopback, with a key for each environment that may only talk to
# the gate

start_host() {
  host_root=$scratch/gateway
  stack=rehearsal-$$
  ssh_port=$(free_port)
  staging_port=$(free_port)
  production_port=$(free_port)
  "$project/scripts/install-host.sh" --root "$host_root" >/dev/null
  {
    # what the engine needs to be found
    printf '%s=%q\n' PATH "$PATH" TMPDIR "$scratch"
    env | sed -n 's/^\(DOCKER_[A-Z_]*\|BUILDX_[A-Z_]*\)=\(.*\)/\1="\2"/p'
    printf '%s\n' ${stand_ins[@]+"${stand_ins[@]}"}
    echo MIN_DISK_MB=500
    # nothing here is signed by GitHub; provenance.bats and provenance-test.sh are about that
    echo SIGNED_BY=nobody
  } >"$host_root/etc/host.env"
  printf 'COMPOSE_PROJECT_NAME=%s\nPROXY_PORT=%s\n' "$stack-staging" "$staging_port" >"$host_root/etc/staging.env"
  printf 'COMPOSE_PROJECT_NAME=%s\nPROXY_PORT=%s\n' "$stack-production" "$production_port" >"$host_root/etc/production.env"
  at_end stop_host
  ssh-keygen -q -t ed25519 -N '' -f "$scratch/host_key"
  local environment
  for environment in staging production; do
    ssh-keygen -q -t ed25519 -N '' -f "$scratch/key-of-$environment"
    printf 'restrict,command="%s/bin/gate %s rehearsal" %s\n' "$host_root" "$environment" "$(cat "$scratch/key-of-$environment.pub")"
  done >"$scratch/authorized_keys"
  cat >"$scratch/sshd_config" <<CONFIG
ListenAddress 127.0.0.1
Port $ssh_port
HostKey $scratch/host_key
PidFile $scratch/sshd.pid
AuthorizedKeysFile $scratch/authorized_keys
PasswordAuthentication no
KbdInteractiveAuthentication no
StrictModes no
UsePAM no
CONFIG
  [ "$(id -u)" != 0 ] || mkdir -p /run/sshd
  "$(command -v sshd)" -f "$scratch/sshd_config" -E "$scratch/sshd.log" || not_here "sshd does not start: $(tail -n 1 "$scratch/sshd.log")"
  at_end stop_sshd
  export HOST=127.0.0.1 SSH_PORT=$ssh_port SSH_KNOWN_HOSTS SSH_PRIVATE_KEY HOST_USER
  HOST_USER=$(id -un)
  SSH_PRIVATE_KEY=$(cat "$scratch/key-of-staging")
  SSH_KNOWN_HOSTS="[127.0.0.1]:$ssh_port $(cut -d' ' -f1,2 "$scratch/host_key.pub")"
}
# shellcheck disable=SC2329
stop_sshd() { kill "$(cat "$scratch/sshd.pid")"; }
# shellcheck disable=SC2329
stop_host() {
  local one
  for one in staging production; do
    # the deployment that was under way when this ends early
    kill -9 "$(sed -n 's/^pid=//p' "$host_root/$one/lock/holder")" || :
    docker ps -aq --filter "label=com.docker.compose.project=$stack-$one" | xargs -r docker rm -fv
    docker network ls -q --filter "label=com.docker.compose.project=$stack-$one" | xargs -r docker network rm
    docker volume ls -q --filter "label=com.docker.compose.project=$stack-$one" | xargs -r docker volume rm
  done
}

# gate COMMAND ENV …: over SSH, as a workflow does it, with the key of that environment
gate() { SSH_PRIVATE_KEY=$(cat "$scratch/key-of-$2") "$project/.github/scripts/remote.sh" "$@"; }

# gate_with ENV COMMAND…: with the key of another one
gate_with() { SSH_PRIVATE_KEY=$(cat "$scratch/key-of-$1") "$project/.github/scripts/remote.sh" "${@:2}"; }

# on_host ENV COMMAND…: as the host's operator does it
on_host() {
  local environment=$1 file
  shift
  (
    set -a
    GATEWAY_ROOT=$host_root
    for file in host "$environment"; do
      # shellcheck source=/dev/null
      . "$host_root/etc/$file.env"
    done
    set +a
    "$@"
  )
}

# bundle ENV: what a workflow sends; nothing of this shell's own settings gets into it
bundle() {
  env -i PATH="$PATH" HOME="$HOME" IMAGE="$repository" MODEL_NAME=bench AUTH_MODE=keys \
    OLLAMA_BASE_URL="http://host.docker.internal:$upstream_port" ALLOWED_ORIGINS=https://chat.example.com \
    KEY_PEPPERS="first:$secret" ADMIN_KEY="llm_$secret" SMOKE_TOKEN="llm_$secret" \
    POSTGRES_PASSWORD="$secret-$1-db" REDIS_PASSWORD="$secret-$1-cache" \
    HEALTH_DELAYS="${health_delays:-1 1 1 2 2 3 4 5 6 8 10 15 20}" SWITCH_PAUSE=2 WARM_UP=5s WATCH=8s DRAIN_WAIT=60s \
    "$project/scripts/bundle.sh" "$1" "$scratch/bundle.tar"
}

deploy() { # ENV DIGEST
  bundle "$1" && gate deploy "$1" "$2" <"$scratch/bundle.tar"
}

# ---- what answers, and who asks

start_upstream() {
  local address=127.0.0.1 gateway
  gateway=$(docker network inspect bridge -f '{{(index .IPAM.Config 0).Gateway}}' 2>/dev/null) || gateway=
  # where the bridge is this machine's own (not so in Docker Desktop's virtual machine)
  if [ -n "$gateway" ] && ip addr 2>/dev/null | grep -q " $gateway/"; then address=$gateway; fi
  mkfifo "$scratch/upstream.in"
  exec 7<>"$scratch/upstream.in"
  "$java" "$project/bench/Upstream.java" --host "$address" <"$scratch/upstream.in" \
    >"$scratch/upstream.out" 2>"$scratch/upstream.err" 7>&- &
  upstream=$!
  at_end stop_upstream
  until [ -s "$scratch/upstream.out" ]; do
    kill -0 "$upstream" 2>/dev/null || not_here "the fake Ollama does not start: $(tail -n 1 "$scratch/upstream.err")"
    sleep 0.2
  done
  upstream_port=$(head -n 1 "$scratch/upstream.out")
}
# shellcheck disable=SC2329
stop_upstream() { kill "$upstream"; }

start_load() { # KEY
  mkfifo "$scratch/load.in"
  exec 8<>"$scratch/load.in"
  LOAD_KEY=$1 "$java" -Xmx256m "$here/rehearsal/Load.java" "http://127.0.0.1:$staging_port" bench 20 50 \
    <"$scratch/load.in" >"$scratch/load.out" 2>"$scratch/load.err" 8>&- &
  load=$!
  at_end stop_load
}
# shellcheck disable=SC2329
stop_load() { kill "$load"; }

# counted NAME: what the clients have seen since they were asked before
counted() {
  echo "$1" >&8
  local tries=0
  until grep "^$1 " "$scratch/load.out"; do
    tries=$((tries + 1))
    [ "$tries" -le 50 ] || return 1
    sleep 0.2
  done
}

end_load() {
  exec 8>&-
  wait "$load"
  grep '^end ' "$scratch/load.out"
}
