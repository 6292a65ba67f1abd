# make report | test | check | docs | proof | scans | kinds | narrative | bench | kills | fuzz | lab | codebook | clean | audit |
# licences | lock.
# The first one to run sets up .venv; after that only a new lock does. `make report` and `make lab` need less than the
# others: requirements-report.lock is the part of requirements.lock that they install.

RAW     = data/raw
OUT     = data/processed
REPORTS = reports
# How many reports `make bench` reads, as in: make bench SIZES="10 100 1000 10000"
SIZES   =
# Options of JupyterLab, as in: make lab LAB="--no-browser --port 9000"
LAB     =
# What JupyterLab exports loads nothing from the network.
OFFLINE = $(addprefix --HTMLExporter.,mathjax_url= require_js_url= jupyter_widgets_base_url=)

# The first Python here that is new enough; `make PYTHON=/path/to/python3 ...` names another.
is-new-enough = -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON = $(firstword $(foreach python,python3 python3.14 python3.13 python3.12 python3.11,\
           $(shell $(python) $(is-new-enough) 2>/dev/null && echo $(python))))
BIN   = .venv/bin
READY = .venv/ready
TOOLS = .venv/tools
# The locks are whole, so nothing has to be looked up beside them; what is imported is compiled then.
INSTALL = $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --no-compile
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
          --no-header --no-annotate --no-emit-index-url --extra ocr --extra lab

.PHONY: report test check docs proof scans kinds narrative bench kills fuzz lab codebook clean audit licences lock .venv
.DELETE_ON_ERROR:

report: $(READY)
	@$(BIN)/gongkai run --raw "$(RAW)" --out "$(OUT)" --reports "$(REPORTS)"

test: $(TOOLS)
	@$(BIN)/pytest -n 2 --dist worksteal

check: $(TOOLS)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	-@$(BIN)/python tools/audit.py

proof: $(TOOLS)
	@PYTHONPATH=tests:benchmarks:tools/specimens $(BIN)/python -m proof

kills: $(TOOLS)
	@PYTHONPATH=benchmarks $(BIN)/python -m kills
	@PYTHONPATH=tests:benchmarks $(BIN)/python -m fetch_kills

fuzz: $(TOOLS)
	@PYTHONPATH=tests:benchmarks:tools/specimens $(BIN)/python -m fuzz

scans: $(TOOLS)
	@PYTHONPATH=tests:benchmarks:tools/specimens $(BIN)/python -m scans

kinds: $(TOOLS)
	@PYTHONPATH=tests:benchmarks:tools/specimens $(BIN)/python -m kinds

narrative: $(TOOLS)
	@PYTHONPATH=benchmarks $(BIN)/python -m sentences

bench: $(TOOLS) build/bench/peers
	@PYTHONPATH=tests:benchmarks:tools/specimens $(BIN)/python -m speed $(SIZES)

# Readers to compare with: in a folder of their own, so that nothing else can import them.
build/bench/peers: benchmarks/requirements.txt | $(READY)
	@rm -rf $@
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --require-hashes --target $@ -r $<
	@touch $@

lab: $(READY)
	@$(BIN)/jupyter lab --ServerApp.root_dir="$(CURDIR)" --LabApp.default_url=/lab/tree/notebooks \
	    $(OFFLINE) $(if $(filter 0,$(shell id -u)),--allow-root) $(LAB)

# The codebook of the bundled tables as a page of the documentation; `make report` makes it beside them.
codebook:
	@cp data/processed/codebook.md docs/codebook.md

# The documentation as a site in build/site, to be opened as files. A warning is an error, as long as --quiet does not hide
# it; the variable hushes what the theme says of versions to come.
docs: $(TOOLS)
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build
	@echo "Documentation: build/site/index.html"

clean:
	rm -rf build reports .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . \( -path ./.venv -o -path ./data \) -prune -o \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +

audit: $(TOOLS)
	@$(BIN)/python tools/audit.py

licences: $(TOOLS)
	@$(BIN)/python tools/licences.py

lock: $(TOOLS)
	@$(COMPILE) --upgrade --extra dev --extra docs --extra cluster pyproject.toml -o requirements.lock
	@echo hatchling | $(COMPILE) --constraint requirements.lock - pyproject.toml -o requirements-report.lock

.venv: $(READY)

$(READY): requirements-report.lock
	@"$(PYTHON)" $(is-new-enough) 2>/dev/null || { echo "gongkai needs Python 3.11 or newer: install it," \
	    "or name it with: make PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments:" \
	    "install its venv package (on Debian and Ubuntu: apt-get install python3-venv) and run make again." >&2; exit 1; }
	@echo "Setting up .venv (about a minute, only when the lock has changed) ..."
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || "$(PYTHON)" -m venv --clear .venv
	@$(INSTALL) --require-hashes -r $<
	@$(INSTALL) --no-build-isolation -e .
	@touch $@

$(TOOLS): requirements.lock | $(READY)
	@echo "Adding what the tests and checks need ..."
	@$(INSTALL) --require-hashes -r $<
	@# Compiled here by all cores: two processes of the tests would compile the same, each for itself.
	@$(BIN)/python -m compileall -q -j 0 .venv/lib >/dev/null 2>&1 || true
	@touch $@
