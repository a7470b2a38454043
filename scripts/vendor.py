"""Copy the third-party files of pages and PDFs from node_modules to web/static/vendor.

The files are never in git; what they must be is: scripts/vendor.json names each
one and its SHA-256. A file that differs is not copied, so what reaches the
reader is what somebody once read.

    python scripts/vendor.py              copy and check
    python scripts/vendor.py --tidy-lock  strip sponsor addresses from package-lock.json
"""

import hashlib
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
TARGET = ROOT / "web" / "static" / "vendor"
MANIFEST = ROOT / "scripts" / "vendor.json"
LOCK = ROOT / "package-lock.json"


def main(arguments: list[str]) -> int:
    """Do what is asked and return the exit status."""
    if arguments == ["--tidy-lock"]:
        tidy_lock()
        return 0
    if arguments:
        return refuse("usage: python scripts/vendor.py [--tidy-lock]", status=2)
    if not MODULES.is_dir():
        return refuse("node_modules is missing. Run: npm ci")
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    problems = [problem for name, entry in manifest.items() if (problem := copy(name, entry))]
    if problems:
        return refuse("\n".join(problems))
    for stray in TARGET.iterdir():
        if stray.name not in manifest:
            stray.unlink()
    return 0


def copy(name: str, entry: dict[str, str]) -> str | None:
    """Copy one file if its sum is right; say in a sentence what is wrong if not."""
    source = MODULES / entry["from"]
    if not source.is_file():
        return f"{source.relative_to(ROOT)} is missing. Run: npm ci"
    content = source.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != entry["sha256"]:
        return (
            f"{source.relative_to(ROOT)} is not the file that scripts/vendor.json names:"
            f" expected {entry['sha256']}, found {found}."
            " Run: npm ci. After a wanted upgrade, read the file and write its new sum."
        )
    target = TARGET / name
    if not (target.is_file() and target.read_bytes() == content):
        TARGET.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return None


def tidy_lock() -> None:
    """Strip what npm writes of sponsors: the lock shall name no host."""
    lock = json.loads(LOCK.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)
    LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def refuse(reason: str, *, status: int = 1) -> int:
    """Tell the reason where errors belong."""
    sys.stderr.write(reason + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
