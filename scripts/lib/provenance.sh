# shellcheck shell=bash
# An image is put into service when a workflow of the right branch has signed that this environment may
# have it. Who that is stands in the administrator's etc/ENV.env, where no deployment reaches:
#   SIGNED_BY="https://github.com/OWNER/REPO/.github/workflows/deploy-prod.yml@refs/heads/main …"
# A * at the end stands for any tag. SIGNED_BY=nobody: images are taken unsigned.

# verify_provenance DIGEST FILE REF: FILE is a Sigstore bundle, REF the git ref that it is said to be of.
verify_provenance() {
  local who signers ref=$3
  if [ -z "${SIGNED_BY:-}" ]; then
    fail "refused: $root/etc/$env.env does not say whose images $env takes (SIGNED_BY, see DEPLOYMENT.md)"
  elif [ "$SIGNED_BY" = nobody ]; then
    warn "  SIGNED_BY=nobody: where the image comes from is not checked"
    return 0
  fi
  need "$cosign"
  [ -s "$2" ] || fail "refused: nothing came with the image that says where it was built (admission)"
  [[ $ref =~ ^refs/(heads|tags)/[A-Za-z0-9._/-]+$ ]] || fail "refused: '$ref' is not the name of a branch or tag"
  read -r -a signers <<<"$SIGNED_BY"
  for who in "${signers[@]}"; do
    if signer_fits "${who##*@}" "$ref" && signed_by "${who%@*}" "$ref" "${1#sha256:}" "$2"; then
      say "  $env may have it: ${who%@*}@$ref"
      return 0
    fi
  done
  sed 's/^/  | /' "$scratch/cosign" >&2 2>/dev/null || :
  fail "refused: no workflow in SIGNED_BY has signed for $ref that $env may have $1"
}

# signer_fits PATTERN REF: only tags are known by their beginning.
signer_fits() {
  case $1 in
    refs/tags/*'*') case $2 in "${1%'*'}"?*) return 0 ;; esac ;;
    *) [ "$1" != "$2" ] || return 0 ;;
  esac
  return 1
}

# signed_by WORKFLOW REF HEX FILE: the certificate names both the workflow's file as it is on that ref,
# and the ref for which it ran; a workflow of another branch that calls this one has another second.
signed_by() {
  local repository root_file=
  repository=$(printf '%s' "$1" | sed -n 's:^https\://github.com/\([^/]*/[^/]*\)/.*:\1:p')
  [ -n "$repository" ] || fail "SIGNED_BY must have addresses of workflows, not '$1'"
  [ ! -f "$root/etc/trusted_root.json" ] || root_file=$root/etc/trusted_root.json
  "$cosign" verify-blob-attestation --new-bundle-format --bundle "$4" --digest "$3" --digestAlg sha256 \
    --type "https://github.com/$repository/admits/$env" \
    --certificate-oidc-issuer https://token.actions.githubusercontent.com \
    --certificate-identity "$1@$2" --certificate-github-workflow-repository "$repository" \
    --certificate-github-workflow-ref "$2" ${root_file:+--trusted-root "$root_file"} \
    >"$scratch/cosign" 2>&1 </dev/null
}
