"""Run a command with a PostgreSQL of its own: ``with_postgres.py COMMAND ...``.

The server listens on a free loopback port, lives in a temporary folder, keeps nothing, and is stopped
when the command ends. Its address is handed on as ``KOLLEN_TEST_POSTGRES``. PostgreSQL refuses to run
as root, so root hands it to the user ``postgres`` (which Debian's package makes) or ``nobody``.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


def binaries() -> Path:
    """The folder of initdb and postgres. Exits with a sentence if there is none."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4])
    )
    found = str(debian[-1]) if debian else shutil.which("initdb")
    if found is None:
        sys.exit("PostgreSQL is missing: install the server (Debian: postgresql).")
    return Path(found).parent


def server_user() -> str | None:
    """Whom the server runs as: None for ourselves, else a user without rights."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_server(command: list[str | Path], user: str | None, *, check: bool = True) -> None:
    """Run one of the server's programs as its user, quietly."""
    subprocess.run(command, user=user, check=check, cwd="/", stdout=subprocess.DEVNULL)


def main(command: list[str]) -> int:
    """Start, run, stop; the command's own exit code."""
    if not command:
        sys.exit("usage: with_postgres.py COMMAND ...")
    folder, user, port = Path(tempfile.mkdtemp(prefix="kollen-pg-")), server_user(), free_port()
    if user:
        shutil.chown(folder, user)
    data, log, bin_ = folder / "data", folder / "log", binaries()
    try:
        initdb: list[str | Path] = [
            bin_ / "initdb",
            "-D",
            data,
            "-U",
            "kollen",
            "-A",
            "trust",
            "-E",
            "UTF8",
        ]
        as_server([*initdb, "--locale=C.UTF-8", "--no-sync"], user)
        options = f"-h 127.0.0.1 -p {port} -k {folder} " + " ".join(f"-c {name}" for name in FAST)
        start: list[str | Path] = [
            bin_ / "pg_ctl",
            "-D",
            data,
            "-l",
            log,
            "-w",
            "-o",
            options,
            "start",
        ]
        as_server(start, user)
        address = f"postgresql+psycopg://kollen@127.0.0.1:{port}/postgres"
        return subprocess.run(
            command, check=False, env={**os.environ, "KOLLEN_TEST_POSTGRES": address}
        ).returncode
    finally:
        stop: list[str | Path] = [bin_ / "pg_ctl", "-D", data, "-m", "immediate", "stop"]
        as_server(stop, user, check=False)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
