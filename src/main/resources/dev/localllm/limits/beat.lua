-- In: the replica, for how long it counts; none when it goes. Out: how many there are.

local now = at()
redis.call('ZREM', KEYS[1], ARGV[1])
if ARGV[2] ~= '0' then redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1]) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('EXPIRE', KEYS[1], 3600)
return {redis.call('ZCARD', KEYS[1])}
