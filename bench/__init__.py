"""``make bench``: what Kompetenskollen costs, as ratios measured in one run. See ``__main__``."""
