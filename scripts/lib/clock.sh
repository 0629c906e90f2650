# shellcheck shell=bash
# Time. CLOCK and SLEEP may name other commands, for tests.

now() { if [ -n "${CLOCK:-}" ]; then "$CLOCK"; else date +%s; fi; }

pause() { "${SLEEP:-sleep}" "$1"; }

# Seconds since 1970 as 2026-11-26T10:00:00Z, with BSD's date or GNU's. BSD's first: its -d has another
# meaning, while -r of GNU's wants a file and fails.
iso() { date -u -r "$1" +%Y-%m-%dT%H:%M:%SZ 2>/dev/null || date -u -d "@$1" +%Y-%m-%dT%H:%M:%SZ; }

# "20s", "2m" or a bare number as seconds.
seconds() {
  case $1 in
    *[!0-9sm]* | '' | [sm]*) return 1 ;;
    *s) printf '%s\n' "${1%s}" ;;
    *m) printf '%s\n' "$((${1%m} * 60))" ;;
    *) printf '%s\n' "$1" ;;
  esac
}
