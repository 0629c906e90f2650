-- In: when it was taken, the debt, the lease, the month, the cost.

local function refund(w, second, most)
  local was = w.t
  local _, t = slot(second)
  if second < w.second then was = past({t})[1] end
  local left = math.max(0, was - most)
  if left == was then return end
  if second == w.second then
    w.t = left
  else
    redis.call('HSET', KEYS[2], t, left)
  end
  w.tokens = w.tokens - was + left
  if left == 0 and second == w.used then
    for before, tokens in ipairs(seconds(w, true)) do
      if tokens > 0 then
        w.used = w.second - before + 1
        break
      end
    end
  end
  save(w)
end

local taken, debt, month, cost =
    math.floor(ARGV[1] / 1000), tonumber(ARGV[2]), tonumber(ARGV[4]), tonumber(ARGV[5])
if debt ~= 0 then
  local w = open(at())
  if debt > 0 then
    add(w, 0, debt)
  elseif taken > w.second - 61 and taken <= w.second then
    refund(w, taken, -debt)
  end
end
if ARGV[3] ~= '' then redis.call('ZREM', KEYS[3], ARGV[3]) end
if cost > 0 then
  raise(KEYS[4], month, (redis.call('HGET', KEYS[4], month) or 0) + cost)
end
return {}
