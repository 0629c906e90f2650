# install-host.sh: what the administrator installs on a host.

setup() {
  load helper
  root=$BATS_TEST_TMPDIR/host
  checkout=$BATS_TEST_TMPDIR/checkout
  mkdir "$checkout"
  cp -R "$scripts" "$scripts/../deploy" "$scripts/../docker-compose.staging.yml" "$scripts/../docker-compose.prod.yml" "$checkout/"
}

installs() { "$checkout/scripts/install-host.sh" --root "$root" "$@"; }

@test "scripts, compose files and a file for each environment" {
  run -0 installs
  says 'SIGNED_BY must be set'
  [ -x "$root/bin/gate" ]
  [ -x "$root/bin/deploy.sh" ]
  [ -f "$root/bin/lib/host.sh" ]
  [ -f "$root/share/docker-compose.prod.yml" ]
  [ -f "$root/share/deploy/caddy/Caddyfile" ]
  [ ! -e "$root/bin/bundle.sh" ]
  [ ! -e "$root/bin/dev.sh" ]
  [ ! -e "$root/bin/install-host.sh" ]
  # they can be read as they are, and set nothing yet
  run -0 bash -euc '. "$1/etc/staging.env"; . "$1/etc/production.env"; echo "${SIGNED_BY:-unset}"' - "$root"
  says unset
  run grep -c staging "$root/etc/production.env"
  [ "$output" = 0 ]
  run -0 "$root/bin/gate" --help
  run -0 installs --check
}

@test "again: what the administrator has set stays, what is no longer there goes" {
  run -0 installs
  echo SIGNED_BY=nobody >"$root/etc/staging.env"
  echo old >"$root/bin/lib/old.sh"
  echo old >"$root/share/deploy/old"
  echo changed >>"$root/bin/deploy.sh"
  run -1 installs --check
  says "$root/bin/deploy.sh differs"
  run -0 installs
  [ "$(cat "$root/etc/staging.env")" = SIGNED_BY=nobody ]
  [ ! -e "$root/bin/lib/old.sh" ]
  [ ! -e "$root/share/deploy/old" ]
  run -0 installs --check
  [ -z "$(find "$root" -name '.kit' -o -name '*.new.*')" ]
}

@test "an older version is not put in place of a newer one" {
  echo 7 >"$checkout/scripts/kit"
  run -0 installs
  echo 6 >"$checkout/scripts/kit"
  run -1 installs
  says 'has version 7, this checkout is 6'
  [ "$(cat "$root/bin/kit")" = 7 ]
  run -0 installs --downgrade
  [ "$(cat "$root/bin/kit")" = 6 ]
  echo x >"$checkout/scripts/kit"
  run -1 installs
  says 'no whole number'
}

@test "asked wrongly" {
  run -2 installs --nonsense
  run -2 installs --root
}
