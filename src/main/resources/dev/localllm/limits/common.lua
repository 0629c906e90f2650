-- Comes before each of the other scripts.

local function at()
  local time = CLOCK
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

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
  save(w)
  return w
end

local function add(w, requests, tokens)
  w.r, w.t = w.r + requests, w.t + tokens
  w.requests, w.tokens = w.requests + requests, w.tokens + tokens
  if requests > 0 then w.requested = w.second end
  if tokens > 0 then w.used = w.second end
  save(w)
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

local function raise(key, month, spent)
  for _, old in ipairs(redis.call('HKEYS', key)) do
    if tonumber(old) < month - 1 then redis.call('HDEL', key, old) end
  end
  redis.call('HSET', key, month, string.format('%.0f', spent))
  redis.call('EXPIRE', key, 3456000)
end
