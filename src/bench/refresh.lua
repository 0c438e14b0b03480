-- wrk … -s refresh.lua URL -- TOKENS FIRST LAST THREADS
-- Each thread owns a part of the sessions. A session is drawn at random, refreshed, and put back with the token that came in the answer.
dofile((debug.getinfo(1, "S").source:match("^@(.*/)") or "./") .. "report.lua")

local started = 0
function setup(thread)
  thread:set("number", started)
  started = started + 1
end

local free = {}
function init(args)
  local first, last, threads = tonumber(args[2]), tonumber(args[3]), tonumber(args[4])
  local line = 0
  for token in io.lines(args[1]) do
    if line >= first and line < last and line % threads == number then
      free[#free + 1] = token
    end
    line = line + 1
  end
  math.randomseed(number + 1)
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  local drawn = math.random(#free)
  local token = free[drawn]
  free[drawn] = free[#free]
  free[#free] = nil
  return wrk.format(nil, nil, nil, '{"refresh_token":"' .. token .. '"}')
end

function response(status, headers, body)
  local token = body:match('"refresh_token":"([^"]+)"')
  if token then
    free[#free + 1] = token
  end
end
