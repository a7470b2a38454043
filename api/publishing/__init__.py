"""Publishing: courses become editions, and the verdicts on them are carried out."""
