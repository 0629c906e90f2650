# shellcheck shell=bash
# One deployment at a time. A folder is a lock because mkdir succeeds for one only. It survives
# kill -9 on purpose: a person looks before the next one goes on.

lock_take() {
  if ! mkdir "$lock" 2>/dev/null; then
    [ -d "$lock" ] || fail "cannot make the lock $lock (permissions, or a full disk?)"
    fail "$(lock_words)"
  fi
  printf 'pid=%s\nhost=%s\nid=%s\naction=%s\nactor=%s\nsince=%s\n' "$$" "$(uname -n)" "$id" \
    "$action" "$actor" "$started_at" >"$lock/holder"
}

lock_step() { printf '%s\n' "$1" >"$lock/step"; }

lock_value() { sed -n "s/^$1=//p" "$lock/holder" 2>/dev/null || :; }

# Whether the holder still runs. Process ids come round again, so the name counts too.
lock_alive() {
  local pid
  pid=$(lock_value pid)
  [ -n "$pid" ] && [ "$(lock_value host)" = "$(uname -n)" ] && kill -0 "$pid" 2>/dev/null || return 1
  ! command -v ps >/dev/null 2>&1 || ps -p "$pid" -o args= 2>/dev/null | grep -Eq '(deploy|rollback)\.sh'
}

lock_words() {
  local since step words
  since=$(lock_value since)
  step=$(cat "$lock/step" 2>/dev/null || :)
  words="a $(lock_value action) of $(lock_value actor), begun ${since:-at an unknown time}"
  if lock_alive; then
    printf '%s\n' "$env is locked by $words: it is at step '${step:-lock}' (process $(lock_value pid))"
  else
    printf '%s\n' "$env is locked by $words, which was interrupted at step '${step:-lock}': look at it, then: deploy.sh $env --break-lock"
  fi
}

lock_break() {
  [ -d "$lock" ] || return 0
  lock_alive && fail "the lock is not stale: $(lock_words)"
  warn "breaking the lock: $(lock_words | sed 's/: look at it.*//')"
  # renamed first: of two who break it, one takes it away
  mv "$lock" "$lock.broken.$$" && rm -rf "$lock.broken.$$"
}

lock_release() { rm -rf "$lock"; }
