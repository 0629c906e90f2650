# shellcheck shell=bash
# What a rollback may need stays: the last releases, and every image that some release on this host
# still names (staging and production may share one).

prune_releases() {
  local keep old refs ref
  keep=$(setting KEEP_RELEASES 5)
  whole_number KEEP_RELEASES "$keep"
  newest_first "$releases"/* | tail -n +$((keep + 1)) >"$scratch/old"
  while IFS= read -r old; do
    # what runs, and what a rollback returns to, may be older than the last failures
    refs=$(sed -n 's/^IMAGE_REF[A-Z_]*=//p' "$old/release.env" 2>/dev/null | sort -u) || refs=
    [ "${old##*/}" != "$(state_get release)" ] || continue
    if [ -n "$(state_get previous_ref)" ] && printf '%s\n' "$refs" | grep -Fqx "$(state_get previous_ref)" &&
      ! kept_elsewhere "$(state_get previous_ref)" "$old"; then
      continue
    fi
    rm -rf "$old"
    for ref in $refs; do
      kept_elsewhere "$ref" '' || "$docker" image rm "$ref" >>"$output" 2>&1 </dev/null || :
    done
  done <"$scratch/old"
}

# kept_elsewhere REF RELEASE: whether another release than that names the image.
kept_elsewhere() {
  local file
  for file in "$root"/*/releases/*/release.env; do
    [ -f "$file" ] && [ "${file%/release.env}" != "$2" ] || continue
    ! grep -Fq "=$1" "$file" || return 0
  done
  return 1
}
