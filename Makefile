# The commands of Kompetenskollen. `make help` lists them.

SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
PYTEST_WORKERS ?= 2
RUNTIME := .venv/.runtime
TOOLS := .venv/.tools
ASSETS := web/static/vendor/.complete

.PHONY: help run test check bench setup format lint types imports templates courses locks \
        translations test-fast test-browser migrate revision lock vendor screenshots clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

# --- the contract ---------------------------------------------------------------------------------

run: $(RUNTIME) $(ASSETS) ## Set up what is missing, then serve the demo municipality (PORT=8000)
	@KOLLEN_DEMO=$${KOLLEN_DEMO:-1} KOLLEN_BASE_URL=$${KOLLEN_BASE_URL:-http://127.0.0.1:$(PORT)} \
	  $(BIN)/kollen serve --prepare --port $(PORT)

test: $(TOOLS) $(ASSETS) ## Run all tests, on SQLite and PostgreSQL and in Chromium
	@scripts/need.sh chromium
	@scripts/need.sh postgres
	@$(BIN)/python scripts/with_postgres.py $(BIN)/pytest -n $(PYTEST_WORKERS) --dist loadgroup -q

check: $(TOOLS) lint types imports templates courses locks ## Formatting, lint, types, layering, templates, courses

bench: $(TOOLS) $(ASSETS) ## Measure, print the table and write var/bench.json (ARGS="--quick")
	@scripts/need.sh postgres
	@$(BIN)/python -m bench $(ARGS)

# --- parts of the above ---------------------------------------------------------------------------

setup: $(TOOLS) $(ASSETS) ## Install everything a developer needs

format: $(TOOLS) ## Put the code in order
	$(BIN)/ruff check --fix-only -q .
	$(BIN)/ruff format .

lint: $(TOOLS) ## Formatting and lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(TOOLS) ## Types, strictly
	$(BIN)/mypy

imports: $(TOOLS) ## Who may import whom
	$(BIN)/lint-imports

templates: $(TOOLS) ## Templates
	$(BIN)/djlint web/templates --profile=jinja --lint --quiet

courses: $(TOOLS) ## Course content
	KOLLEN_DEMO=1 $(BIN)/kollen courses check

locks: $(TOOLS) ## Locks without addresses, and no migration missing
	@! grep -nE '://|--index-url' requirements.txt requirements-dev.txt
	@! grep -n '"resolved"' package-lock.json
	$(BIN)/python scripts/no_drift.py

translations: $(TOOLS) ## Find new texts and put them into the English catalogue
	$(BIN)/python scripts/translations.py

test-fast: $(TOOLS) $(ASSETS) ## Tests on SQLite, without a browser
	$(BIN)/pytest -n $(PYTEST_WORKERS) -q -m "not browser" -k "not postgresql"

test-browser: $(TOOLS) $(ASSETS) ## The journeys in Chromium
	@scripts/need.sh chromium
	$(BIN)/pytest -q -m browser

migrate: $(RUNTIME) ## Bring the database up to the code
	$(BIN)/kollen migrate

revision: $(TOOLS) ## Draft a migration: make revision MESSAGE="what it does"
	KOLLEN_DEMO=1 $(BIN)/alembic revision --autogenerate -m "$(MESSAGE)"

lock: $(TOOLS) ## Compile the locks anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url \
	  --no-header --no-strip-extras -q -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes \
	  --no-emit-index-url --no-header --no-strip-extras -q -c requirements.txt -o requirements-dev.txt

vendor: $(ASSETS) ## Fetch the browser's assets

screenshots: $(TOOLS) $(ASSETS) ## Take the pictures of the README anew
	@scripts/need.sh chromium
	$(BIN)/python -m scripts.screenshots

clean: ## Remove what the Makefile made (the data in var/ stays)
	rm -rf .venv node_modules web/static/vendor

# --- set-up, each only when its lock has changed --------------------------------------------------

$(RUNTIME): requirements.txt scripts/kollen
	@scripts/need.sh venv "$(PYTHON)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing locked Python packages ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@install -m 755 scripts/kollen $(BIN)/kollen
	@touch $@

$(TOOLS): requirements-dev.txt $(RUNTIME)
	@echo "Installing locked developer tools ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(ASSETS): package-lock.json scripts/vendor.json scripts/vendor.py $(RUNTIME)
	@scripts/need.sh node
	@echo "Fetching the browser's assets ..."
	@npm ci --silent
	@$(BIN)/python scripts/vendor.py
	@touch $@
