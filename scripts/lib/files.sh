# shellcheck shell=bash

# same_files FROM TO: the files below TO become those below FROM. Folders that are there stay the ones
# they are, for containers have them mounted and would go on looking at removed ones.
same_files() {
  local file mode
  mkdir -p "$2" || return 1
  (cd "$2" && find . -type f) | while IFS= read -r file; do
    [ -f "$1/$file" ] || rm -f "$2/$file"
  done
  (cd "$1" && find . -type f) | while IFS= read -r file; do
    mode=0644
    [ ! -x "$1/$file" ] || mode=0755
    # containers read some of them, under users of their own
    (umask 022 && mkdir -p "$2/${file%/*}") && write_file "$2/$file" "$mode" <"$1/$file" || exit 1
  done
}

# write_file PATH MODE: standard input becomes the file, whole or not at all.
write_file() {
  local new="$1.new.$$"
  if (umask 077 && cat >"$new") && chmod "$2" "$new" && mv -f "$new" "$1"; then
    return 0
  fi
  rm -f "$new"
  return 1
}
