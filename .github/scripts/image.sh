#!/usr/bin/env bash
# What the workflows ask of the image registry. A digest, once built, is never changed by any of it.
set -euo pipefail

DOCKER=${DOCKER:-docker}
GH=${GH:-gh}

usage() {
  cat <<'EOF'
usage: image.sh name OWNER               the image's name, as image=…
       image.sh find IMAGE TAG           the digest of a tag, as digest=…; empty if there is no such tag
       image.sh join IMAGE TAG DIGEST…   one index of the images of each platform, as digest=…
       image.sh tag IMAGE DIGEST TAG…    moves tags to a digest and checks that it stayed the same
       image.sh verify IMAGE DIGEST REPO TREE
                                         checks that REPO's own build has signed the digest, when it ran
                                         for a commit with the git tree TREE, and as that commit has it

Output has the form of $GITHUB_OUTPUT. Needs a login to the registry; verify needs GH_TOKEN.
Exit codes: 0 done, 1 failed, 2 asked wrongly.
EOF
}

fail() {
  echo "image: $2" >&2
  exit "$1"
}

need() { # number of arguments given, least number
  [ "$1" -ge "$2" ] || fail 2 "arguments are missing (see --help)"
}

check_digest() {
  [[ $1 =~ ^sha256:[0-9a-f]{64}$ ]] || fail 2 "not a digest: $1"
}

# A template would be shorter, but for a single manifest buildx passes it over.
digest_of() {
  "$DOCKER" buildx imagetools inspect "$1" | sed -n 's/^Digest: *//p'
}

# Only "there is none" is an answer. A registry that is away must not look like a tag that is not
# there, or production would be given another build than the one that staging has seen.
find_tag() {
  local said
  if said=$(digest_of "$1:$2" 2>&1) && [ -n "$said" ]; then
    check_digest "$said"
    echo "digest=$said"
  else
    case $said in
      *'not found'* | *'manifest unknown'* | *'name unknown'*) echo "digest=" ;;
      *) fail 1 "cannot look up $1:$2: $(printf '%s' "$said" | tail -n 1)" ;;
    esac
  fi
}

join() {
  local image=$1 tag=$2 digest sources=()
  shift 2
  for digest; do
    check_digest "$digest"
    sources+=("$image@$digest")
  done
  "$DOCKER" buildx imagetools create -t "$image:$tag" "${sources[@]}" >&2
  echo "digest=$(digest_of "$image:$tag")"
}

# --prefer-index=false: else a single manifest would be wrapped in a new index, which has another
# digest than what was tested.
tag() {
  local image=$1 digest=$2 tag is
  shift 2
  check_digest "$digest"
  for tag; do
    "$DOCKER" buildx imagetools create --prefer-index=false -t "$image:$tag" "$image@$digest" >&2
    is=$(digest_of "$image:$tag")
    [ "$is" = "$digest" ] || fail 1 "$image:$tag became $is and not $digest"
    echo "$tag=$digest"
  done
}

# Any branch may build and sign, by a build-and-push.yml that it has changed. What counts is that the
# commit for which it ran, and the commit from which the workflow came, are one, and that its tree is
# the one that is deployed: then what built the image is what was looked at. GitHub writes both commits
# into the certificate.
verify() {
  local image=$1 digest=$2 repository=$3 wanted=$4 said commit tree
  check_digest "$digest"
  [[ $wanted =~ ^[0-9a-f]{40,64}$ ]] || fail 2 "not a git tree: $wanted"
  said=$("$GH" attestation verify "oci://$image@$digest" --repo "$repository" --deny-self-hosted-runners \
    --signer-workflow "$repository/.github/workflows/build-and-push.yml" --format json) ||
    fail 1 "$image@$digest has no signature of $repository's build; it is not deployed"
  for commit in $(printf '%s' "$said" | jq -r '.[].verificationResult.signature.certificate |
    select(.sourceRepositoryDigest == .buildSignerDigest) | .sourceRepositoryDigest' | sort -u); do
    [[ $commit =~ ^[0-9a-f]{40,64}$ ]] || continue
    tree=$("$GH" api "repos/$repository/git/commits/$commit" --jq .tree.sha) || continue
    if [ "$tree" = "$wanted" ]; then
      echo "commit=$commit"
      return 0
    fi
  done
  fail 1 "$image@$digest was built from another tree than $wanted; it is not deployed"
}

case ${1-} in
  --help) usage ;;
  name) need $# 2 && echo "image=ghcr.io/$(printf '%s' "$2" | tr '[:upper:]' '[:lower:]')/local-llm-server" ;;
  find) need $# 3 && find_tag "$2" "$3" ;;
  join) need $# 4 && shift && join "$@" ;;
  tag) need $# 4 && shift && tag "$@" ;;
  verify) need $# 5 && verify "$2" "$3" "$4" "$5" ;;
  *) fail 2 "unknown command '${1-}' (see --help)" ;;
esac
