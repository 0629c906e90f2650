-- In: the month, what was spent in it.

local month, spent = tonumber(ARGV[1]), tonumber(ARGV[2])
if tonumber(redis.call('HGET', KEYS[1], month) or 0) < spent then
  raise(KEYS[1], month, spent)
end
return {}
