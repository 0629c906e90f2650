-- Comes before each of the other scripts.

local function at()
  local time = CLOCK
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- of second n the fields r and t of n % 61 have its requests and tokens
local function slot(second)
  return 'r' .. second % 61, 't' .. second % 61
end

local function read(key, fields)
  local values = redis.call('HMGET', key, unpack(fields))
  for i = 1, #values do values[i] = tonumber(values[i] or 0) end
  return values
end

local function open(key, now)
  local second = math.floor(now / 1000)
  local was = read(key, {'newest', 'requests', 'tokens', 'requested', 'used'})
  local newest = was[1]
  if newest > second and newest - second <= 61 then
    second, now = newest, newest * 1000
  end
  local w = {key = key, now = now, second = second,
      requests = was[2], tokens = was[3], requested = was[4], used = was[5]}
  if newest > second or newest <= second - 61 then
    redis.call('DEL', key)
    w.requests, w.tokens = 0, 0
  elseif newest < second then
    local gone = {}
    for past = newest + 1, second do gone[#gone + 1], gone[#gone + 2] = slot(past) end
    local values = read(key, gone)
    for i = 1, #values, 2 do
      w.requests, w.tokens = w.requests - values[i], w.tokens - values[i + 1]
    end
    redis.call('HDEL', key, unpack(gone))
    redis.call('HSET', key, 'newest', second, 'requests', w.requests, 'tokens', w.tokens)
  end
  return w
end

local function add(w, requests, tokens)
  local r, t = slot(w.second)
  local was = read(w.key, {r, t})
  w.requests, w.tokens = w.requests + requests, w.tokens + tokens
  if requests > 0 then w.requested = w.second end
  if tokens > 0 then w.used = w.second end
  redis.call('HSET', w.key, 'newest', w.second, 'requests', w.requests, 'tokens', w.tokens,
      'requested', w.requested, 'used', w.used, r, was[1] + requests, t, was[2] + tokens)
  redis.call('PEXPIRE', w.key, 62000)
end

local function ends(w, second)
  return (second + 61) * 1000 - w.now
end

-- seconds of the window, newest first, each with its tokens or else requests
local function seconds(w, tokens)
  local fields = {}
  for i = 0, 60 do
    local r, t = slot(w.second - i)
    fields[i + 1] = tokens and t or r
  end
  return read(w.key, fields)
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
