#!/usr/bin/env bash
# install-host.sh [--root FOLDER]    installs the host's part of this checkout: scripts and compose files
# install-host.sh --check            says what differs, and changes nothing
#
# For the host's administrator, from a checkout that was looked at, and not for the deploying user:
# what a deployment runs there comes from here alone. FOLDER is /opt/gateway. Scripts go to bin/,
# compose files to share/ (the next deployment takes them up), and etc/ gets a file for each
# environment where there is none. An older version than what is there is refused without --downgrade.
# A deployment may go on meanwhile: files are put in place one by one, by renaming.
#
# Exit codes: 0 done, or nothing differs; 1 failed, or something differs; 2 asked wrongly.

set -euo pipefail
umask 022
here=$(cd "$(dirname "$0")" && pwd)
for part in messages files hash kit; do
  # shellcheck source=/dev/null
  . "$here/lib/$part.sh"
done

main() {
  local check=no downgrade=no
  root=${GATEWAY_ROOT:-/opt/gateway}
  while [ $# -gt 0 ]; do
    case $1 in
      --help | -h) help_and_exit ;;
      --check) check=yes ;;
      --downgrade) downgrade=yes ;;
      --root)
        root=${2:-}
        [ -n "$root" ] || asked_wrongly "--root needs a folder"
        shift
        ;;
      *) asked_wrongly "there is no option '$1'" ;;
    esac
    shift
  done
  checkout=$(cd "$here/.." && pwd)
  if [ "$check" = yes ]; then
    differs
  else
    install_kit "$downgrade"
  fi
}

# target FILE: where a file of the checkout belongs.
target() {
  case $1 in
    scripts/*) printf '%s\n' "$root/bin/${1#scripts/}" ;;
    *) printf '%s\n' "$root/share/$1" ;;
  esac
}

differs() {
  local file bad=0
  while IFS= read -r file; do
    cmp -s "$checkout/$file" "$(target "$file")" || { say "$(target "$file") differs" && bad=1; }
  done <<FILES
$(kit_files "$checkout")
FILES
  [ "$bad" = 1 ] || say "$root has version $(kit_version "$root/bin/kit"), as this checkout"
  return "$bad"
}

install_kit() {
  local new old file mode
  new=$(kit_version "$here/kit")
  old=$(kit_version "$root/bin/kit")
  [ -n "$new" ] || fail "$here/kit is missing, or is no whole number"
  if [ "${old:-0}" -gt "$new" ] && [ "$1" = no ]; then
    fail "$root has version $old, this checkout is $new: --downgrade, if that is meant"
  fi
  mkdir -p "$root/bin/lib" "$root/share" "$root/etc" || fail "cannot write to $root (as root, with sudo?)"
  # the version last: until then the old one is what bundles are held to
  while IFS= read -r file; do
    mode=0644
    [ ! -x "$checkout/$file" ] || mode=0755
    mkdir -p "$(dirname "$(target "$file")")"
    write_file "$(target "$file")" "$mode" <"$checkout/$file" || fail "cannot write $(target "$file")"
  done <<FILES
$(kit_files "$checkout" | grep -v '^scripts/kit$')
scripts/kit
FILES
  drop_others
  for file in staging production; do
    [ -e "$root/etc/$file.env" ] || template "$file" | write_file "$root/etc/$file.env" 0644
  done
  say "$root has version $new of the host's part${old:+, before it had $old}"
  say "look at $root/etc/staging.env and $root/etc/production.env: SIGNED_BY must be set"
}

# What an earlier version had and this one has not.
drop_others() {
  local file
  kit_files "$checkout" | while IFS= read -r file; do target "$file"; done >"$root/bin/.kit"
  find "$root/bin" "$root/share" -type f ! -name .kit ! -name '*.new.*' | while IFS= read -r file; do
    grep -Fqx "$file" "$root/bin/.kit" || rm -f "$file"
  done
  rm -f "$root/bin/.kit"
}

template() {
  cat <<TEMPLATE
# What $1 may take of this host, and whose images it runs. Read by the shell, so values with spaces
# are in quotes; the keys are administrator_keys in bin/lib/keys.sh. No deployment changes this file.
#
# Which workflow must have signed that $1 may have an image, and of which branch or tag. nobody: images
# are taken unsigned.
#SIGNED_BY="https://github.com/OWNER/REPO/.github/workflows/$(signer "$1")"
TEMPLATE
}

signer() {
  case $1 in
    staging) printf 'deploy-staging.yml@refs/heads/staging https://github.com/OWNER/REPO/.github/workflows/deploy-prod.yml@refs/heads/main' ;;
    *) printf 'deploy-prod.yml@refs/heads/main' ;;
  esac
  # shellcheck disable=SC2016 # part of the line
  printf ' https://github.com/OWNER/REPO/.github/workflows/deploy-prod.yml@refs/tags/v*'
}

main "$@"
exit
