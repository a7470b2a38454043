"""Pure: what is wanted of each figure, at most. Ratios, but for what is named or has another unit."""

PAGE = {"/tackning": 10.0, "board": 10.0, "step": 7.0}
QUERIES = {"/tackning": 5.0, "board": 5.0}
FLATNESS = 1.3
REQUESTS_A_SECOND = 200.0  # At least.
LEDGER_QUERY = 5.0
TREND = 1.0  # Of the query for a unit and its children.
ANSWER = 1.0  # of three hellos and a durable commit
COMPLETION = 8.0
LEDGER_ROWS = 100.0
MOVING_SECONDS = 1.0  # 200 people.
KNOWN_AT_SECONDS, KNOWN_AT_STAFF = 0.3, 2500
UPKEEP_SECONDS, UPKEEP_MEGABYTES = 300.0, 400.0  # Rebuilt at any size; proved up to so many staff:
PROVED_STAFF = 60_000
KILOBYTES = 60.0
REQUESTS = 6.0
SWAP_KILOBYTES = 8.0
