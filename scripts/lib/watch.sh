# shellcheck shell=bash
# The error rate of a colour after the switch.

# "TOTAL FAILED" of the inference requests on standard input, metrics in Prometheus's text format.
# What the client cancelled is nobody's fault and is left out.
count_requests() {
  awk '
    /^llm_gateway_requests_total\{/ && !/outcome="cancelled"/ {
      total += $NF
      if (/outcome="failed"/ || /status="5[0-9][0-9]"/) failed += $NF
    }
    END { printf "%d %d\n", total, failed }'
}

requests_of() {
  local metrics
  metrics=$(probe "$1" /metrics) || return 1
  printf '%s\n' "$metrics" | count_requests
}

# watch_errors COLOUR SECONDS: fails when more than 5 % of its requests fail (of 20 at least), or
# when it stops to be ready.
watch_errors() {
  local until counts total=0 failed=0 total0=0 failed0=0 rate=yes unready=0
  if counts=$(requests_of "$1"); then
    total0=${counts% *} failed0=${counts#* }
  else
    rate=no
    warn "  /metrics of api-$1 cannot be read (has SMOKE_TOKEN the scope usage:read?): only its readiness is watched"
  fi
  until=$(($(now) + $2))
  while [ "$(now)" -lt "$until" ]; do
    pause 3
    if probe "$1" /ready >/dev/null; then
      unready=0
    else
      unready=$((unready + 1))
      [ "$unready" -lt 3 ] || fail "api-$1 stopped to be ready after the switch"
    fi
    if [ "$rate" = yes ] && counts=$(requests_of "$1"); then
      total=$((${counts% *} - total0)) failed=$((${counts#* } - failed0))
      if [ "$total" -ge 20 ] && [ $((failed * 100)) -gt $((total * 5)) ]; then
        fail "$failed of $total requests to api-$1 failed after the switch, more than 5 %"
      fi
    fi
  done
  [ "$unready" = 0 ] || fail "api-$1 stopped to be ready after the switch"
  say "  $failed of $total requests failed"
}
