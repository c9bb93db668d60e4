# Everything runs from .venv at the root; `make demo` and `make test` build it by themselves.
# They need Python >= 3.11 and make. PYTHON=python3.12 make demo chooses another interpreter.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Workers for pytest: "auto" uses every core.
WORKERS ?= auto

.PHONY: demo test test-all lint mutants faults bench picture lock clean

demo: $(READY)
	@$(BIN)/kiosk demo

test: $(READY)
	$(BIN)/pytest -m "not system" -n $(WORKERS) --dist loadfile --cov --cov-report=term:skip-covered

test-all: $(READY)
	$(BIN)/pytest -m "system"

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Seeds faults into the protocols and the engine and shows which check, case or test catches each.
mutants: $(READY)
	$(BIN)/python -m tests.mutants

# Kills, full disks, flipped bits, tampered trails: prints acknowledged, found, lost. About ten minutes; FAULTS=--short takes one.
faults: $(READY)
	$(BIN)/python -m tests.faults $(FAULTS)

bench: $(READY)
	$(BIN)/python -m benchmarks

picture: $(READY)
	$(BIN)/python -m tests.screens.picture docs/pictures

# Pins every package, with hashes and without a registry's address.
lock: $(READY)
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host \
		--no-emit-find-links --all-extras --output-file requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host \
		--no-emit-find-links --output-file benchmarks/requirements.lock benchmarks/requirements.txt

clean:
	rm -rf $(VENV) .venv-bench build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The kiosk needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 ...")'
	@echo "Setting up .venv (once; a minute or two) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)
