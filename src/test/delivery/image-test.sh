#!/usr/bin/env bash
# image-test.sh    builds the image prod and looks at it from outside
#
# IMAGE=name (local-llm-server:test) is what it is called. With --no-build it is there already.
# START_LIMIT=60000 is how many milliseconds a start may take, the best of three: a bound for what is
# broken, on a machine that may be busy. How long it took is printed; 4000 is the aim where it is quiet.
# Exit codes: 0 all passed, 1 not, 69 there is no Docker engine.
# shellcheck disable=SC2016 # the containers expand what is in single quotes
set -euo pipefail

case ${1:-} in
  --help | -h)
    sed -n '2,/^# Exit/s/^# \{0,1\}//p' "$0"
    exit 0
    ;;
  --no-build | '') ;;
  *)
    echo "image-test: there is no option $1 (see --help)" >&2
    exit 2
    ;;
esac
cd "$(dirname "$0")/../../.."

sandbox=../shared/tools/docker-sandbox
if [ -x "$sandbox" ] && ! docker info >/dev/null 2>&1; then
  "$sandbox" up >&2 && "$sandbox" images >&2 || :
  eval "$("$sandbox" env)"
elif [ -x "$sandbox" ]; then
  # base images here are stand-ins without digests
  eval "$("$sandbox" env)"
fi
if ! docker info >/dev/null 2>&1; then
  echo "SKIPPED: the image was NOT tested, there is no Docker engine"
  exit 69
fi

image=${IMAGE:-local-llm-server:test}
limit=${START_LIMIT:-60000}
name=image-test-$$
work=$(mktemp -d)
passed=0 failed=0
trap 'docker rm -f "$name" "$name-slow" >/dev/null 2>&1; docker network rm "$name" >/dev/null 2>&1; rm -rf "$work"' EXIT

check() { # WHAT CMD…: CMD is quiet; what it printed is shown when it fails
  local what=$1
  shift
  if "$@" >"$work/check" 2>&1; then
    passed=$((passed + 1))
    echo "ok      $what"
  else
    failed=$((failed + 1))
    echo "FAILED  $what"
    tail -n 15 "$work/check" | awk '{print "        " $0}'
  fi
}

is() { # EXPECTED ACTUAL
  [ "$1" = "$2" ] || { echo "expected '$1', got '$2'" && return 1; }
}

at_most() { # BOUND ACTUAL
  [ "$2" -le "$1" ] || { echo "$2 is more than $1" && return 1; }
}

fact() { docker image inspect -f "$1" "$image"; }

# As strictly as an orchestrator would: nothing of the image can be written to, no rights at all.
strictest=(--read-only --tmpfs /tmp --tmpfs /data --cap-drop ALL --security-opt no-new-privileges)
strict=("${strictest[@]}")

start() { # DOCKER_ARGS…: a gateway, its port in $port and the time to its first answer in $took
  local began
  docker rm -f "$name" >/dev/null 2>&1 || :
  began=$(milliseconds)
  docker run -d --name "$name" "${strict[@]}" -p 127.0.0.1::8000 -e APP_ENV=local "$@" "$image" >/dev/null
  port=$(docker port "$name" 8000/tcp | sed -n 's/.*:\([0-9]*\)$/\1/p' | head -n 1)
  until curl -sf --noproxy '*' -o /dev/null "http://127.0.0.1:$port/version"; do
    if [ "$(docker inspect -f '{{.State.Running}}' "$name")" != true ] || [ $(($(milliseconds) - began)) -gt 120000 ]; then
      docker logs --tail 20 "$name" 2>&1
      return 1
    fi
    sleep 0.05
  done
  took=$(($(milliseconds) - began))
}

milliseconds() { perl -MTime::HiRes=time -e 'printf "%d\n", time * 1000'; }

chat() {
  curl -sf --noproxy '*' "http://127.0.0.1:$port/api/chat" -d '{"messages":[{"role":"user","content":"Hello"}]}' |
    tail -n 1 | grep '"done":true'
}

