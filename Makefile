.DEFAULT_GOAL := help
.PHONY: help demo test test-browser lint docs format generate check-generated check-other-generator verify-types sandbox setup pins

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 30

demo: setup ## Take an example service through the whole platform, on the local sandbox
	@$(BIN)/python -m planqk_sandbox exec --build-seconds 1 --run-seconds 1 -- \
		$(BIN)/python cookbook/quickstart.py

test: setup ## Run the tests
	$(BIN)/pytest --numprocesses auto --dist worksteal

BROWSER := .build/browser
test-browser: setup $(BROWSER)/.ready ## Look at the sandbox's status page with a real browser (needs Chromium)
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null || { echo "chromium and chromedriver are not here: apt-get install chromium chromium-driver"; exit 1; }
	PYTHONPATH=$(BROWSER)/packages $(BIN)/pytest tests/browser

$(BROWSER)/.ready: requirements-browser.txt | setup
	@rm -rf $(BROWSER)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --target $(BROWSER)/packages -r $<
	@touch $@

lint: setup ## Check style, types and who imports whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

DOCS := .build/docs-env
docs: $(DOCS)/.ready ## Build the site, cookbook and reference, in site/
	@NO_MKDOCS_2_WARNING=1 $(DOCS)/bin/mkdocs build
	@! grep -rnoE '<(script|link|img|iframe)[^>]* (src|href)="?(https?:)?//[^ >]*' site --include='*.html' || { echo "the site loads something from elsewhere"; exit 1; }
	@echo "site/index.html; with search: python -m http.server --directory site"

$(DOCS)/.ready: requirements-docs.txt
	@rm -rf $(DOCS)
	@$(PYTHON) -m venv $(DOCS)
	@$(DOCS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

format: setup ## Put the code into the project's format
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

generate: setup ## Generate the raw clients in generated/ anew from specs/
	$(BIN)/python scripts/generate.py

check-generated: setup ## Fail if generated/ is not what specs/ gives
	$(BIN)/python scripts/generate.py --check

TYPES := .build/types-env
verify-types: setup ## Check that every public name of planqk_helpers has a complete type
	@test -d $(TYPES) || $(PYTHON) -m venv $(TYPES)
	@$(TYPES)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-types.txt
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(TYPES)/bin/pyright --verifytypes planqk_helpers --ignoreexternal
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(TYPES)/bin/pyright tests/typing/good.py

OTHER := .build/other-generator
check-other-generator: setup ## Drive the sandbox with the client the cookbook generates (needs Java)
	@command -v java >/dev/null || { echo "openapi-generator needs Java, which is not here"; exit 1; }
	@test -d $(OTHER)/env || $(PYTHON) -m venv $(OTHER)/env
	@$(OTHER)/env/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-other-generator.txt
	@$(OTHER)/env/bin/openapi-generator-cli generate -g python -i specs/platform.json -o $(OTHER)/client > $(OTHER)/log 2>&1 || { cat $(OTHER)/log; exit 1; }
	@PYTHONPATH=$(OTHER)/client $(BIN)/python -m planqk_sandbox exec -- $(OTHER)/env/bin/python tests/other_generator/drive.py

sandbox: setup ## Serve the local platform until Ctrl-C
	@$(BIN)/python -m planqk_sandbox serve

setup: $(VENV)/.ready

$(VENV)/.ready: requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.12 ...")'
	@echo "setting up $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

pins: ## Resolve what `make` installs anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --group dev --extra sandbox --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-header --quiet --output-file requirements-dev.txt
	uv pip compile --group browser --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-header --quiet --output-file requirements-browser.txt
	uv pip compile --group docs --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-header --quiet --output-file requirements-docs.txt
