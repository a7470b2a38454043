"""The nämnders' own Word templates, which their reports are set in."""
