#!/usr/bin/env bash
# The scripts behind the workflows, against stand-ins for gh and ssh, and against a real registry
# where a Docker engine has one.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: github-test.sh

Tests .github/scripts. Exit codes: 0 passed, 1 failed, 2 asked wrongly.
EOF
}

case ${1-} in
  '') ;;
  --help) usage && exit ;;
  *) echo "github-test: unknown argument $1 (see --help)" >&2 && exit 2 ;;
esac

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
# shellcheck source=src/test/delivery/lint/cases.sh
. "$here/lint/cases.sh"
image() { "$root/.github/scripts/image.sh" "$@"; }
approval() { env GH="$fakes/gh" GITHUB_REPOSITORY=o/r "$root/.github/scripts/approval.sh" "$@"; }
remote() { env SSH="$fakes/ssh" "$root/.github/scripts/remote.sh" "$@"; }
outcome() { (cd "$fakes" && env SSH="$fakes/ssh" "$root/.github/scripts/outcome.sh" "$@"); }
release() { "$root/.github/scripts/release.sh" "$@"; }
settings() { "$root/.github/scripts/with-settings.sh" "$@"; }

fakes=$(mktemp -d)
registry='' at=''
clean() {
  rm -rf "$fakes"
  [ -z "$registry" ] || docker rm -fv "$registry" >/dev/null
  [ -z "$at" ] || docker rmi "$at:one" >/dev/null 2>&1 || :
}
trap clean EXIT
export FAKES=$fakes

fake() { # NAME: standard input is its script
  { echo '#!/usr/bin/env bash' && cat; } >"$fakes/$1"
  chmod +x "$fakes/$1"
}
fake gh <<'EOF'
[ -z "${GH_FAILS-}" ] || exit 1
case $1 in
  api) echo "${REVIEWERS-0}" ;;
  attestation) echo "$*" ;;
esac
EOF
fake ssh <<'EOF'
while [ $# -gt 2 ]; do
  case $1 in
    -i) cp "$2" "$FAKES/key" && ls -l "$2" | cut -c1-10 && shift ;;
    *UserKnownHostsFile=*) cp "${1#*=}" "$FAKES/known" ;;
  esac
  shift
done
echo "at $1: $2; $(cat)"
exit "${SSH_CODE-0}"
EOF

for script in "$root"/.github/scripts/*.sh; do
  expect "${script##*/} --help" 0 '^usage: ' "$script" --help
  expect "${script##*/} asked wrongly" 2 '(see --help)' "$script"
done

expect "name in lower case" 0 '^image=ghcr.io/acme-x/local-llm-server$' image name ACME-x
zeros=$(printf '%064d' 0)
expect "a signature is asked for by workflow" 0 '--signer-workflow o/r/.github/workflows/build-and-push.yml' \
  env GH="$fakes/gh" "$root/.github/scripts/image.sh" verify i "sha256:$zeros" o/r
expect "no signature, no deployment" 1 'no signature' \
  env GH="$fakes/gh" GH_FAILS=1 "$root/.github/scripts/image.sh" verify i "sha256:$zeros" o/r
expect "a tag is no digest" 2 'not a digest: latest' image tag i latest staging

fake docker <<'EOF'
[ "$3" = create ] || printf 'Digest:    sha256:%064d\n' 7
EOF
expect "a registry that changes the digest" 1 "i:latest became sha256:0*7 and not sha256:0*$" \
  env DOCKER="$fakes/docker" "$root/.github/scripts/image.sh" tag i "sha256:$zeros" latest

expect "reviewers are GitHub's to ask" 0 '^approved=true$' env REVIEWERS=2 CONFIRM='' \
  GH="$fakes/gh" GITHUB_REPOSITORY=o/r "$root/.github/scripts/approval.sh" production
expect "neither reviewers nor a word" 0 '^approved=false$' approval production
expect "a typed word" 0 '^approved=true$' env CONFIRM=production GH="$fakes/gh" GITHUB_REPOSITORY=o/r \
  "$root/.github/scripts/approval.sh" production
expect "another word" 1 "type 'production'" env CONFIRM=yes REVIEWERS=1 GH="$fakes/gh" GITHUB_REPOSITORY=o/r \
  "$root/.github/scripts/approval.sh" production
expect "GitHub does not answer" 0 '^approved=false$' env GH_FAILS=1 GH="$fakes/gh" GITHUB_REPOSITORY=o/r \
  "$root/.github/scripts/approval.sh" production
expect "unknown environment" 2 "unknown environment 'prod'" approval prod

expect "a secret is not set" 2 'SSH_PRIVATE_KEY is not set' env HOST=h HOST_USER=u \
  "$root/.github/scripts/remote.sh" status staging
