#!/usr/bin/env bash
# Hands one command to the gate on the host, by plain OpenSSH. The host is known by the key that the
# secret holds, not by what answers.
set -euo pipefail

SSH=${SSH:-ssh}

usage() {
  cat <<'EOF'
usage: remote.sh COMMAND…

Sends COMMAND (deploy staging sha256:…, rollback production previous, status staging, log staging)
with its own standard input to the gate, and prints what it answers.

environment: HOST HOST_USER SSH_PRIVATE_KEY SSH_KNOWN_HOSTS SSH_PORT (22)
Exit codes: the gate's own; 1 not reached or the connection broke, 2 asked wrongly.
EOF
}

case ${1-} in
  --help) usage && exit ;;
  '') echo "remote: no command (see --help)" >&2 && exit 2 ;;
esac

for key in HOST HOST_USER SSH_PRIVATE_KEY SSH_KNOWN_HOSTS; do
  if [ -z "${!key-}" ]; then
    echo "remote: $key is not set; DEPLOYMENT.md lists the secrets and variables of an environment" >&2
    exit 2
  fi
done

umask 077
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
printf '%s\n' "$SSH_PRIVATE_KEY" | tr -d '\r' >"$folder/key"
printf '%s\n' "$SSH_KNOWN_HOSTS" | tr -d '\r' >"$folder/known_hosts"

code=0
"$SSH" -F /dev/null -T -p "${SSH_PORT:-22}" -i "$folder/key" -l "$HOST_USER" \
  -o IdentitiesOnly=yes -o BatchMode=yes -o StrictHostKeyChecking=yes \
  -o UserKnownHostsFile="$folder/known_hosts" -o GlobalKnownHostsFile=/dev/null \
  -o ConnectTimeout=20 -o ServerAliveInterval=15 -o ServerAliveCountMax=8 \
  "$HOST" "$*" || code=$?

# 255 is ssh's own code: the host goes on with what it has begun, and its log will tell.
if [ "$code" = 255 ]; then
  echo "remote: $HOST was not reached, or the connection broke; the host's log tells what happened" >&2
  code=1
fi
exit "$code"
