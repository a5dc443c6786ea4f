# What a person does with Stadtagenda. `make help` lists it.
# Works with /bin/sh and make 3.81, as on Debian and macOS.

SHELL := /bin/sh
PORT ?= 8000
WORKERS ?= 2
ARGS ?=

VENV := .venv
PY := $(VENV)/bin/python
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
QUIETLY := ./deploy/quietly.sh

.PHONY: help demo demo-reset test lint format lock bench screenshots setup setup-test assets catalogues

help:
	@echo "make demo         start the demo town at http://localhost:8000 (PORT=… for another port)"
	@echo "make demo-reset   throw the demo town away and start it afresh"
	@echo "make test         run the tests (ARGS='tests/cms -k name' to choose)"
	@echo "make lint         check style, import directions, templates and catalogues"
	@echo "make format       put Python and templates into the agreed form"
	@echo "make lock         compile requirements*.txt anew from pyproject.toml"
	@echo "make bench        measure the pages against a bare Django view"
	@echo "make screenshots  take the pictures of docs/screenshots from a running demo"
	@echo "make setup        only install what is needed to run"

# Each step leaves a stamp, so that the next start does only what has changed.

$(VENV)/.created: deploy/find-python.sh
	@./deploy/check-space.sh 2000
	@python=$$(./deploy/find-python.sh) && \
	  $(QUIETLY) "Creating the Python environment in $(VENV)" "$$python" -m venv $(VENV)
	@touch $@

$(VENV)/.requirements: requirements.txt $(VENV)/.created
	@$(QUIETLY) "Installing Python packages (a few minutes the first time)" $(PIP_INSTALL) -r requirements.txt
	@touch $@

$(VENV)/.requirements-test: requirements-test.txt $(VENV)/.requirements
	@$(QUIETLY) "Installing test packages" $(PIP_INSTALL) -r requirements-test.txt
	@touch $@

# node and npm come from the environment; only this step may see them before the system's.
node_modules/.installed: package-lock.json $(VENV)/.requirements
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(QUIETLY) "Installing front-end packages" npm ci --no-audit --no-fund
	@touch $@

assets: node_modules/.installed
	@$(PY) static/build.py

catalogues: $(VENV)/.requirements
	@$(PY) locale/build.py

setup: assets catalogues

setup-test: $(VENV)/.requirements-test setup

demo: setup
	@./deploy/check-space.sh 300
	@exec env DEMO=true SITE_URL="$${SITE_URL:-http://localhost:$(PORT)}" \
	  $(PY) manage.py demo --port $(PORT)

demo-reset:
	@if [ -n "$$DATABASE_URL" ]; then \
	  echo "DATABASE_URL is set: demo-reset only throws away the embedded database. Unset it first." >&2; \
	  exit 1; \
	fi
	@pid=$$(sed -n 1p "$${VAR_DIR:-var}/postgres/postmaster.pid" 2>/dev/null); \
	if [ -n "$$pid" ] && ps -p "$$pid" >/dev/null 2>&1; then \
	  echo "The demo's database is running: stop the demo first (Ctrl-C where it runs)." >&2; \
	  exit 1; \
	fi
	@cd "$${VAR_DIR:-var}" 2>/dev/null && rm -rf postgres media mail cache || true
	@$(MAKE) demo

test: setup-test
	@CHROMIUM=$$(./deploy/find-chromium.sh) || { \
	  echo "!! No Chromium found: BROWSER TESTS ARE SKIPPED. Install chromium or set CHROMIUM=/path/to/it." >&2; \
	}; \
	if [ -n "$$CHROMIUM" ]; then export CHROMIUM; fi; \
	exec $(PY) -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

lint: setup-test
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/djhtml --check templates
	$(VENV)/bin/curlylint --quiet templates
	$(PY) locale/build.py --check

format: setup-test
	$(VENV)/bin/ruff check --fix --quiet .
	$(VENV)/bin/ruff format --quiet .
	$(VENV)/bin/djhtml templates

UV_COMPILE = $(VENV)/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock: $(VENV)/.requirements-test
	$(UV_COMPILE) --output-file requirements.txt pyproject.toml
	$(UV_COMPILE) --extra test --constraints requirements.txt --output-file requirements-test.txt pyproject.toml

bench: setup
	@$(PY) -m bench $(ARGS)

screenshots: setup-test
	@CHROMIUM=$$(./deploy/find-chromium.sh) || { echo "Screenshots need Chromium: install it or set CHROMIUM." >&2; exit 1; }; \
	export CHROMIUM; exec $(PY) docs/take_screenshots.py --port $(PORT)