becomes_healthy() {
  local deadline=$(($(milliseconds) + 60000))
  while [ "$(milliseconds)" -lt "$deadline" ]; do
    [ "$(docker inspect -f '{{.State.Health.Status}}' "$name")" != healthy ] || return 0
    sleep 1
  done
  return 1
}

probe_prints() { docker exec "$name" bin/probe /version | grep '"gitSha"'; }
probe_fails() { ! docker exec "$name" bin/probe /nothing; }

inside() { docker run --rm --user 0 --entrypoint /bin/sh "$image" -euc "$1"; }

ends_with() { # CODE DOCKER_ARGS…
  local code=0 expected=$1
  shift
  docker run --rm "${strict[@]}" "$@" || code=$?
  is "$expected" "$code"
}

# ---- what it is made of
revision=$(git rev-parse HEAD 2>/dev/null || echo unknown)
if [ "${1:-}" != --no-build ]; then
  for target in prod ci; do
    case $target in prod) tag=$image ;; ci) tag=$image-ci ;; esac
    docker build -q --target "$target" -t "$tag" --build-arg "GIT_SHA=$revision" --build-arg BUILD_DATE=2026-11-01T00:00:00Z \
      --build-arg SOURCE_URL=https://example.com/local-llm-server . >/dev/null
  done
  check "at most half the size of ci" at_most $(($(docker image inspect -f '{{.Size}}' "$image-ci") / 2)) "$(fact '{{.Size}}')"
  check "says which commit it is" is "$revision" "$(fact '{{index .Config.Labels "org.opencontainers.image.revision"}}')"
  check "says when it was built" is 2026-11-01T00:00:00Z "$(fact '{{index .Config.Labels "org.opencontainers.image.created"}}')"
