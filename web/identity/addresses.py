"""Pure: where to go after signing in. Only to our own pages, whatever the link said."""

START = "/"
# Leading back to these would send the reader in a circle, or out again at once.
NEVER = ("/logga-in", "/logga-ut")
ENGLISH_PREFIX = "/en"


def local_path(target: str) -> str:
    """Give the target back if it is a page of ours, without its language; else the start page."""
    if target == ENGLISH_PREFIX or target.startswith(f"{ENGLISH_PREFIX}/"):
        target = target.removeprefix(ENGLISH_PREFIX) or START
    # "//host", "/\host" and names behind control signs are other hosts to a browser.
    if not target.startswith("/") or target.startswith("//") or "\\" in target:
        return START
    if any(ord(sign) <= ord(" ") or sign == "\x7f" for sign in target):
        return START
    path, _, _ = target.partition("?")
    return START if path.startswith(NEVER) else target
