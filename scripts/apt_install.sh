#!/bin/sh
# Install Debian packages, as root or through sudo; fail where neither is possible.
#
# usage: scripts/apt_install.sh PACKAGE...
#
# All output goes to standard error, so that a script may call this on its way to an answer.
set -eu

command -v apt-get >/dev/null || exit 1
if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif command -v sudo >/dev/null; then
    as_root=sudo
else
    exit 1
fi

echo "Installing $* with apt-get." >&2
$as_root apt-get update -qq >&2
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