fi
echo "        $(($(fact '{{.Size}}') / 1000000)) MB"
check "at most 450 MB" at_most 450000000 "$(fact '{{.Size}}')"
for label in title description source version; do
  check "has the label $label" test -n "$(fact "{{index .Config.Labels \"org.opencontainers.image.$label\"}}")"
done
newest=$(find src/main/resources/db/migration -name 'V*__*.sql' | sed 's/.*\/V\([0-9]*\)__.*/\1/' | sort -n | tail -n 1)
check "says which schema it knows" is "$newest" "$(fact '{{index .Config.Labels "dev.localllm.schema.known"}}')"
check "is run by user 1001 of group 0" is 1001:0 "$(fact '{{.Config.User}}')"
check "is stopped by SIGTERM" is SIGTERM "$(fact '{{.Config.StopSignal}}')"
check "has no shell as its entry point" is '[/opt/local-llm-server/bin/entrypoint]' "$(fact '{{.Config.Entrypoint}}')"
check "is in no environment by itself" is '' "$(fact '{{range .Config.Env}}{{println .}}{{end}}' | grep '^APP_ENV' || :)"
check "has no tools to build with" inside \
  'for tool in javac mvn git curl wget gcc; do if command -v "$tool"; then exit 1; fi; done'
check "has no sources and no leftovers" inside \
  'found=$(find / -xdev \( -name "*.java" -o -name ".git" -o -name ".env*" -o -name "*.log" -size +0 -o -path /m2 -o -path /workspace \) -not -path "/proc/*" -not -path "/var/log/*"); echo "$found"; [ -z "$found" ]'
check "has no keys and no passwords" inside \
  'found=$(grep -rlE "BEGIN [A-Z ]*PRIVATE KEY|(password|token|secret)=[^ $]{8,}" /opt/local-llm-server/bin /opt/local-llm-server/prepared /opt/local-llm-server/wlp/usr /opt/local-llm-server/wlp/etc /etc /home /root 2>/dev/null | grep -v "/etc/ssl\|\.class$\|\.jar$" || :); echo "$found"; [ -z "$found" ]'
check "cannot change itself" docker run --rm --entrypoint /bin/sh "$image" -euc \
  'found=$(find /opt -writable -not -type l); echo "$found"; [ -z "$found" ]'

# ---- how it runs
best=
for _ in 1 2 3; do
  start >"$work/check" || break
  if [ -z "$best" ] || [ "$took" -lt "$best" ]; then best=$took; fi
  [ "$best" -gt 4000 ] || break
done
echo "        first answer after ${best:-no} ms, read-only"
check "starts read-only, without rights, within $limit ms" at_most "$limit" "${best:-999999}"
check "answers" chat
check "is healthy for Docker" becomes_healthy
check "probe prints the body of an answer" probe_prints
check "probe fails for an error" probe_fails
check "warms itself up" docker exec -e ROLE=warmup "$name" bin/local-llm-server --requests 8
check "runs as 1001" is 1001 "$(docker exec "$name" id -u)"
check "uses its AOT cache" start -e JVM_ARGS=-XX:AOTMode=on
check "starts without a cache that fits" start -v /dev/null:/opt/local-llm-server/server.aot:ro
check "starts as any user of group 0" start --user 123456:0
check "and answers" chat
strict=(--cap-drop ALL)
check "starts in a file system that can be written to" start
strict=("${strictest[@]}")

# ---- how it stops: an Ollama that takes 8 s for an answer, and SIGTERM after 2 s
slow='use IO::Socket::INET; $| = 1; $SIG{CHLD} = "IGNORE"; $SIG{TERM} = sub { exit };
my $door = IO::Socket::INET->new(Listen => 50, LocalPort => 11434, ReuseAddr => 1) or die;
while (my $peer = $door->accept) {
  next if fork; $peer->autoflush(1);
  my ($path, $length) = ("", 0);
  while (<$peer>) { $path = $1 if /^[A-Z]+ (\S+)/; $length = $1 if /^content-length: (\d+)/i; last if /^\r?$/ }
  read $peer, my $body, $length if $length;
  if ($path ne "/api/chat") {
    my $json = $path eq "/api/version" ? q({"version":"0.34.2"}) : $path eq "/api/show" ? q({"capabilities":["completion"]}) : q({"models":[{"name":"slow:latest","model":"slow:latest"}]});
    print $peer "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " . length($json) . "\r\n\r\n$json"; exit }
  print $peer "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nConnection: close\r\n\r\n";
  for my $i (1 .. 41) {
    my $done = $i == 41 ? q("done":true,"done_reason":"stop") : q("done":false);
    print $peer qq({"model":"slow","created_at":"2026-11-26T00:00:00Z","message":{"role":"assistant","content":"w$i "},$done}\n); select undef, undef, undef, 0.2 }
  exit }'
ends_whole() {
  local client code
  docker network create "$name" >/dev/null
  docker run -d --name "$name-slow" --network "$name" --entrypoint perl "$image" -e "$slow" >/dev/null
  start --network "$name" -e "OLLAMA_BASE_URL=http://$name-slow:11434" || return 1
  sleep 1
  curl -sS --noproxy '*' -N "http://127.0.0.1:$port/api/chat" -d '{"model":"slow","messages":[{"role":"user","content":"Hello"}]}' >"$work/stream" &
  client=$!
  sleep 2
  docker stop -t 45 "$name" >/dev/null
  wait "$client" || { echo "the client saw its connection break" && return 1; }
  code=$(docker inspect -f '{{.State.ExitCode}}' "$name")
  tail -n 2 "$work/stream"
  is 0 "$code" && grep -q '"content":"w40 "' "$work/stream" && tail -n 1 "$work/stream" | grep '"done":true'
}
check "SIGTERM lets a stream end whole, and it ends with 0" ends_whole

# ---- how it refuses
check "an unknown environment ends with 78" ends_with 78 -e APP_ENV=prod "$image"
check "missing settings end with 78" ends_with 78 -e APP_ENV=production "$image"
check "missing settings end commands with 78" ends_with 78 -e APP_ENV=production -e ROLE=migrate "$image"
check "an unknown role ends with 64" ends_with 64 -e ROLE=nothing "$image"
check "commands take arguments" ends_with 0 -e ROLE=keys "$image" --help

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
