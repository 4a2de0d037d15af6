# Everything runs in .venv, which `make env` makes and repairs; what cannot go beside that has others in .venvs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help env extensions bi-env bi generate build test test-postgres test-examples test-servers test-spark test-v2 test-warehouses test-bi test-all browser-env spark-env duckdb-2-env spark-up spark-down lint docs lock clean

# The first of these that runs and is new enough; PYTHON=/path/to/python overrides them.
PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11
BIN := .venv/bin
# A build waits for one thread much of the time, so two of them share two cores well. tests/conftest.py says
# which files come first, and that each version of Spark has a worker.
PARALLEL := -n 2 --dist loadfile --no-loadscope-reorder
export DBT_PROFILES_DIR := profiles

help: ## Show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

# The stamp says what .venv was made from and where; anything else, or a broken one, is made anew, by the Python
# behind an activated .venv, as that is about to go.
env:
	@stamp="$$(cat requirements.lock pyproject.toml | cksum) $(CURDIR)"; \
	if [ "$$(cat .venv/stamp 2>/dev/null)" = "$$stamp" ] && $(BIN)/python -c '' 2>/dev/null; then exit 0; fi; \
	for python in $(PYTHON); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
		python=; \
	done; \
	if [ -z "$$python" ]; then \
		echo "ad_metrics needs Python 3.11 or newer; none of these is: $(PYTHON). Install it, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "ad_metrics needs Python's venv module, which $$python lacks. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; fi; \
	echo "Setting up .venv (once, under a minute) ..."; \
	python=$$("$$python" -c 'import sys; print(getattr(sys, "_base_executable", sys.executable))'); \
	rm -rf .venv && "$$python" -m venv .venv \
	&& $(BIN)/pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements.lock \
	&& $(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e . \
	&& echo "$$stamp" > .venv/stamp

extensions: env ## Install DuckDB's extensions for MySQL and PostgreSQL without its extension server
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements-servers.lock
	@$(BIN)/python -c 'from duckdb_extensions import import_extension as add; add("mysql", True); add("postgres", True)'

build: env ## Set up, build the marts on the bundled extract, show the campaigns
	@$(BIN)/ad-metrics build

