# Everything runs from .venv at the root; `make demo` and `make test` build it by themselves.
# They need Python >= 3.11 and make. PYTHON=python3.12 make demo chooses another interpreter.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
# Workers for pytest: "auto" uses every core.
WORKERS ?= auto
# Each language's words for clients, compiled from what translators write.
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard kiosk/core/catalogues/*/LC_MESSAGES/kiosk.po))
# make test T=tests/kiosk/desk runs a part.
T ?=
# Each worker begins with a part of its own, so that less is read and made by each of them, and ends with what others have left.
PYTEST := $(BIN)/pytest -n $(WORKERS) --dist worksteal
# Every worker and every process that a test starts would compile all there is anew.
test coverage random long session search saturday: export PYTHONDONTWRITEBYTECODE =

.PHONY: demo test coverage any-day busy test-all random long session search saturday lint lint-ruff lint-types lint-rest proofs mutants faults fresh bench picture gallery summaries words commands docs lock clean

demo: $(READY) $(CATALOGUES)
	@$(BIN)/kiosk demo

# BUT leaves some out, such as BUT="and not process".
BUT ?=
test: $(READY_DEV)
	$(PYTEST) -m "not system and not thorough $(BUT)" $(T)

# Every test that needs no system tool, and which branches they took: no package may be below its floor in pyproject.toml.
# Of a part (T), the branches are shown and no floor is asked for.
coverage: $(READY_DEV)
	$(PYTEST) -m "not system and not saturday $(BUT)" --cov --cov-report=term:skip-covered --cov-report=json:build/branches.json $(T)
	$(if $(T),,$(BIN)/python -m tests.branches build/branches.json)

# A sample on days that are hard: a clinic of that day and the demo, and one whole visit. The wall clock alone is moved
# (tests/later.c); what the other whole visits show has nothing to do with the day.
ANY_DAY := $(BIN)/pytest -q tests/any_day tests/end_to_end/test_whole_visit.py
DAYS := later leap spring spring-night autumn-night
WHEN_later := "+400 days"
WHEN_leap := "2028-02-29 23:58 UTC"
WHEN_spring := "2027-03-27 23:58 UTC" Europe/London
WHEN_spring-night := "2027-03-28 00:58 UTC" Europe/London
WHEN_autumn-night := "2027-10-31 00:58 UTC" Europe/London
any-day: $(addprefix on-,$(DAYS))
$(addprefix on-,$(DAYS)): on-%: $(READY_DEV)
	tests/moved_clock.sh $(WHEN_$*) -- $(ANY_DAY)

# The files with tests that run the product in processes of its own, with four others that never rest beside them: none may
# wait for time. What else stands in these files runs in one process, where nothing waits, and is sample enough of that kind.
busy: $(READY_DEV)
	tests/busy.sh 4 -- $(BIN)/pytest -q -n $(WORKERS) -m "not system and not thorough" $$(grep -rl --include='test_*.py' 'mark\.process' tests)

# Everything that `make test` leaves out, at full size: many more random cases, what needs a system tool or takes long, the
# mutants and the faults. About forty minutes; `.ci/run` takes the parts one by one, with FAULTS=--short.
test-all: random long mutants faults

random: $(READY_DEV)
	$(PYTEST) -m "hypothesis and not system" --hypothesis-profile=thorough $(T)

# Most of it waits for servers, disks and processes, so workers help; each has a PostgreSQL server of its own, in a folder of
# its own.
long: $(READY_DEV)
	$(PYTEST) -m "(system or thorough) and not saturday and not session" $(T)

# The session of a real kiosk on compositors without a screen, from the files that `kiosk station write` writes: by itself, since
# it is timed, and as root, since an ordinary account is changed to. Prints the memory, and how soon what was killed was back.
session: $(READY_DEV)
	$(BIN)/pytest -q -rP -m session tests/end_to_end/session

# The simulated Saturday in four real terminals: sixty clients and staff by keys alone, or by touch alone with HANDS=touch.
HANDS ?= keys
saturday: $(READY_DEV)
	HANDS=$(HANDS) $(BIN)/pytest -q tests/end_to_end/test_saturday.py

# Random cases that nobody has tried yet: a fault that is found becomes an example of its test.
search: $(READY_DEV)
	$(PYTEST) -m "hypothesis and not system" --hypothesis-profile=search $(T)

# With -j, the types are checked beside the rest.
lint: lint-ruff lint-types lint-rest

lint-ruff: $(READY_DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

lint-types: $(READY_DEV)
	$(BIN)/mypy

lint-rest: $(READY_DEV)
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/python -m tests.english

# Proves the protocols that ship and writes each proof beside its protocol, to be taken with the change that asks for it.
proofs: $(READY)
	$(BIN)/python -m tests.proofs

# Seeds faults into the protocols, the engine and the second evaluation and shows which check, case or test catches each first, on every core.
mutants: $(READY_DEV)
	$(BIN)/python -m tests.mutants

# Kills, full disks, flipped bits, tampered trails: prints acknowledged, found, lost. A million hostile byte sequences: prints
# ended, answered, astray. On every core: about half an hour, and FAULTS=--short about a minute.
faults: $(READY_DEV)
	$(BIN)/python -m tests.faults $(FAULTS)

# The README's two commands in a fresh clone with an empty home, on each Python: PYTHONS=3.12 tries that one alone. Most of it
# is pip, which uses one core: with -j, each Python has one.
PYTHONS ?= 3.11 3.12 3.13
fresh: $(addprefix fresh-on-,$(PYTHONS))
$(addprefix fresh-on-,$(PYTHONS)): fresh-on-%: $(READY_DEV)
	$(BIN)/python -m tests.fresh_machine $*

bench: $(READY_DEV)
	$(BIN)/python -m benchmarks

picture: $(READY_DEV)
	$(BIN)/python -m tests.screens.picture docs/pictures

# Every screen a client can see, at three sizes and in three looks, into build/gallery: open SIZE-LOOK/index.html.
# A part: make gallery GALLERY="--size 40x12 --look dark".
gallery: $(READY_DEV)
	$(BIN)/python -m tests.screens.gallery build/gallery $(GALLERY)

# Eight visits as pictures of the summary alone, to ask a fresh reader what to do and why; the truth beside the folder.
summaries: $(READY_DEV)
	$(BIN)/python -m tests.screens.summaries build/summaries build/summaries-truth.txt

$(CATALOGUES): %.mo: %.po | $(READY)
	@$(BIN)/pybabel --quiet compile --input-file=$< --output-file=$@

# Takes the words that the code marks into each language's kiosk.po: new ones come without a translation, and tests ask for it.
words: $(READY_DEV)
	@$(BIN)/python -m tests.words

# What the parser says of each command, written into docs/commands.md.
commands: $(READY_DEV)
	$(BIN)/python -m tests.reference

# The documents as a site, in build/docs: built in an environment of its own, and no warning is passed over.
VENV_DOCS := .venv-docs
docs: $(VENV_DOCS)/.ready
	$(VENV_DOCS)/bin/sphinx-build --quiet --fail-on-warning --keep-going -c docs/site docs build/docs
	@echo "The site is in build/docs: open build/docs/README.html"

$(VENV_DOCS)/.ready: docs/site/requirements.lock
	@$(PYTHON) -m venv $(VENV_DOCS)
	@$(VENV_DOCS)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r docs/site/requirements.lock
	@touch $@

# Pins every package for every Python from 3.11, with hashes and without a registry's address. A package that is pinned
# keeps its version; UPGRADE=--upgrade takes the newest. What running needs stands in the first lock, what is added for
# developing in the second, and no name in both.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate $(UPGRADE)
lock: $(READY)
	$(BIN)/python -m pip install --quiet uv
	$(COMPILE) --extra postgresql --group build --output-file requirements.lock pyproject.toml
	$(COMPILE) --extra postgresql --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml \
		$$(sed -nE 's/^([a-z0-9.-]+)==.*/--no-emit-package \1/p' requirements.lock)
	$(COMPILE) --output-file benchmarks/requirements.lock benchmarks/requirements.txt
	$(COMPILE) --output-file docs/site/requirements.lock docs/site/requirements.txt

clean:
	rm -rf $(VENV) $(VENV_DOCS) .venv-bench build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Locks are complete and installed without resolving: a resolver that meets an extra looks past the pins.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The kiosk needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 ...")'
	@echo "Setting up .venv (once; a minute or two) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-build-isolation -e .
	@$(BIN)/python -m pip check --quiet
	@touch $(READY)

$(READY_DEV): $(READY) requirements-dev.lock | $(CATALOGUES)
	@echo "Adding what developing needs (once; a minute) ..."
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip check
	@touch $(READY_DEV)
