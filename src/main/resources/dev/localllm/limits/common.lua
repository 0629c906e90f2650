-- Comes before each of the other scripts.

local function at()
  local time = CLOCK
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function raise(key, month, spent)
  for _, old in ipairs(redis.call('HKEYS', key)) do
    if tonumber(old) < month - 1 then redis.call('HDEL', key, old) end
  end
  redis.call('HSET', key, month, string.format('%.0f', spent))
  redis.call('EXPIRE', key, 3456000)
end
