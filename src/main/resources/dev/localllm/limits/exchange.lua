-- What the requests of one caller have to tell and to ask, as one step.
-- In: how long a lease is, the numbers of debts and of leases that go on, the debts, the leases,
-- the demands.
-- A debt: when it was taken, the requests not made, the tokens, the lease, the month, the cost.
-- A demand: the limits on requests, tokens and concurrency, the budget, whether it is hard, the
-- estimate, the number of requests, the lease, the least tokens.
-- Out: for each demand the numbers of a Tally.

-- KEYS[1] has the newest second and the sums; KEYS[2] the seconds before it, of second n in the
-- fields r and t of n % 61 its requests and tokens
local function slot(second)
  return 'r' .. second % 61, 't' .. second % 61
end

local function past(fields)
  local values = redis.call('HMGET', KEYS[2], unpack(fields))
  for i = 1, #values do values[i] = tonumber(values[i] or 0) end
  return values
end

local function save(w)
  redis.call('SET', KEYS[1],
      cmsgpack.pack(w.second, w.r, w.t, w.requests, w.tokens, w.requested, w.used), 'PX', 62000)
end

local function open(now)
  local w = {now = now, second = math.floor(now / 1000),
      r = 0, t = 0, requests = 0, tokens = 0, requested = 0, used = 0}
  local packed = redis.call('GET', KEYS[1])
  -- Redis may have evicted one of both: what is left then means nothing
  if not packed then
    redis.call('DEL', KEYS[2])
    return w
  end
  local newest, r, t, requests, tokens, requested, used = cmsgpack.unpack(packed)
  if newest > w.second and newest - w.second <= 61 then
    w.now, w.second = newest * 1000, newest
  end
  if newest > w.second or newest <= w.second - 61 then
    redis.call('DEL', KEYS[2])
    return w
  end
  w.requests, w.tokens, w.requested, w.used = requests, tokens, requested, used
  if newest == w.second then
    w.r, w.t = r, t
    return w
  end
  if redis.call('EXISTS', KEYS[2]) == 0 then
    w.requests, w.tokens = r, t
  end
  local gone = {}
  for second = newest + 1, w.second do gone[#gone + 1], gone[#gone + 2] = slot(second) end
  local values = past(gone)
  for i = 1, #values, 2 do
    w.requests, w.tokens = w.requests - values[i], w.tokens - values[i + 1]
  end
  redis.call('HDEL', KEYS[2], unpack(gone))
  local forR, forT = slot(newest)
  redis.call('HSET', KEYS[2], forR, r, forT, t)
  redis.call('PEXPIRE', KEYS[2], 62000)
  w.changed = true
  return w
end

local function add(w, requests, tokens)
  w.r, w.t = w.r + requests, w.t + tokens
  w.requests, w.tokens = w.requests + requests, w.tokens + tokens
  if requests > 0 then w.requested = w.second end
  if tokens > 0 then w.used = w.second end
  w.changed = true
end

local function ends(w, second)
  return (second + 61) * 1000 - w.now
end

-- of each second of the window, newest first, the tokens or else the requests
local function seconds(w, tokens)
  local fields = {}
  for i = 0, 60 do
    local r, t = slot(w.second - i)
    fields[i + 1] = tokens and t or r
  end
  local values = past(fields)
  values[1] = tokens and w.t or w.r
  return values
end

local function wait(w, used, most, tokens)
  if used <= most then return 0 end
  local values = seconds(w, tokens)
  local i = 61
  while i > 1 and used - values[i] > most do
    used = used - values[i]
    i = i - 1
  end
  return ends(w, w.second - i + 1)
end

-- the newest second in which there was something
local function latest(w, tokens, otherwise)
  for before, taken in ipairs(seconds(w, tokens)) do
    if taken > 0 then return w.second - before + 1 end
  end
  return otherwise
end

local function refund(w, second, requests, tokens)
  local forR, forT = slot(second)
  local wasR, wasT = w.r, w.t
  if second < w.second then wasR, wasT = unpack(past({forR, forT})) end
  local r, t = math.max(0, wasR - requests), math.max(0, wasT - tokens)
  if r == wasR and t == wasT then return end
  if second == w.second then
    w.r, w.t = r, t
  else
    redis.call('HSET', KEYS[2], forR, r, forT, t)
  end
  w.requests, w.tokens = w.requests - wasR + r, w.tokens - wasT + t
  if r == 0 and second == w.requested then w.requested = latest(w, false, second) end
  if t == 0 and second == w.used then w.used = latest(w, true, second) end
  w.changed = true
end

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

local now = at()
local opened, underway, spent
local released, leased, out = {}, {}, {}

local function window()
  opened = opened or open(now)
  return opened
end

local function countLeases()
  if not underway then
    redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now)
    underway = redis.call('ZCARD', KEYS[3])
  end
  return underway
