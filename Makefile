# The commands of daily work. Each target creates .venv and installs what it needs into it; a second
# call rebuilds only what changed. Requirements: Python 3.11 or later and a C++ compiler.

.PHONY: help demo test lint docs sanitize characters large fuzz cluster bench wheel clean
.NOTPARALLEL:

PYTHON ?= python3
DATA ?= data
OUTPUT ?= skembed-output
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

# The dependencies of skembed itself, read from pyproject.toml.
REQUIREMENTS = $$($(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', \
                 'rb'))['project']['dependencies'])")

SOURCES := $(shell find skembed -name '*.py' -o -name '*.py[xi]' -o -name '*.pxd' \
             -o -name '*.[ch]pp' -o -name py.typed -o -name meson.build) meson.build meson.options

help:
	@echo "make demo      compare all vectorizers on real text: a table, and plots in OUTPUT=folder"
	@echo "               (ARGS='--data file.csv' to use your own texts)"
	@echo "make test      run the tests, and the examples in docstrings (ARGS= for pytest)"
	@echo "make lint      run ruff, its formatter, codespell and mypy"
	@echo "make docs      build the documentation with its gallery (warnings are errors), run its"
	@echo "               examples and check its pages, also in Chromium or Chrome if installed"
	@echo "               (CHROMIUM=program)"
	@echo "make sanitize  run the kernel tests with bounds checks, without vector types, and under"
	@echo "               ASan and UBSan"
	@echo "make characters"
	@echo "               compare the tokens around every character of Unicode with scikit-learn's"
	@echo "make large     read documents, counts, features and files beyond 2^31 of each (12 GB of"
	@echo "               memory, 40 GB in the temporary folder)"
	@echo "make fuzz      damage vector files in MINUTES=1 minutes a reader, under ASan and UBSan"
	@echo "make cluster   kill workers of a Dask cluster on this machine in each kind of work"
	@echo "make bench     run the benchmarks against the peers; DATA=folder contains corpus/,"
	@echo "               similarity/, classification/ and tabular/ (see the scripts in benchmarks/);"
	@echo "               PROGRAMS=folder contains the binaries of the GloVe program,"
	@echo "               FASTTEXT=file is the binary of the fastText program"
	@echo "make wheel     build a source distribution and a wheel of the last commit in dist/"
	@echo "make clean     remove everything that these targets create"

demo: .venv/installed .venv/group-demo
	MPLBACKEND=agg $(BIN)/python -P -m skembed --n-jobs 2 --output $(OUTPUT) \
	    $(or $(ARGS),--limit 1000)

# Test the installed package, not the source tree, which has no compiled modules: PYTHONSAFEPATH
# keeps the working directory off sys.path.
test: .venv/installed .venv/group-test
	PYTHONSAFEPATH=1 $(BIN)/pytest -n auto --doctest-modules --pyargs tests skembed $(ARGS)

lint: .venv/installed .venv/group-lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell
	$(BIN)/mypy

SPHINX := PYTHONSAFEPATH=1 $(BIN)/python -m sphinx -W --keep-going -q
docs: .venv/installed .venv/group-docs
	$(SPHINX) -b html docs docs/_build/html
	$(SPHINX) -b doctest -D plot_gallery=0 docs docs/_build/doctest
	$(BIN)/python docs/check_pages.py docs/_build/html
	$(BIN)/python docs/check_browser.py docs/_build/html
	@echo "The pages are in docs/_build/html: open docs/_build/html/index.html"

sanitize: .venv/installed .venv/group-test
	PYTHON=$(BIN)/python sh tools/sanitize.sh $(ARGS)

# The tests do this for a sample of the characters; this takes some minutes.
characters: .venv/installed
	PYTHONSAFEPATH=1 $(BIN)/python tools/check_characters.py

large: .venv/installed
	PYTHONSAFEPATH=1 $(BIN)/python tools/check_large_input.py $(ARGS)

cluster: .venv/installed .venv/group-test
	KILL_WORKERS=1 PYTHONSAFEPATH=1 $(BIN)/pytest tests/compat/test_dask.py

fuzz: .venv/installed .venv/group-test
	FUZZ_MINUTES=$(or $(MINUTES),1) PYTHON=$(BIN)/python \
	    TESTS="../files/test_fuzz.py ../files/test_guided_fuzz.py" sh tools/sanitize.sh address

# Each script takes its data as arguments; its output becomes a page of the documentation.
bench: .venv/installed .venv/group-bench
	$(BIN)/python benchmarks/word2vec.py --corpus $(DATA)/corpus/wiki17m.txt.xz \
	    --similarity $(DATA)/similarity --output docs/benchmarks/word2vec.rst $(ARGS)
	$(BIN)/python benchmarks/glove.py --corpus $(DATA)/corpus/wiki17m.txt.xz \
	    --similarity $(DATA)/similarity --output docs/benchmarks/glove.rst \
	    $(if $(PROGRAMS),--programs $(PROGRAMS)) $(ARGS)
	$(BIN)/python benchmarks/supervised.py --classification $(DATA)/classification \
	    --output docs/benchmarks/supervised.rst $(if $(FASTTEXT),--fasttext $(FASTTEXT)) $(ARGS)
	$(BIN)/python benchmarks/latency.py $(DATA)/classification/20newsgroups.csv.gz \
	    --output docs/benchmarks/latency.rst $(ARGS)
	$(BIN)/python benchmarks/text.py --texts $(DATA)/classification/20newsgroups.csv.gz \
	    --corpus $(DATA)/corpus/wiki17m.txt.xz --output docs/benchmarks/text.rst
	$(BIN)/python benchmarks/command.py $(DATA)/classification/mr.csv.gz \
	    $(DATA)/classification/20newsgroups.csv.gz --output docs/benchmarks/command.rst $(ARGS)
	$(BIN)/python benchmarks/evaluation_speed.py --corpus $(DATA)/corpus/wiki17m.txt.xz \
	    --similarity $(DATA)/similarity --output docs/benchmarks/evaluation.rst
	$(BIN)/python benchmarks/vector_files.py --output docs/benchmarks/vector_files.rst
	$(BIN)/python benchmarks/large_corpus.py --corpus $(DATA)/corpus/wiki17m.txt.xz \
	    --output docs/benchmarks/large_corpus.rst
	$(BIN)/python benchmarks/dask_counting.py --corpus $(DATA)/corpus/wiki17m.txt.xz \
	    --output docs/benchmarks/dask_counting.rst
	$(BIN)/python benchmarks/which_embedding.py --classification $(DATA)/classification \
	    --corpus $(DATA)/corpus/wiki17m.txt.xz --output docs/benchmarks/which_embedding.rst
	$(BIN)/python benchmarks/features.py $(wildcard $(DATA)/classification/*.csv.gz) \
	    --output docs/benchmarks/features.rst $(ARGS)
	$(BIN)/python benchmarks/tables.py $(DATA)/tabular --output docs/benchmarks/tables.rst $(ARGS)
	$(BIN)/python benchmarks/scaling.py $(DATA)/corpus/wiki17m.txt.xz \
	    --output docs/benchmarks/scaling.rst

wheel: .venv/group-build
	rm -rf dist
	$(BIN)/python -m build --outdir dist .

clean:
	rm -rf .venv dist docs/_build docs/auto_examples docs/reference/generated skembed-output
	rm -rf .mypy_cache .pytest_cache .ruff_cache

.venv/pip:
	@$(PYTHON) -c "import sys; assert sys.version_info >= (3, 11)" \
	    || { echo "skembed needs Python 3.11 or later; specify one: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv
	$(PIP) install --quiet --upgrade "pip>=25.1"  # the first with dependency groups
	touch $@

.venv/group-%: pyproject.toml | .venv/pip
	$(PIP) install --quiet --group $*
	touch $@

# No build isolation and a persistent build folder: only changed files are compiled again.
.venv/installed: .venv/group-build pyproject.toml $(SOURCES)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(PIP) install --quiet --no-build-isolation \
	    --config-settings=build-dir=.venv/build .
	touch $@
