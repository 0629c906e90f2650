#!/usr/bin/env bash
# The proxy's own part: which paths are for people outside, in every spelling; what it says of where a
# client is; heads that drip or are wrong. A real Caddy with the Caddyfile of staging and production.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: proxy-test.sh

Takes the program CADDY, or caddy from the PATH if it is a 2.8 or newer, or the one in the image caddy:2.
Needs Python 3, and addresses 127.0.0.5 and 127.0.0.6, which Linux has.
Exit codes: 0 passed, 1 failed, 2 asked wrongly, 69 not possible here.
EOF
}

case ${1-} in
  '') ;;
  --help) usage && exit ;;
  *) echo "proxy-test: unknown argument $1 (see --help)" >&2 && exit 2 ;;
esac

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

not_here() {
  echo "proxy-test: SKIPPED, the proxy was not tested: $*" >&2
  echo "0 passed, 0 failed, 1 skipped"
  exit 69
}

# found: sets caddy to a program that is new enough
found() {
  local sandbox=$root/../shared/tools/docker-sandbox container
  caddy=${CADDY:-}
  [ -z "$caddy" ] || return 0
  if caddy=$(command -v caddy) && caddy version | grep -Eq '^v?2\.([89]|[1-9][0-9])\.'; then return 0; fi
  if ! docker info >/dev/null 2>&1 && [ -x "$sandbox" ]; then
    "$sandbox" up >&2 && "$sandbox" images >&2 || :
    eval "$("$sandbox" env)"
  fi
  docker image inspect caddy:2 >/dev/null 2>&1 || docker pull -q caddy:2 >/dev/null 2>&1 || return 1
  container=$(docker create caddy:2) && docker cp -q "$container:/usr/bin/caddy" "$scratch/caddy" || return 1
  docker rm "$container" >/dev/null
  caddy=$scratch/caddy
  "$caddy" version >/dev/null 2>&1
}

command -v python3 >/dev/null || not_here "no Python 3"
python3 -c 'import socket; socket.socket().bind(("127.0.0.5", 0))' 2>/dev/null || not_here "no address 127.0.0.5"
found || not_here "no caddy, and no image caddy:2"
python3 "$here/proxy/edge.py" "$caddy" "$root/deploy/caddy/Caddyfile"
