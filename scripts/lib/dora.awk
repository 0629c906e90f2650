# The four numbers of dora.sh. Runs on every awk: no time functions, no third argument of match.

# The value of a key on this line; strings as they are written, without their quotes.
function field(key,    at, rest) {
  at = index($0, "\"" key "\":")
  if (!at) return ""
  rest = substr($0, at + length(key) + 3)
  if (substr(rest, 1, 1) == "\"") {
    match(rest, /^"([^"\\]|\\.)*"/)
    return substr(rest, 2, RLENGTH - 2)
  }
  match(rest, /^[^,}]*/)
  rest = substr(rest, 1, RLENGTH)
  return rest == "null" ? "" : rest
}

# 2026-11-26T10:00:00Z, or with an offset such as +01:00, as seconds since 1970; 0 if it is no time.
function epoch(text,    y, m, d, doy, seconds, zone) {
  if (text !~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]/) return 0
  y = substr(text, 1, 4) + 0; m = substr(text, 6, 2) + 0; d = substr(text, 9, 2) + 0
  if (m <= 2) { y--; m += 12 }
  doy = int((153 * (m - 3) + 2) / 5) + d - 1
  seconds = (365 * y + int(y / 4) - int(y / 100) + int(y / 400) + doy - 719468) * 86400
  seconds += substr(text, 12, 2) * 3600 + substr(text, 15, 2) * 60 + substr(text, 18, 2)
  zone = substr(text, length(text) - 5)
  if (zone ~ /^[+-][0-9][0-9]:[0-9][0-9]$/)
    seconds -= (substr(zone, 1, 1) "1") * (substr(zone, 2, 2) * 3600 + substr(zone, 5, 2) * 60)
  return seconds
}

function median(list, n,    i, j, t) {
  for (i = 2; i <= n; i++)
    for (j = i; j > 1 && list[j - 1] > list[j]; j--) { t = list[j]; list[j] = list[j - 1]; list[j - 1] = t }
  if (n == 0) return -1
  return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
}

function words(seconds) {
  if (seconds < 0) return "-"
  if (seconds < 120) return sprintf("%d s", seconds)
  if (seconds < 7200) return sprintf("%.1f min", seconds / 60)
  if (seconds < 172800) return sprintf("%.1f h", seconds / 3600)
  return sprintf("%.1f d", seconds / 86400)
}

function number(value) { return value < 0 ? "null" : sprintf("%d", value) }

function recovered(since, at) { if (at >= from) recovery[++recoveries] = at - since }

{
  status = field("status"); action = field("action"); at = epoch(field("finished"))
  if (status == "started" || !at || at > now) next
  recent = at >= from
  # the service is well again by a return, a rollback or the next success
  if (broken && (status == "rolled_back" || status == "succeeded")) { recovered(broken, at); broken = 0 }
  if (action == "deploy") {
    if (status == "succeeded") {
      served[field("digest")] = at
      if (recent) {
        deploys++; ended++
        committed = epoch(field("commit_time"))
        if (committed && committed <= at) lead[++leads] = at - committed
      }
    } else if (status == "failed") {
      if (recent) { ended++; failed++ }
      if (!broken) broken = at
    }
  } else if (action == "rollback" && status == "succeeded") {
    undone = field("previous_digest")
    if (undone in served) {
      recovered(served[undone], at)
      if (served[undone] >= from) failed++
      delete served[undone]
    }
  }
}

BEGIN { from = now - days * 86400 }

END {
  frequency = deploys / days
  rate = ended ? failed * 100 / ended : -1
  l = median(lead, leads); r = median(recovery, recoveries)
  if (json == "yes") {
    printf "{\"days\":%d,\"deployments\":%d,\"deployments_per_day\":%.3f,", days, deploys, frequency
    printf "\"lead_time_s\":%s,\"change_fail_percent\":%s,", number(l), rate < 0 ? "null" : sprintf("%.1f", rate)
    printf "\"failed\":%d,\"ended\":%d,\"recovery_time_s\":%s}\n", failed, ended, number(r)
  } else {
    printf "over the last %d days\n", days
    printf "deployment frequency  %.2f a day (%d deploys)\n", frequency, deploys
    printf "lead time             %s\n", words(l)
    printf "change-fail rate      %s\n", rate < 0 ? "-" : sprintf("%.1f %% (%d of %d)", rate, failed, ended)
    printf "recovery time         %s\n", words(r)
  }
}
