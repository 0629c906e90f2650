# Who must have signed that an environment may have an image.

setup() {
  load helper
  deployed_host
  export COSIGN=$here/fakes/cosign
  mkdir "$BATS_TEST_TMPDIR/bundle"
  printf 1 >"$BATS_TEST_TMPDIR/bundle/kit"
  takes "$flows/deploy-staging.yml@refs/heads/staging $flows/deploy-prod.yml@refs/heads/main $flows/deploy-prod.yml@refs/tags/v*"
}

flows=https://github.com/o/r/.github/workflows

takes() { printf 'SIGNED_BY="%s"\n' "$1" >"$GATEWAY_ROOT/etc/staging.env"; }

# signed [IDENTITY [REPOSITORY [REF [ENV [HEX]]]]]
signed() {
  printf '%s %s %s https://github.com/o/r/admits/%s %s\n' "${1:-$flows/deploy-staging.yml@refs/heads/staging}" "${2:-o/r}" \
    "${3:-refs/heads/staging}" "${4:-staging}" "${5:-$b}" >"$BATS_TEST_TMPDIR/bundle/admission"
}

# deploys REF
deploys() { DEPLOY_REF=$1 deploy $b --bundle "$BATS_TEST_TMPDIR/bundle"; }

is_refused() {
  run -1 deploys "${2-refs/heads/staging}"
  says refused
  says "$1"
  serves $a
  log_is 'started succeeded started failed'
  sed -i.bak '3,$d' "$HOME_DIR/deployments.jsonl"
  not_called '^pull'
}

@test "an image that the environment's own branch has signed for" {
  signed
  run -0 deploys refs/heads/staging
  says 'staging may have it'
  serves $b
}

@test "an image that main, or a release, has signed for" {
  signed "$flows/deploy-prod.yml@refs/heads/main" o/r refs/heads/main
  run -0 deploys refs/heads/main
  signed "$flows/deploy-prod.yml@refs/tags/v1.2.3" o/r refs/tags/v1.2.3
  run -0 deploys refs/tags/v1.2.3
  serves $b
}

@test "images that are refused" {
  : >"$BATS_TEST_TMPDIR/bundle/admission"
  is_refused 'nothing came with the image'
  rm "$BATS_TEST_TMPDIR/bundle/admission"
  is_refused 'nothing came with the image'
  # another digest, another environment
  signed '' '' '' '' $c
  is_refused 'has signed'
  signed '' '' '' production
  is_refused 'has signed'
  # another workflow, another repository, another branch
  signed "$flows/ci.yml@refs/heads/staging"
  is_refused 'has signed'
  signed "${flows/o/evil}/deploy-staging.yml@refs/heads/staging" evil/r
  is_refused 'has signed'
  signed "$flows/deploy-staging.yml@refs/heads/feature" o/r refs/heads/feature
  is_refused 'has signed' refs/heads/feature
  # a workflow of staging that calls one of main
  signed "$flows/deploy-prod.yml@refs/heads/main" o/r refs/heads/staging
  is_refused 'has signed'
  is_refused 'has signed' refs/heads/main
  # and what is said of the ref is not believed
  signed
  is_refused 'has signed' refs/heads/main
}

@test "what is said of the ref must be the name of a branch or tag" {
  signed
  local ref
  for ref in '' main refs/pull/1/merge 'refs/heads/staging --type x' 'refs/tags/*' $'refs/heads/staging\nx'; do
    is_refused 'is not the name of a branch or tag' "$ref"
  done
}

@test "a star stands for tags alone, and for something" {
  takes "$flows/deploy-prod.yml@refs/heads/*"
  signed "$flows/deploy-prod.yml@refs/heads/x" o/r refs/heads/x
  is_refused 'has signed' refs/heads/x
  takes "$flows/deploy-prod.yml@refs/tags/v*"
  signed "$flows/deploy-prod.yml@refs/tags/v" o/r refs/tags/v
  is_refused 'has signed' refs/tags/v
  signed "$flows/deploy-prod.yml@refs/tags/x1" o/r refs/tags/x1
  is_refused 'has signed' refs/tags/x1
}

@test "production takes nothing that staging has signed for" {
  takes "$flows/deploy-prod.yml@refs/heads/main"
  signed
  is_refused 'has signed'
  is_refused 'has signed' refs/heads/main
}

@test "a host that does not say whose images it takes, takes none" {
  signed
  : >"$GATEWAY_ROOT/etc/staging.env"
  is_refused 'does not say whose images'
  rm "$GATEWAY_ROOT/etc/staging.env"
  is_refused 'does not say whose images'
  takes nobody
  run -0 deploys refs/heads/staging
  says 'where the image comes from is not checked'
}

@test "who stands at the host may do without" {
  run -0 deploy $b --unverified
  serves $b
}

@test "the administrator's own root of trust is used" {
  signed
  echo '{}' >"$GATEWAY_ROOT/etc/trusted_root.json"
  run -0 deploys refs/heads/staging
  grep -q -e "--trusted-root $GATEWAY_ROOT/etc/trusted_root.json" "$FAKE/calls"
}

@test "cosign is not here" {
  signed
  export COSIGN=no-such-cosign
  run deploys refs/heads/staging
  [ "$status" != 0 ]
  says "'no-such-cosign' is not installed"
  serves $a
}

# real_cosign: the real one, over files that make.go beside them has signed. They are in no public log of
# signatures, which alone is not asked here.
real_cosign() {
  local cosign=${XDG_CACHE_HOME:-$HOME/.cache}/local-llm-server/cosign-v2.6.5/cosign
  [ -x "$cosign" ] || cosign=$(command -v cosign) || skip "no cosign here"
  printf '#!/bin/sh\nsub=$1 && shift\nexec "%s" "$sub" --insecure-ignore-tlog --insecure-ignore-sct --use-signed-timestamps "$@"\n' \
    "$cosign" >"$BATS_TEST_TMPDIR/cosign"
  chmod +x "$BATS_TEST_TMPDIR/cosign"
  export COSIGN=$BATS_TEST_TMPDIR/cosign
  cp "$here/fixtures/provenance/trusted_root.json" "$GATEWAY_ROOT/etc/"
}

# really FILE: it is what comes with the image
really() { cp "$here/fixtures/provenance/$1.json" "$BATS_TEST_TMPDIR/bundle/admission"; }

@test "real signatures: of the right branch, for the right environment and image" {
  real_cosign
  really staging
  run -0 deploys refs/heads/staging
  says 'staging may have it'
}

@test "real signatures that are refused" {
  real_cosign
  really staging
  is_refused 'has signed' refs/heads/main
  # for production, by main
  really main
  is_refused 'has signed' refs/heads/main
  # a workflow of staging that calls one as main has it: it is the second name that tells
  takes "$flows/deploy-prod.yml@refs/heads/main"
  really called
  is_refused 'expected GithubWorkflowRef to be "refs/heads/main", got "refs/heads/staging"' refs/heads/main
  takes "$flows/deploy-staging.yml@refs/heads/staging"
  # another image
  really staging
  sed -i.bak 's/"payload": "[^"]*"/"payload": "e30="/' "$BATS_TEST_TMPDIR/bundle/admission"
  is_refused 'has signed'
  # another root of trust than the administrator's
  really staging
  sed -i.bak 's/"rawBytes": "MII[^"]*"/"rawBytes": "MIIA"/' "$GATEWAY_ROOT/etc/trusted_root.json"
  is_refused 'has signed'
}
