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
admission() {
  env GITHUB_REPOSITORY=O/R GITHUB_REPOSITORY_OWNER=O GITHUB_SHA="$commit" GITHUB_REF=refs/heads/main \
    "$root/.github/scripts/admission.sh" "$@"
}

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
  api)
    case $2 in
      */git/commits/*) cat "$FAKES/tree-of-${2##*/}" ;;
      *) echo "${REVIEWERS-0}" ;;
    esac
    ;;
  attestation)
    echo "$*" >"$FAKES/asked"
    cat "$FAKES/attested"
    ;;
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
commit=$(printf '%040d' 1) other=$(printf '%040d' 2) tree=$(printf '%040d' 3)
echo "$tree" >"$fakes/tree-of-$commit"
printf '%040d\n' 4 >"$fakes/tree-of-$other"
# attested SOURCE SIGNER…: what gh says of an image: for which commits a build ran, of which the workflow was
attested() {
  local all=
  while [ $# -gt 0 ]; do
    all="$all${all:+,}{\"verificationResult\":{\"signature\":{\"certificate\":{\"sourceRepositoryDigest\":\"$1\",\"buildSignerDigest\":\"$2\"}}}}"
    shift 2
  done
  echo "[$all]" >"$fakes/attested"
}
verify() { env GH="$fakes/gh" "$root/.github/scripts/image.sh" verify i "sha256:$zeros" o/r "${1-$tree}"; }
if command -v jq >/dev/null; then
  attested "$commit" "$commit"
  expect "an image of this tree" 0 "^commit=$commit\$" verify
  expect "a signature is asked for by workflow, and none of a machine of one's own" 0 \
    "--deny-self-hosted-runners --signer-workflow o/r/.github/workflows/build-and-push.yml" cat "$fakes/asked"
  attested "$other" "$other"
  expect "a tag was moved to an image of another tree" 1 'was built from another tree' verify
  attested "$other" "$commit"
  expect "another branch has called the workflow as main has it" 1 'was built from another tree' verify
  attested "$commit" "$other"
  expect "this tree was built by another workflow" 1 'was built from another tree' verify
  attested "$other" "$other" "$commit" "$commit"
  expect "two branches have built it" 0 "^commit=$commit\$" verify
  attested "a b" "a b"
  expect "a commit that is none" 1 'was built from another tree' verify
  expect "a tree that is none" 2 'not a git tree' verify main
  no_signature() { GH_FAILS=1 verify; }
  expect "no signature, no deployment" 1 'no signature' no_signature
  expect "what is signed for an environment" 0 '^type=https://github.com/O/R/admits/production$' \
    admission predicate production "sha256:$zeros" "$tree"
  expect "and what is said of it" 0 "^predicate={\"environment\":\"production\",\"tree\":\"$tree\",\"commit\":\"$commit\"" \
    admission predicate production "sha256:$zeros" "$tree"
  expect "nothing else is signed for" 2 'unknown environment' admission predicate prod "sha256:$zeros" "$tree"
  expect "nor a tag" 2 'not a digest' admission predicate staging latest "$tree"
  expect "nor a branch" 2 'not a git tree' admission predicate staging "sha256:$zeros" main
  echo signed >"$fakes/signed"
  handed_on() { admission one "$fakes/signed" "$fakes/one" && cat "$fakes/one"; }
  expect "the signature is handed on" 0 '^signed$' handed_on
  echo again >>"$fakes/signed"
  expect "two signatures are one too many" 1 'not just one signature' admission one "$fakes/signed" "$fakes/one"
else
  skip "where an image was built, and who may have it" "no jq here"
fi
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
  export SETTINGS='{"MODEL_NAME":"two words and $","PRICES":"one\ntwo","MACMINI_USER":"gateway"}'
  expect "settings become the environment" 0 '^two words and [$]$' settings printenv MODEL_NAME
  expect "line breaks stay" 0 '^two$' settings printenv PRICES
  unset_there() { ! settings printenv "$1" && echo none; }
  expect "what is no setting does not" 0 '^none$' unset_there MACMINI_USER
  for key in LD_PRELOAD BASH_ENV ENV PATH IFS DOCKER_HOST COMPOSE_FILE GIT_SSH_COMMAND NODE_OPTIONS TMPDIR \
    DEPLOY_REF DEPLOY_ACTOR POSTGRES_PASSWORD ADMIN_KEY REGISTRY_TOKEN ADMISSION GITHUB_TOKEN; do
    SETTINGS="{\"$key\":\"/evil\"}"
    expect "$key is not taken from a variable" 0 '^kept$' settings bash -c "! env | grep /evil && echo kept"
  done
  SETTINGS='{"PROXY_PORT":"8000"}'
  expect "what is the host's administrator's to set" 2 'PROXY_PORT is set on the host' settings true
  # shellcheck disable=SC2016 # for jq
  SETTINGS='{"LOG_LEVEL":"a\u0000PATH=/evil"}'
  expect "a NUL makes no second variable" 0 '^kept$' settings bash -c '! env | grep /evil && echo kept'
  SETTINGS='{"MODEL_NAME":"x","SLACK":"y"}'
  expect "a setting that the repository has" 1 'belong to an environment: MODEL_NAME' settings --none
  SETTINGS='{"ATTESTATION":"off"}'
  none() { settings --none && echo none; }
  expect "other variables that it has" 0 '^none$' none
  SETTINGS='{"MODEL_NAME":"of the variable"}'
  given() { MODEL_NAME=given settings printenv MODEL_NAME; }
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
