#!/bin/sh
# Make .venv, unless it is there, and install into it what a lock file names and then this project.
#
# usage: scripts/setup_venv.sh LOCKFILE
#
# PYTHON is the interpreter to make .venv with; otherwise the first recent one of those below is taken.
# Only wheels are installed, and only with the hashes of the lock file: no code of a package runs before that.
set -eu
cd "$(dirname "$0")/.."

stop() {
    echo "$*" >&2
    exit 1
}

recent() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        recent "$PYTHON" && echo "$PYTHON"
        return
    fi
    for name in python3.11 python3.12 python3.13 python3; do
        recent "$name" && echo "$name" && return
    done
}

can_make_venv() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

make_venv() {
    python=$(find_python) || { scripts/apt_install.sh python3 && python=$(find_python); } ||
        stop "Python 3.11 or newer is needed: install it, or name it, as in make site PYTHON=/path/to/python3."
    if ! can_make_venv "$python"; then # Debian keeps ensurepip in a package of its own
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        scripts/apt_install.sh "$package" && can_make_venv "$python" ||
            stop "$python cannot make a virtual environment: install the package $package, or name another PYTHON."
    fi
    "$python" -m venv --clear .venv
}

recent .venv/bin/python && .venv/bin/python -c 'import pip' 2>/dev/null || make_venv

echo "Installing what $1 names into .venv."
pip="env PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/python -m pip --quiet"
$pip install --require-hashes --only-binary :all: --requirement "$1"
$pip install --no-deps --no-build-isolation --check-build-dependencies --editable .
