# Everything a person or a CI run does here. `make` alone lists the targets.

.DEFAULT_GOAL := help
VENV := .venv
RUN := $(VENV)/bin/python -m

# What pytest is told. The tests of one file stay in one process, so that it makes its browser and its site once; a third
# process works while two wait for a browser.
ARGS ?= -n 3 --dist loadfile

# What the checker is told, such as CHECK="--allow memo-after-review".
CHECK ?=

# The date of the last commit stands for "now" in what is built, so that one commit always builds the same bytes;
# outside a repository it is 1 January 2026.
SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 1767225600)
export SOURCE_DATE_EPOCH

# The theme prints a notice about MkDocs 2 on every build. It asks for no action here, since MkDocs and the theme are
# pinned and locked, and it would hide the build's own warnings; so it is switched off, in this one place.
export NO_MKDOCS_2_WARNING := 1

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: site
site: $(VENV)/.site-tools ## Build the site into site/; any warning fails the build
	$(RUN) mkdocs build --strict

.PHONY: offline
offline: $(VENV)/.site-tools ## Build the site into site-offline/, to be read from a disk without a server, search included
	OFFLINE=true DIRECTORY_URLS=false SITE_DIR=site-offline $(RUN) mkdocs build --strict

.PHONY: serve
serve: $(VENV)/.site-tools ## Show the site on http://127.0.0.1:8000 and rebuild it on every change
	$(RUN) mkdocs serve --livereload --watch-theme

.PHONY: check
check: $(VENV)/.site-tools ## Check every citation of the manual; silent when all resolve
	@$(RUN) scripts.check_references $(CHECK)

.PHONY: test
test: $(VENV)/.test-tools ## Run every test, the linters among them; ARGS="-k word" chooses
	@CHROMIUM="$$(scripts/setup_chromium.sh)" && export CHROMIUM && $(RUN) pytest $(ARGS)

.PHONY: format
format: $(VENV)/.test-tools ## Format the Python code and mend what can be mended
	$(RUN) ruff format
	$(RUN) ruff check --fix

.PHONY: lint
lint: $(VENV)/.test-tools ## Check format, style, types and spelling
	$(RUN) ruff format --check
	$(RUN) ruff check
	$(RUN) mypy
	$(RUN) codespell_lib

# The oldest Python that must work decides; wheels only, so that nothing is built while resolving or installing.
COMPILE = $(VENV)/bin/uv pip compile pyproject.toml --universal --python-version 3.11.2 --no-build \
	--generate-hashes --custom-compile-command "make lock" --quiet $(UPGRADE)

.PHONY: lock
lock: $(VENV)/.test-tools ## Write the lock files anew; UPGRADE=--upgrade takes newer indirect dependencies
	$(COMPILE) --extra build --output-file requirements.lock
	$(COMPILE) --extra build --extra test --constraint requirements.lock --output-file requirements-test.lock
	$(COMPILE) --extra build --extra video --constraint requirements-test.lock --output-file requirements-video.lock

.PHONY: video
video: $(VENV)/.video-tools ## Make the introductory video of docs/data/video.yml; commit what it writes
	@CHROMIUM="$$(scripts/setup_chromium.sh)" && export CHROMIUM && $(RUN) scripts.make_video

.PHONY: clean
clean: ## Remove all that was made here: the site, caches, .venv
	rm -rf site $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info
	find macros scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp says that the tools of one lock file are installed; it is older than the lock file when they are not.
$(VENV)/.site-tools: requirements.lock pyproject.toml scripts/setup_venv.sh
	scripts/setup_venv.sh requirements.lock
	@touch $@

$(VENV)/.test-tools: requirements-test.lock $(VENV)/.site-tools
	scripts/setup_venv.sh requirements-test.lock
	@touch $@

# Beside the tools for the site; those for the tests stay as they are.
$(VENV)/.video-tools: requirements-video.lock $(VENV)/.site-tools
	scripts/setup_venv.sh requirements-video.lock
	@touch $@
