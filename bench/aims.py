"""Pure: what is wanted of each figure, at most. Ratios, but for queries, requests and kilobytes."""

PAGE = {"/tackning": 10.0, "step": 7.0}
QUERIES = {"/tackning": 5.0}
FLATNESS = 1.3
ANSWER = 1.0  # of three hellos and a durable commit
COMPLETION = 8.0
LEDGER_ROWS = 100.0
KILOBYTES = 60.0
REQUESTS = 6.0
SWAP_KILOBYTES = 8.0
