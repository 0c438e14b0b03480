-- wrk … -s sign-in.lua URL -- USERS: any of the users u0@example.com, u1@example.com, …, all with one password.
dofile((debug.getinfo(1, "S").source:match("^@(.*/)") or "./") .. "report.lua")

local started = 0
function setup(thread)
  thread:set("number", started)
  started = started + 1
end

local users
function init(args)
  users = tonumber(args[1])
  math.randomseed(number + 1)
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  return wrk.format(nil, nil, nil, string.format(
    '{"username":"u%d@example.com","password":"correct horse battery staple"}', math.random(0, users - 1)))
end
