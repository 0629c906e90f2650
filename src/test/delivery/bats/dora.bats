# dora.sh and verify-log.sh on a recorded log.

setup() {
  load helper
  log=$here/fixtures/deployments.jsonl
  export CLOCK=$BATS_TEST_TMPDIR/clock
  printf '#!/bin/sh\necho 1795996800\n' >"$CLOCK" # 2026-11-30T00:00:00Z
  chmod +x "$CLOCK"
}

@test "the four numbers, for people" {
  run -0 "$scripts/dora.sh" "$log"
  says 'over the last 30 days'
  says 'deployment frequency  0.13 a day (4 deploys)'
  says 'lead time             90.0 min'
  says 'change-fail rate      50.0 % (3 of 6)'
  says 'recovery time         20.0 min'
}

@test "the four numbers, for programs" {
  run -0 "$scripts/dora.sh" --json "$log"
  [ "$output" = '{"days":30,"deployments":4,"deployments_per_day":0.133,"lead_time_s":5400,"change_fail_percent":50.0,"failed":3,"ended":6,"recovery_time_s":1200}' ]
}

@test "a shorter time" {
  run -0 "$scripts/dora.sh" --days 2 --json "$log"
  [ "$output" = '{"days":2,"deployments":1,"deployments_per_day":0.500,"lead_time_s":3600,"change_fail_percent":0.0,"failed":0,"ended":1,"recovery_time_s":null}' ]
}

@test "every awk says the same" {
  local awk tried=0 said
  mkdir "$BATS_TEST_TMPDIR/bin"
  for awk in mawk gawk original-awk 'busybox awk'; do
    command -v "${awk%% *}" >/dev/null || continue
    printf '#!/bin/sh\nexec %s "$@"\n' "$awk" >"$BATS_TEST_TMPDIR/bin/awk"
    chmod +x "$BATS_TEST_TMPDIR/bin/awk"
    said=$(PATH=$BATS_TEST_TMPDIR/bin:$PATH "$scripts/dora.sh" --json "$log")
    case $said in
      *'"lead_time_s":5400,"change_fail_percent":50.0'*) tried=$((tried + 1)) ;;
      *) echo "$awk: $said" && return 1 ;;
    esac
  done
  [ "$tried" -gt 0 ]
}

@test "an empty log has no numbers, a missing one is said" {
  : >"$BATS_TEST_TMPDIR/empty"
  run -0 "$scripts/dora.sh" --json "$BATS_TEST_TMPDIR/empty"
  [ "$output" = '{"days":30,"deployments":0,"deployments_per_day":0.000,"lead_time_s":null,"change_fail_percent":null,"failed":0,"ended":0,"recovery_time_s":null}' ]
  GATEWAY_ROOT=$BATS_TEST_TMPDIR run -1 "$scripts/dora.sh" staging
  says 'there is no'
  run -2 "$scripts/dora.sh" elsewhere
  run -2 "$scripts/dora.sh" "$log" --days 0
}

@test "the chain of the recorded log holds" {
  run -0 "$scripts/verify-log.sh" "$log"
  says '17 lines, the chain holds'
  local head=${output##* }
  run -0 "$scripts/verify-log.sh" "$log" --head "$head"
}

# broken SED-SCRIPT WORDS
broken() {
  sed "$1" "$log" >"$BATS_TEST_TMPDIR/log"
  run -1 "$scripts/verify-log.sh" "$BATS_TEST_TMPDIR/log"
  says "$2"
}

@test "a line that was changed, taken out, swapped or put in is found" {
  broken '3s/"actor":"zoe"/"actor":"eve"/' 'the chain breaks at line 4'
  broken 3d 'the chain breaks at line 3'
  broken 1d 'the chain breaks at line 1'
  broken '2{h;d};3G' 'the chain breaks at line 2'
  broken 5p 'the chain breaks at line 6'
  broken '4s/.*/nothing/' 'line 4 is not an entry'
  broken '4s/^{/ {/' 'line 4 is not an entry'
}

@test "lines cut off or changed at the end are found by the hash that was kept" {
  local head
  head=$("$scripts/verify-log.sh" "$log")
  head=${head##* }
  sed '$d' "$log" >"$BATS_TEST_TMPDIR/log"
  run -0 "$scripts/verify-log.sh" "$BATS_TEST_TMPDIR/log"
  run -1 "$scripts/verify-log.sh" "$BATS_TEST_TMPDIR/log" --head "$head"
  says 'lines are missing, or more were added'
}
