# shellcheck shell=bash
# Words for people. Sourced by every script.

me=${0##*/}
me=${me%.sh}

# Nobody may be listening any more (a lost SSH connection): that is no reason to stop half-way. In
# subshells, because bash keeps what it could not write and would write it elsewhere later.
say() { (printf '%s: %s\n' "$me" "$*" 2>/dev/null) || :; }
warn() { (printf '%s: %s\n' "$me" "$*" >&2 2>/dev/null) || :; }

# Why the script ends; the log of deployments has it too.
reason=

fail() {
  reason=$*
  warn "$*"
  exit 1
}

asked_wrongly() {
  warn "$* (see $me --help)"
  exit 2
}

not_here() {
  warn "$*"
  exit 69
}

# The comment at the top of the script is its manual.
help_and_exit() {
  sed -n '2,/^$/s/^# \{0,1\}//p' "$0"
  exit 0
}

need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null 2>&1 || not_here "'$tool' is not installed, or not on the PATH"
  done
}
