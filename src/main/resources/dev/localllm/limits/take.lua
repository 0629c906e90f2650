-- In: the limits, the estimate, the lease and its length. Out: a Tally.

-- civil_from_days of Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms"
local function monthOf(now)
  local days = math.floor(now / 86400000) + 719468
  local era = math.floor(days / 146097)
  local day = days - era * 146097
  local year = math.floor((day - math.floor(day / 1460) + math.floor(day / 36524)
      - math.floor(day / 146096)) / 365)
  day = day - (365 * year + math.floor(year / 4) - math.floor(year / 100))
  -- the year begins in March
  return (year + era * 400) * 12 + math.floor((5 * day + 2) / 153) + 2
end

local requests, tokens, concurrency = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local budget, hard, estimate = tonumber(ARGV[4]), ARGV[5] == '1', tonumber(ARGV[6])
local now = at()
local w = {now = now, requests = 0, tokens = 0}
local requestsWait, tokensWait, underway, spent = 0, 0, 0, 0
if requests > 0 or tokens > 0 then
  w = open(now)
  if requests > 0 then requestsWait = wait(w, w.requests, requests - 1, false) end
  if tokens > 0 then tokensWait = wait(w, w.tokens, tokens - estimate, true) end
end
if concurrency > 0 then
  redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now)
  underway = redis.call('ZCARD', KEYS[3])
end
if budget >= 0 then
  spent = tonumber(redis.call('HGET', KEYS[4], monthOf(now)) or 0)
end
local ruling = 0
if hard and budget >= 0 and spent >= budget then
  ruling = 4
elseif requestsWait > 0 or tokensWait > 0 then
  ruling = tokensWait > requestsWait and 2 or 1
elseif concurrency > 0 and underway >= concurrency then
  ruling = 3
else
  if requests > 0 or tokens > 0 then
    add(w, 1, estimate)
  end
  if concurrency > 0 then
    redis.call('ZADD', KEYS[3], now + ARGV[8], ARGV[7])
    redis.call('PEXPIRE', KEYS[3], ARGV[8])
  end
end
return {ruling, math.max(requestsWait, tokensWait),
    w.requests, w.requests > 0 and ends(w, w.requested) or 0,
    w.tokens, w.tokens > 0 and ends(w, w.used) or 0, spent, w.now}
