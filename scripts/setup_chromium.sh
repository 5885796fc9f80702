#!/bin/sh
# Print the path of a Chromium for the tests, once Playwright can drive it; install what is missing where possible.
#
# usage: CHROMIUM=$(scripts/setup_chromium.sh)
#
# The order: $CHROMIUM, a browser on PATH, the one Playwright has downloaded, Debian's package.
set -eu
cd "$(dirname "$0")/.."

stop() {
    echo "$*" >&2
    exit 1
}

on_path() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return
    done
    return 1
}

of_playwright() {
    path=$(.venv/bin/python -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)' 2>/dev/null) && [ -x "$path" ] && echo "$path"
}

playwright_starts() {
    .venv/bin/python -m playwright --version >/dev/null 2>&1
}

# Playwright brings a Node.js of its own, which needs a library that a small Debian lacks.
playwright_starts || { scripts/apt_install.sh libatomic1 && playwright_starts; } ||
    stop "Playwright does not start: see what .venv/bin/playwright --version says; on Debian, install libatomic1."

if [ -n "${CHROMIUM:-}" ]; then
    command -v "$CHROMIUM" || stop "CHROMIUM is set to $CHROMIUM, which is not a program."
    exit
fi

on_path || of_playwright || { scripts/apt_install.sh chromium && on_path; } ||
    stop "The tests need a browser: install Chromium, or run .venv/bin/playwright install chromium, or set CHROMIUM."
