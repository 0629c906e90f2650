package dev.localllm.limits;

import dev.localllm.store.Script;
import java.util.List;

/**
 * What is counted in Redis, each as one step. Time is Redis's own, so that the clocks of replicas
 * do not matter.
 *
 * <p>Of each caller there are three keys, which lie on the same node of a cluster: the window (what
 * {@link Window} is, packed), the leases of requests under way with the time when each ends, and
 * what was spent by month. Each key expires when it means nothing any more, the last one after the
 * longest month.
 */
record Scripts(Script take, Script settle, Script renew, Script ledger, Script beat) {

  private static final String COMMON =
      """
      local function at()
        local time = CLOCK
        return time[1] * 1000 + math.floor(time[2] / 1000)
      end

      -- seconds, oldest first, three numbers each: which one, requests, tokens
      local function open(key, now)
        local packed = redis.call('GET', key)
        local old = packed and cmsgpack.unpack(packed) or {}
        local w = {now = now, requests = 0, tokens = 0}
        local last = old[#old - 2]
        if last and last > math.floor(now / 1000) then
          if last - math.floor(now / 1000) > 61 then old = {} else w.now = last * 1000 end
        end
        for i = 1, #old, 3 do
          if (old[i] + 61) * 1000 > w.now then
            w[#w + 1], w[#w + 2], w[#w + 3] = old[i], old[i + 1], old[i + 2]
            w.requests, w.tokens = w.requests + old[i + 1], w.tokens + old[i + 2]
          end
        end
        return w
      end

      local function add(w, requests, tokens)
        local second = math.floor(w.now / 1000)
        if w[#w - 2] ~= second then
          w[#w + 1], w[#w + 2], w[#w + 3] = second, 0, 0
        end
        w[#w - 1] = w[#w - 1] + requests
        w[#w] = w[#w] + tokens
        w.requests, w.tokens = w.requests + requests, w.tokens + tokens
      end

      local function save(key, w)
        local flat = {}
        for i = 1, #w do flat[i] = w[i] end
        redis.call('SET', key, cmsgpack.pack(flat), 'PX', 62000)
      end

      local function wait(w, used, most, part)
        local ends = w.now
        for i = 1, #w, 3 do
          if used <= most then break end
          used = used - w[i + part]
          ends = (w[i] + 61) * 1000
        end
        return ends - w.now
      end

      local function raise(key, month, spent)
        for _, old in ipairs(redis.call('HKEYS', key)) do
          if tonumber(old) < month - 1 then redis.call('HDEL', key, old) end
        end
        redis.call('HSET', key, month, string.format('%.0f', spent))
        redis.call('EXPIRE', key, 3456000)
      end
      """;

  /** In: the limits, the estimate, the lease and its length. Out: a {@link Tally}. */
  private static final String TAKE =
      """
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
        w = open(KEYS[1], now)
        if requests > 0 then requestsWait = wait(w, w.requests, requests - 1, 1) end
        if tokens > 0 then tokensWait = wait(w, w.tokens, tokens - estimate, 2) end
      end
      if concurrency > 0 then
        redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
        underway = redis.call('ZCARD', KEYS[2])
      end
      if budget >= 0 then
        spent = tonumber(redis.call('HGET', KEYS[3], monthOf(now)) or 0)
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
          save(KEYS[1], w)
        end
        if concurrency > 0 then
          redis.call('ZADD', KEYS[2], now + ARGV[8], ARGV[7])
          redis.call('PEXPIRE', KEYS[2], ARGV[8])
        end
      end
      return {ruling, math.max(requestsWait, tokensWait), w.requests, wait(w, w.requests, 0, 1),
          w.tokens, wait(w, w.tokens, 0, 2), spent, w.now}
      """;

  /** In: when it was taken, the debt, the lease, the month, the cost. */
  private static final String SETTLE =
      """
      local taken, debt, month, cost =
          math.floor(ARGV[1] / 1000), tonumber(ARGV[2]), tonumber(ARGV[4]), tonumber(ARGV[5])
      if debt ~= 0 then
        local w = open(KEYS[1], at())
        if debt > 0 then add(w, 0, debt) end
        for i = 1, #w, 3 do
          if debt < 0 and w[i] == taken then w[i + 2] = math.max(0, w[i + 2] + debt) end
        end
        save(KEYS[1], w)
      end
      redis.call('ZREM', KEYS[2], ARGV[3])
      if cost > 0 then
        raise(KEYS[3], month, (redis.call('HGET', KEYS[3], month) or 0) + cost)
      end
      return {}
      """;

  /** In: the length of a lease, then leases. */
  private static final String RENEW =
      """
      local ends = at() + ARGV[1]
      for i = 2, #ARGV do redis.call('ZADD', KEYS[1], ends, ARGV[i]) end
      redis.call('PEXPIRE', KEYS[1], ARGV[1])
      return {}
      """;

  /** In: the month, what was spent in it. */
  private static final String LEDGER =
      """
      local month, spent = tonumber(ARGV[1]), tonumber(ARGV[2])
      if tonumber(redis.call('HGET', KEYS[1], month) or 0) < spent then
        raise(KEYS[1], month, spent)
      end
      return {}
      """;

  /** In: the replica, for how long it counts; none when it goes. Out: how many there are. */
  private static final String BEAT =
      """
      local now = at()
      redis.call('ZREM', KEYS[1], ARGV[1])
      if ARGV[2] ~= '0' then redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1]) end
      redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
      redis.call('EXPIRE', KEYS[1], 3600)
      return {redis.call('ZCARD', KEYS[1])}
      """;

  /** Those that ask {@code time}, a Lua expression, for seconds and microseconds. */
  static Scripts timedBy(String time) {
    String common = COMMON.replace("CLOCK", time);
    return new Scripts(
        Script.of(common + TAKE),
        Script.of(common + SETTLE),
        Script.of(common + RENEW),
        Script.of(common + LEDGER),
        Script.of(common + BEAT));
  }

  static Scripts create() {
    return timedBy("redis.call('TIME')");
  }

  List<Script> all() {
    return List.of(take, settle, renew, ledger, beat);
  }
}
