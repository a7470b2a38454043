"""The domain: facts, rules and the JSON face. Knows nothing of HTML."""
