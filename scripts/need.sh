#!/bin/bash
# need.sh THING: make sure that THING is on the machine. Installs it where that is allowed (Debian's
# apt-get, as root), else says in one sentence what to install.
set -u

install_with_apt() {
  command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 1
  echo "Installing $* ..."
  apt-get install -y -qq "$@" >/dev/null 2>&1 ||
    { apt-get update -qq >/dev/null 2>&1 && apt-get install -y -qq "$@" >/dev/null 2>&1; }
}

has_postgres() { ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null; }

case "$1" in
  node)
    command -v npm >/dev/null || install_with_apt nodejs npm ||
      { echo "Node.js is missing: install Node 20 or later with npm, then run make again." >&2; exit 1; } ;;
  chromium)
    [ -n "${KOLLEN_TEST_CHROMIUM:-}" ] || command -v chromium >/dev/null || install_with_apt chromium ||
      { echo "Chromium is missing: install it, or set KOLLEN_TEST_CHROMIUM to the path of one." >&2; exit 1; } ;;
  postgres)
    has_postgres || install_with_apt postgresql ||
      { echo "PostgreSQL 15 or later is missing: install the server (Debian: postgresql), then run make again." >&2; exit 1; } ;;
  venv)
    "$2" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
      { echo "Python 3.11 or later is needed: set PYTHON=/path/to/python3." >&2; exit 1; }
    "$2" -c 'import ensurepip, venv' 2>/dev/null || install_with_apt python3-venv ||
      { echo "Python's venv is missing: install it (Debian: python3-venv), then run make again." >&2; exit 1; } ;;
  *) echo "need.sh: unknown thing $1" >&2; exit 2 ;;
esac