export HOST=h HOST_USER=u SSH_PRIVATE_KEY=$'line\r\nend' SSH_KNOWN_HOSTS='h ssh-ed25519 AAAA'
over_ssh() { echo payload | remote deploy staging "sha256:$zeros"; }
expect "command and payload arrive" 0 "^at h: deploy staging sha256:$zeros; payload$" over_ssh
expect "the key is a file for its owner alone" 0 '^-rw-------$' over_ssh
expect "the key ends with a line break, and has no carriage returns" 0 '^line$' cat "$fakes/key"
expect "the host's key is the secret's" 0 '^h ssh-ed25519 AAAA$' cat "$fakes/known"
refused() { echo | SSH_CODE=3 remote deploy staging; }
expect "the gate's code is passed on" 3 '^at h' refused
broken() { echo | SSH_CODE=255 remote deploy staging; }
expect "a broken connection" 1 'the connection broke' broken

if [ -x "$root/scripts/verify-log.sh" ]; then
  printf '{"id":"1","prev_hash":"%s"}\n' "$zeros" >"$fakes/log"
  printf '{\n  "ref": "i@sha256:%s",\n  "digest": "sha256:%s",\n  "previous_digest": "sha256:%s"\n}\n' \
    "$zeros" "$zeros" "$(printf '%064d' 7)" >"$fakes/state"
  fake ssh <<'EOF'
for last; do :; done
case $last in
  log*) cat "$FAKES/log" ;;
  status*) cat "$FAKES/state" ;;
esac
EOF
  expect "what runs is what was deployed" 0 "^digest=sha256:$zeros\$" outcome deploy staging "sha256:$zeros"
  only_one() { outcome deploy staging "sha256:$zeros" | wc -l | tr -d ' '; }
  expect "and not what ran before" 0 '^2$' only_one
  expect "the end of the log, to keep" 0 '^log_head=[0-9a-f]\{64\}$' outcome deploy staging "sha256:$zeros"
  expect "what runs is something else" 1 "not sha256:1" outcome deploy staging sha256:1
  expect "a rollback tells where it has gone" 0 "^digest=sha256:$zeros\$" outcome rollback staging previous
  echo '{"id":"2","prev_hash":"'"$zeros"'"}' >>"$fakes/log"
  expect "a log that was changed" 1 'the chain breaks' outcome deploy staging "sha256:$zeros"
else
  skip "what runs afterwards" "no scripts/verify-log.sh"
fi

expect "a release" 0 '^release=v1.2.3$' release refs/tags/v1.2.3 1.2.3
expect "a tag that is not the version" 1 'the tag is v1.2.4, pom.xml says 1.2.3' release refs/tags/v1.2.4 1.2.3
expect "a snapshot" 1 'needs a version of its own' release refs/tags/v1.2.3-SNAPSHOT 1.2.3-SNAPSHOT
expect "another branch" 1 'takes main and tags' release refs/heads/feature 1.2.3

facts() { (cd "$root" && .github/scripts/facts.sh Acme); }
expect "the commit's own time" 0 '^date=20[0-9-]*T[0-9:]*Z$' facts
expect "the tree, not the commit" 0 "^tree=$(cd "$root" && git rev-parse 'HEAD^{tree}')\$" facts

if command -v jq >/dev/null; then
  export SETTINGS='{"A_KEY":"two words and $","B_KEY":"one\ntwo"}'
  expect "variables become the environment" 0 '^two words and [$]$' settings printenv A_KEY
  expect "line breaks stay" 0 '^two$' settings printenv B_KEY
  given() { A_KEY=given settings printenv A_KEY; }
  expect "what is there already wins" 0 '^given$' given
  expect "not JSON" 2 'not a JSON object' env SETTINGS='{' "$root/.github/scripts/with-settings.sh" true
else
  skip "variables of GitHub" "no jq here"
fi

# A registry for a moment; its first use may need the image, which is there or can be pulled.
registry_up() {
  docker info >/dev/null 2>&1 && docker buildx version >/dev/null 2>&1 || return 1
  registry=$(docker run -d -p 127.0.0.1::5000 registry:2 2>/dev/null) || return 1
  at=localhost:$(docker port "$registry" 5000 | sed -n 's/^127.0.0.1://p')/o/r
  printf 'FROM scratch\nCOPY a /a\n' >"$fakes/Dockerfile" && echo a >"$fakes/a"
  local tries=0
  until docker build -q -t "$at:one" "$fakes" >/dev/null 2>&1 && docker push -q "$at:one" >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ $tries -lt 10 ] || return 1
    sleep 1
  done
}
if registry_up; then
  digest=$(image find "$at" one)
  digest=${digest#digest=}
  expect "the digest of a tag" 0 '^digest=sha256:[0-9a-f]\{64\}$' image find "$at" one
  expect "no such tag" 0 '^digest=$' image find "$at" none
  expect "no such repository" 0 '^digest=$' image find "$at/none" none
  expect "tags move, the digest stays" 0 "^v1.2.3=$digest\$" image tag "$at" "$digest" latest v1.2.3
  expect "an index of two" 0 '^digest=sha256:' image join "$at" sha-1 "$digest" "$digest"
  docker rm -fv "$registry" >/dev/null
  registry=
  expect "a registry that is away is not a tag that is not there" 1 'cannot look up' image find "$at" none
else
  skip "digests and tags in a registry" "no Docker engine with registry:2"
fi

finish