end

local function spentThisMonth()
  spent = spent or tonumber(redis.call('HGET', KEYS[4], monthOf(now)) or 0)
  return spent
end

local function settle(taken, requests, debt, lease, month, cost)
  if debt > 0 then
    add(window(), 0, debt)
  elseif requests - debt > 0 and taken > window().second - 61 and taken <= window().second then
    refund(window(), taken, requests, -debt)
  end
  if lease ~= '' then released[#released + 1] = lease end
  if cost > 0 then
    raise(KEYS[4], month, (redis.call('HGET', KEYS[4], month) or 0) + cost)
  end
end

local function take(requests, tokens, concurrency, budget, hard, estimate, count, lease, least)
  local w = {now = now, requests = 0, tokens = 0}
  local requestsWait, tokensWait = 0, 0
  if requests > 0 or tokens > 0 then
    w = window()
    if requests > 0 and count > 0 then requestsWait = wait(w, w.requests, requests - count, false) end
    if tokens > 0 then tokensWait = wait(w, w.tokens, tokens - least, true) end
  end
  local ruling, granted = 0, 0
  if hard and budget >= 0 and spentThisMonth() >= budget then
    ruling = 4
  elseif requestsWait > 0 or tokensWait > 0 then
    ruling = tokensWait > requestsWait and 2 or 1
  elseif concurrency > 0 and countLeases() >= concurrency then
    ruling = 3
  else
    if tokens > 0 then granted = math.min(estimate, math.max(0, tokens - w.tokens)) end
    if requests > 0 or tokens > 0 then add(w, count, granted) end
    if concurrency > 0 then
      underway = underway + 1
      leased[#leased + 1], leased[#leased + 2] = now + ARGV[1], lease
    end
  end
  local n = #out
  out[n + 1], out[n + 2] = ruling, math.max(requestsWait, tokensWait)
  out[n + 3], out[n + 4] = w.requests, w.requests > 0 and ends(w, w.requested) or 0
  out[n + 5], out[n + 6] = w.tokens, w.tokens > 0 and ends(w, w.used) or 0
  out[n + 7], out[n + 8] = budget >= 0 and spentThisMonth() or 0, w.now
  out[n + 9] = granted
end

local leases = 4 + 6 * ARGV[2]
local demands = leases + ARGV[3]
for i = leases, demands - 1 do
  leased[#leased + 1], leased[#leased + 2] = now + ARGV[1], ARGV[i]
end
if #leased > 0 then redis.call('ZADD', KEYS[3], unpack(leased)) end
leased = {}
for i = 4, leases - 1, 6 do
  settle(math.floor(ARGV[i] / 1000), tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), ARGV[i + 3],
      tonumber(ARGV[i + 4]), tonumber(ARGV[i + 5]))
end
if #released > 0 then redis.call('ZREM', KEYS[3], unpack(released)) end
for i = demands, #ARGV, 9 do
  take(tonumber(ARGV[i]), tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), tonumber(ARGV[i + 3]),
      ARGV[i + 4] == '1', tonumber(ARGV[i + 5]), tonumber(ARGV[i + 6]), ARGV[i + 7],
      tonumber(ARGV[i + 8]))
end
if #leased > 0 then redis.call('ZADD', KEYS[3], unpack(leased)) end
if #leased > 0 or demands > leases then redis.call('PEXPIRE', KEYS[3], ARGV[1]) end
if opened and opened.changed then save(opened) end
return out
