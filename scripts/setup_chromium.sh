#!/bin/sh
# Print the path of a Chromium for the tests, once Playwright can drive it; install what is missing where possible.
#
# usage: CHROMIUM=$(scripts/setup_chromium.sh)
#
# The order: $CHROMIUM, the headless shell on PATH, in CI Debian's package of it, a whole browser on PATH, the one
# Playwright has downloaded, Debian's package of the shell or of the browser. The shell draws the same pages for a third
# of the processor time; nobody's own machine gets it as long as a browser is there.
set -eu
cd "$(dirname "$0")/.."

stop() {
    echo "$*" >&2
    exit 1
}

on_path() {
    for name in "$@"; do
        command -v "$name" && return
    done
    return 1
}

shell_on_path() {
    on_path chromium-headless-shell chrome-headless-shell
}

browser_on_path() {
    on_path chromium chromium-browser google-chrome google-chrome-stable
}

debian_shell() {
    scripts/apt_install.sh chromium-headless-shell && shell_on_path
}

debian_browser() {
    scripts/apt_install.sh chromium && browser_on_path
}

in_ci() {
    [ -n "${CI:-}" ]
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

shell_on_path || { in_ci && debian_shell; } || browser_on_path || of_playwright || debian_shell || debian_browser ||
    stop "The tests need a browser: install Chromium, or run .venv/bin/playwright install chromium, or set CHROMIUM."
