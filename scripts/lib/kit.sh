# shellcheck shell=bash
# The host's part of this repository: scripts and compose files, installed by the host's administrator.
# The file kit beside the scripts has its version, a whole number, which is raised when deployments
# need a host that is newer.

# The files of the host's part below a checkout, one a line.
kit_files() {
  (
    cd "$1" && {
      find scripts -type f ! -name 'dev.*' ! -name bundle.sh ! -name install-host.sh
      find docker-compose.staging.yml docker-compose.prod.yml deploy -type f
    }
  ) | LC_ALL=C sort
}

kit_version() { sed -n '1s/^\([0-9][0-9]*\)$/\1/p' "$1" 2>/dev/null || :; }

# check_kit BUNDLE: whether this host's scripts are those that the bundle was made for.
check_kit() {
  local mine theirs
  mine=$(kit_version "$here/kit")
  theirs=$(kit_version "$1/kit")
  [ -n "$mine" ] || fail "$here/kit is missing: the administrator installs the scripts with install-host.sh"
  [ -n "$theirs" ] || fail "refused: the bundle does not say which version of the host's scripts it needs"
  if [ "$theirs" -gt "$mine" ]; then
    fail "refused: the release needs version $theirs of the host's scripts, here is $mine: the administrator installs them with install-host.sh"
  elif [ "$theirs" -lt "$mine" ]; then
    fail "refused: the release was made for version $theirs of the host's scripts, here is $mine: deploy a newer commit, or go back with rollback"
  fi
}
