# Every target brings what it needs into .venv and works a second time; offline too once the package cache is filled.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SHARED ?= ../shared
# Branch coverage: of everything, in per cent, and of the pure modules, which have 100.
FLOOR := 95
PURE := archive/terms/*,archive/decide.py,archive/schedules/due.py,archive/schedules/decide.py,archive/digest.py,archive/log/tree.py,archive/log/leaf.py,archive/diffs/*,archive/classes/*,pipelines/polish/*
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Where it is set, each start would compile the whole project anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo picture test test-slow test-postgres check format eval eval-changes eval-polish bench lock clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: $(STAMP) ## the environment in .venv, from the lock file

$(STAMP): requirements/dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Kronika needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

demo: $(STAMP) ## the main job on the bundled portal: crawl, change, crawl, report
	$(BIN)/kronika demo

picture: $(STAMP) ## the demonstration as it stands in README.md and docs/demo.svg, from a real run
	$(BIN)/python docs/picture.py

test: $(STAMP) ## the tests and the floors of their coverage (under 5 minutes on 2 cores)
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n 2 --dist loadgroup -q -m "not slow" tests
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --skip-covered --fail-under=$(FLOOR)
	$(BIN)/coverage report --include='$(PURE)' --skip-covered --fail-under=100

test-slow: $(STAMP) ## the tests that take long: kill -9 at ten instants, pages of the largest size
	$(BIN)/pytest -n 2 -q -m slow tests

test-postgres: $(STAMP) ## the tests of search on a PostgreSQL of their own, installed first where it is missing (Debian, Ubuntu; as root)
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || \
		{ apt-get update -q && apt-get install --yes -q --no-install-recommends postgresql; }
	$(BIN)/python tests/support/postgres.py $(BIN)/pytest -n 2 -q -k postgresql tests/archive/search

check: $(STAMP) ## format, lint, types, import contracts, schema drift
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	rm -rf build/schema && mkdir -p build/schema
	$(BIN)/kronika --archive build/schema/kronika.db db upgrade
	$(BIN)/kronika --archive build/schema/kronika.db db check

format: $(STAMP) ## let ruff put the code in order
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

eval: $(STAMP) ## the real article in each mark-up, and the corpora, from SHARED (the project needs neither)
	$(BIN)/python benchmarks/eval_article.py $(SHARED)/portal/article-2018-02-28.json
	$(BIN)/python $(SHARED)/corpora/score_pages.py --kronika $(BIN)/kronika

eval-changes: $(STAMP) ## ten simulated weeks in five mark-ups against their truth, and the pairs of SHARED (minutes)
	$(BIN)/python benchmarks/eval_changes.py
	$(BIN)/python benchmarks/eval_pairs.py $(SHARED)/corpora

eval-polish: $(STAMP) ## dates, clean sentences, speed of the Polish layers and recognisers; recall and precision of search
	$(BIN)/python benchmarks/polish.py $(SHARED)/corpora/pages.jsonl
	$(BIN)/python benchmarks/search_quality.py

bench: $(STAMP) ## the benchmarks beside their peers: one table, build/bench/bench.json, docs/performance.md (minutes)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/bench.lock
	$(BIN)/python benchmarks/suite.py --docs docs/performance.md

lock: ## resolve the dependencies anew (needs uv), without index addresses
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet pyproject.toml -o requirements/base.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet pyproject.toml --extra documents --extra postgres --group dev -o requirements/dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet pyproject.toml --group bench -c requirements/dev.lock -o requirements/bench.lock

clean: ## remove what the other targets made
	rm -rf $(VENV) build ./*.egg-info .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .hypothesis