# dbt's adapter goes into .venv, as the command needs it. Of Spark only the server is needed, so each version is a folder of files.
spark-env: env
	@java -version >/dev/null 2>&1 || { echo "Spark needs Java 17 or newer. On Debian and Ubuntu: apt-get install default-jre-headless" >&2; exit 1; }
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements-spark.lock
	@for version in 4.3 3.5; do \
		folder=.venvs/spark-$$version; stamp="$$(cksum < requirements-spark-$$version.lock)"; \
		if [ "$$(cat $$folder/stamp 2>/dev/null)" = "$$stamp" ]; then continue; fi; \
		echo "Setting up $$folder (once, half a minute) ..."; \
		rm -rf $$folder && $(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --no-compile --require-hashes \
			--target $$folder -r requirements-spark-$$version.lock && echo "$$stamp" > $$folder/stamp || exit 1; \
	done

# DuckDB 2.0 needs no more than its wheel in place of the other, so it is beside .venv and found before it.
duckdb-2-env: env
	@stamp="$$(cksum < requirements-duckdb-2.0.lock)"; \
	if [ "$$(cat .venvs/duckdb-2.0/stamp 2>/dev/null)" = "$$stamp" ]; then exit 0; fi; \
	rm -rf .venvs/duckdb-2.0 && $(BIN)/pip install -qq --disable-pip-version-check --no-deps --require-hashes \
		--target .venvs/duckdb-2.0 -r requirements-duckdb-2.0.lock && echo "$$stamp" > .venvs/duckdb-2.0/stamp

spark-up: spark-env ## Start a local Spark 4.3 (port 10000) and a Spark 3.5 with Iceberg (10001); VERSIONS=3.5 for one of them
	@$(BIN)/python spark/server.py up $(VERSIONS)

spark-down: env ## Stop them
	@$(BIN)/python spark/server.py down $(VERSIONS)

# Superset's packages don't go with dbt's, so it has an environment of its own.
bi-env:
	@stamp="$$(cksum < requirements-bi.lock) $(CURDIR)"; \
	if [ "$$(cat .venvs/superset/stamp 2>/dev/null)" = "$$stamp" ] && .venvs/superset/bin/python -c '' 2>/dev/null; then exit 0; fi; \
	echo "Setting up .venvs/superset (once, about a minute) ..."; \
	rm -rf .venvs/superset && $(BIN)/python -m venv .venvs/superset \
	&& .venvs/superset/bin/pip install -qq --disable-pip-version-check --no-compile --no-deps --require-hashes -r requirements-bi.lock \
	&& echo "$$stamp" > .venvs/superset/stamp

browser-env: env
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements-browser.lock

bi: env bi-env ## Show the dashboards in Apache Superset on what is published (first builds the demo, if nothing is)
	@[ -n "$$AD_METRICS_BI_URI" ] || [ -e "$${AD_METRICS_WAREHOUSE:-warehouse}/published/ad_metrics.duckdb" ] || $(BIN)/ad-metrics build
	@.venvs/superset/bin/python bi/start.py $(ARGUMENTS)

generate: env ## Write anew what follows from the registry of metrics and from bi/dashboards.yml
	@$(BIN)/python macros/metrics/generate.py
	@$(BIN)/dbt --quiet --no-partial-parse parse \
	&& $(BIN)/python bi/generate.py --manifest "$${DBT_TARGET_PATH:-target}/manifest.json"

test: env ## Set up and run every test on DuckDB
	@$(BIN)/pytest $(PARALLEL) -m "not postgres and not examples and not servers and not spark and not bi and not dbt_v2 and not warehouses"

test-postgres: env ## Build and test everything on a private PostgreSQL and compare it with DuckDB
	@$(BIN)/pytest $(PARALLEL) -m postgres

test-examples: env ## Run the examples by Airflow, Dagster and systemd (installs the first two into .venvs)
	@$(BIN)/pytest -m examples

test-servers: extensions ## Read the extract from a private MariaDB and PostgreSQL and compare the marts
	@$(BIN)/pytest -m servers

test-spark: spark-env duckdb-2-env ## Build and test everything on Spark 4.3 and on Spark 3.5 with Iceberg and compare all engines
	@$(BIN)/pytest $(PARALLEL) -m spark

test-v2: env ## Build with dbt 2 and compare the marts with dbt 1's (needs npm; skipped where dbt 2 cannot be installed)
	@$(BIN)/pytest -rs -m dbt_v2

test-warehouses: env ## Compile for BigQuery, Databricks, Redshift, Snowflake and Trino, and look for SQL that they lack
	@$(BIN)/pytest -m warehouses

test-all: test test-postgres test-servers test-examples test-spark test-bi test-v2 test-warehouses lint ## Run all of these

test-bi: env bi-env browser-env ## Open the dashboards in a browser and compare them with SQL (needs Chromium)
	@$(BIN)/pytest -m bi

lint: env ## Check the style of SQL, YAML and Python
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/yamllint --strict .
	@$(BIN)/python .ci/divisions.py && $(BIN)/python .ci/lengths.py
	@AD_METRICS_WAREHOUSE=target bash -c '$(BIN)/dbt --quiet seed && $(BIN)/python .ci/lint_sql.py lint'

docs: env ## Write the documentation site to target/static_index.html
	@$(BIN)/dbt --quiet seed && $(BIN)/dbt docs generate --static --warn-error-options '{silence: [MFConverterIssue]}'
	@echo "Open target/static_index.html"

ONE_PACKAGE = uv pip compile - --no-deps --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header
lock: ## Write the locks anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --upgrade -o requirements.lock
	uv pip compile pyproject.toml --extra servers --no-deps --universal --python-version 3.11 --generate-hashes \
		$(foreach package,click dbt-core dbt-duckdb duckdb rich,--no-emit-package $(package)) \
		--no-emit-index-url --no-annotate --no-header --upgrade -o requirements-servers.lock
	uv pip compile pyproject.toml --extra browser --no-deps --universal --python-version 3.11 --generate-hashes \
		$(foreach package,click dbt-core dbt-duckdb duckdb filelock pyyaml rich,--no-emit-package $(package)) \
		--no-emit-index-url --no-annotate --no-header --upgrade -o requirements-browser.lock
	uv pip compile pyproject.toml --extra spark --no-deps --universal --python-version 3.11 --generate-hashes \
		$(foreach package,click dbt-core dbt-duckdb duckdb filelock pyyaml rich,--no-emit-package $(package)) \
		--no-emit-index-url --no-annotate --no-header --upgrade -o requirements-spark.lock
	echo pyspark==4.3.0 | $(ONE_PACKAGE) -o requirements-spark-4.3.lock
	printf 'pyspark==3.5.9\nsnowpark-connect-deps-iceberg==1.0.2\n' | $(ONE_PACKAGE) -o requirements-spark-3.5.lock
	echo duckdb==2.0.0 | $(ONE_PACKAGE) -o requirements-duckdb-2.0.lock
	uv pip compile bi/requirements.in --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header -o requirements-bi.lock
	for group in v2 warehouses; do \
		uv pip compile --group $$group --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-annotate --no-header --upgrade -o requirements-$$group.lock; done

clean: ## Delete what builds leave behind, except the warehouse and its history
	rm -rf target logs dbt_packages .pytest_cache .ruff_cache
