-- In: when it was taken, the debt, the lease, the month, the cost.

local function refund(w, second, most)
  local _, t = slot(second)
  local was = read(w.key, {t})[1]
  local back = math.min(most, was)
  if back <= 0 then return end
  redis.call('HSET', w.key, 'tokens', w.tokens - back, t, was - back)
  if was == back and second == w.used then
    for before, tokens in ipairs(seconds(w, true)) do
      if tokens > 0 then
        redis.call('HSET', w.key, 'used', w.second - before + 1)
        break
      end
    end
  end
end

local taken, debt, month, cost =
    math.floor(ARGV[1] / 1000), tonumber(ARGV[2]), tonumber(ARGV[4]), tonumber(ARGV[5])
if debt ~= 0 then
  local w = open(KEYS[1], at())
  if debt > 0 then
    add(w, 0, debt)
  elseif taken > w.second - 61 and taken <= w.second then
    refund(w, taken, -debt)
  end
end
if ARGV[3] ~= '' then redis.call('ZREM', KEYS[2], ARGV[3]) end
if cost > 0 then
  raise(KEYS[3], month, (redis.call('HGET', KEYS[3], month) or 0) + cost)
end
return {}
