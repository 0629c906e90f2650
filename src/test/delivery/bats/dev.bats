# dev.sh, and that dev.ps1 offers the same.

setup() {
  load helper
  export FAKE=$BATS_TEST_TMPDIR DOCKER=$BATS_TEST_TMPDIR/docker
  cat >"$DOCKER" <<'END'
#!/bin/sh
echo "$*" >>"$FAKE/calls"
case "$*" in
  'compose config') printf 'name: local-llm\nservices: {}\n' ;;
  'volume ls '*) cat "$FAKE/volumes" 2>/dev/null || : ;;
  'compose version') [ ! -e "$FAKE/no-compose" ] ;;
esac
END
  chmod +x "$DOCKER"
}

table() { sed -n '/^up  /,/^help  /p' "$1"; }

@test "both have the same table of commands" {
  [ -n "$(table "$scripts/dev.sh")" ]
  [ "$(table "$scripts/dev.sh")" = "$(table "$scripts/dev.ps1")" ]
}

@test "both do what their table says, and no more" {
  local listed
  listed=$(table "$scripts/dev.sh" | sed 's/ .*//' | sort)
  [ "$listed" = "$(printf '%s\n' up down logs reset-db test smoke help | sort)" ]
  [ "$listed" = "$(sed -n '/^  case /,/^  esac/s/^    \([a-z-]*\)[ |)].*/\1/p' "$scripts/dev.sh" | sort)" ]
  [ "$listed" = "$(sed -n "s/^        '\([a-z-]*\)' {.*/\1/p" "$scripts/dev.ps1" | sort)" ]
}

@test "dev.ps1 is ASCII" {
  run grep -nP '[^\x00-\x7F]' "$scripts/dev.ps1"
  [ "$status" = 1 ]
}

@test "up, down and logs are Compose's" {
  run -0 "$scripts/dev.sh" up
  run -0 "$scripts/dev.sh" down
  run -0 "$scripts/dev.sh" logs api
  grep -qx 'compose up --build --detach --wait' "$FAKE/calls"
  grep -qx 'compose down' "$FAKE/calls"
  grep -qx 'compose logs --follow api' "$FAKE/calls"
}

@test "reset-db takes the labelled volume of this project after a question" {
  echo local-llm_db-data >"$FAKE/volumes"
  run -1 "$scripts/dev.sh" reset-db <<<no
  says 'nothing was deleted'
  run -1 "$scripts/dev.sh" reset-db </dev/null
  run grep 'volume rm' "$FAKE/calls"
  [ "$status" = 1 ]
  run -0 "$scripts/dev.sh" reset-db <<<yes
  grep -qx 'volume ls --quiet --filter label=com.docker.compose.project=local-llm --filter label=dev.localllm.volume=db' "$FAKE/calls"
  [ "$(grep -c 'volume rm local-llm_db-data' "$FAKE/calls")" = 1 ]
  run -0 "$scripts/dev.sh" reset-db --yes </dev/null
  rm "$FAKE/volumes"
  run -0 "$scripts/dev.sh" reset-db --yes
  says 'there is no database to delete'
}

@test "help, an unknown command, and no Compose" {
  run -0 "$scripts/dev.sh"
  says 'up        start the gateway'
  run -2 "$scripts/dev.sh" start
  : >"$FAKE/no-compose"
  run -69 "$scripts/dev.sh" up
}

@test "every script has a manual, and asks nothing of the machine to show it" {
  local script
  for script in "$scripts"/*.sh "$scripts/gate"; do
    PATH=/usr/bin:/bin run -0 "$script" --help
    says "${script##*/}"
    [ "${#lines[@]}" -ge 4 ]
  done
}

@test "no script uses what the bash of macOS does not have" {
  run grep -nE 'declare -A|local -A|mapfile|readarray|\$\{[a-zA-Z_]+(,,|\^\^)|wait -n|\$\{[a-z_]+@|&>>|\|&|EPOCHSECONDS|sed -i|readlink -f|date -d|stat -c|grep -P' -r "$scripts" --include='*.sh' --include=gate
  [ "$status" = 1 ] || { echo "$output"; return 1; }
}
