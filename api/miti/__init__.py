"""Pure: the codes, rules and measures of MITI 4.2.1, by which replies in practice are described."""
