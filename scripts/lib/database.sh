# shellcheck shell=bash
# The schema: looked at, saved, brought up to date.

# A database of somebody else's is neither saved nor granted upon.
database_is_ours() { [ -f "$home/secrets/db/postgres_password" ]; }

# Whether this release can work with the database as it is, or will be after its migrations.
check_schema() {
  local words
  words=$(compose run --rm -T --no-deps migrate --dry-run 2>"$scratch/migrate") || {
    sed 's/^/  | /' "$scratch/migrate" >&2 || :
    fail "the database does not go with this release: $(tail -n 1 "$scratch/migrate") $(printf '%s\n' "$words" | tail -n 1)"
  }
  say "  $(printf '%s\n' "$words" | tr '\n' ';')"
  migration_from=$(schema_version "$words")
  migration_to=$migration_from
}

schema_version() { printf '%s\n' "$1" | sed -n 's/^schema version \([0-9]*\).*/\1/p' | tail -n 1; }

backup() {
  local keep file=$home/backups/$id.dump
  keep=$(setting KEEP_BACKUPS 5)
  whole_number KEEP_BACKUPS "$keep"
  if ! database_is_ours; then
    warn "  the database is not run by this host: no backup is made here"
    return 0
  fi
  if ! (umask 077 && compose exec -T db pg_dump -U postgres -Fc gateway >"$file.new" 2>"$scratch/dump") ||
    [ ! -s "$file.new" ] || ! mv -f "$file.new" "$file"; then
    rm -f "$file.new"
    fail "the backup failed: $(tail -n 1 "$scratch/dump")"
  fi
  newest_first "$home"/backups/*.dump | tail -n +$((keep + 1)) | while IFS= read -r old; do rm -f "$old"; done
}

# Names begin with the time, so their order is theirs in time.
newest_first() {
  local file
  for file in "$@"; do
    if [ -e "$file" ]; then printf '%s\n' "$file"; fi
  done | LC_ALL=C sort -r
}

migrate() {
  local words
  words=$(compose run --rm -T --no-deps migrate 2>"$scratch/migrate") || {
    sed 's/^/  | /' "$scratch/migrate" >&2 || :
    fail "the migration failed: $(tail -n 1 "$scratch/migrate")"
  }
  say "  $(printf '%s\n' "$words" | tr '\n' ';')"
  migration_to=$(schema_version "$words")
  if database_is_ours; then
    quietly compose exec -T db psql -q -U postgres -d gateway -v ON_ERROR_STOP=1 -f /grants/grants.sql ||
      fail "the rights in the database could not be granted"
  fi
}
