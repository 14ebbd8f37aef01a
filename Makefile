# Each target sets itself up in .venv; a machine needs Python 3.11 or later, and make.
PYTHON ?= python3
# As many test processes as there are cores here and in CI; `make test WORKERS=0` runs in one.
WORKERS ?= 2

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
SUITE := -m pytest -n $(WORKERS)

.PHONY: help demo test check benchmark neutral audit docs clean

help:
	@echo "make demo       a dozen explained failures, against a server on this machine"
	@echo "make test       the test-suite, with coverage"
	@echo "make check      lint, types, and the test-suite"
	@echo "make benchmark  what the plugin costs, against its budgets"
	@echo "make neutral    suites of others, with and without the plugin (half an hour, needs the package index)"
	@echo "make audit      known vulnerabilities of what the development needs (asks the advisories of PyPI)"
	@echo "make docs       the tables of README.md and docs/ that are computed from the code"
	@echo "make clean      remove what the others made"

demo: .venv/.package
	@$(BIN)/httpstatus demo

test: .venv/.test
	@$(BIN)/coverage erase
	$(BIN)/coverage run $(SUITE)
	@$(BIN)/coverage combine --quiet
	$(BIN)/coverage report $(shell $(BIN)/python -c 'import sys; print(*["--omit=*/_recovery/recorder.py"][: sys.version_info < (3, 12)])' 2>/dev/null)

check: .venv/.lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(MAKE) test

benchmark: .venv/.benchmark
	$(BIN)/python -m tests.benchmarks

neutral: .venv/.test
	$(BIN)/python -m tests.neutral

audit: .venv/.test
	$(PIP) install pip-audit
	$(BIN)/pip-audit --local --skip-editable

docs: .venv/.test
	$(BIN)/python docs/generate.py

clean:
	rm -rf .venv .neutral build dist .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find pytest_httpstatus tests docs -name __pycache__ -prune -exec rm -rf {} +

# An empty file for each thing that was installed, so that a second call is quick.
.venv/.package: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or later is needed: make PYTHON=...")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --editable .
	@touch $@

# The pip of a fresh environment may be too old to know groups.
.venv/.groups: .venv/.package
	$(PIP) install --upgrade 'pip>=25.1'
	@touch $@

# A client without a build for this Python is left out, and its tests are skipped.
.venv/.test: .venv/.groups
	$(PIP) install --group tools
	$(PIP) install --group clients || $(BIN)/python -c "import tomllib; \
	print(*tomllib.load(open('pyproject.toml', 'rb'))['dependency-groups']['clients'], sep='\n')" \
	| while read -r client; do $(PIP) install "$$client" || echo "not installed: $$client"; done
	@touch $@

.venv/.lint: .venv/.test
	$(PIP) install --group lint
	@touch $@

.venv/.benchmark: .venv/.groups
	$(PIP) install --group benchmark
	@touch $@
