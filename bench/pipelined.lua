-- SPDX-License-Identifier: MIT
-- For wrk: sixteen requests at a time on each connection.
local requests

function init()
    requests = string.rep(wrk.format("GET", wrk.path), 16)
end

function request()
    return requests
end
