# make demo: see it work.  make test: everything that a change must pass.
# make site: the documentation, in build/site/index.html.
# make locale: bring the Chinese catalogue up to date.  make bench: compare speeds.

PYTHON ?= python3
BIN    := .venv/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCALE := subsidy/locale

.PHONY: demo test site locale bench
.DELETE_ON_ERROR:

demo: .venv/installed
	$(BIN)/subsidy calc examples/wuhan-kebao.yaml

test: .venv/installed-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict
	$(BIN)/subsidy schemes check
	$(BIN)/subsidy schemes test
	$(BIN)/pytest -n 2

site: .venv/installed-site
	$(BIN)/python -m website build/site
	@echo build/site/index.html

locale: .venv/installed-test
	mkdir -p build
	$(BIN)/pybabel -q extract -F babel.cfg -k msg --no-default-keywords --add-location=file --sort-by-file \
		--project=subsidy -o build/subsidy.pot .
	$(BIN)/pybabel -q update -D subsidy -d $(LOCALE) -i build/subsidy.pot --no-fuzzy-matching --ignore-obsolete \
		--ignore-pot-creation-date --no-wrap
	$(BIN)/pybabel -q compile -D subsidy -d $(LOCALE)
	$(BIN)/pybabel -q compile -D click -d $(LOCALE)

bench: .venv/installed-bench
	$(BIN)/python -m bench

# The environment is made anew only when what the project needs has changed.
.venv/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "subsidy needs Python 3.11 or later; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)." \
		     "Name another: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(PIP) --editable '.[batch,papers]'
	@touch $@

.venv/installed-%: .venv/installed
	$(PIP) --editable '.[$*]'
	@touch $@
