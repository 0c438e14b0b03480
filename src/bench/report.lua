-- One line for the script: requests, microseconds, p50 and p99 in microseconds, answers that were not 2xx or did not come.
function done(summary, latency, requests)
  local e = summary.errors
  print(string.format("BENCH %d %d %d %d %d", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
