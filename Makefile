# Everything that one does with Ogoh; `make` alone lists it.
# The environment is .venv; each step of its setup leaves a stamp there and is done once.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
# pip compiles nothing (see INSTALL): what is imported has to be kept compiled, or each start does it again.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
PIP := $(BIN)/python -m pip
LOCK := requirements.lock
# Python compiles what it imports, when it imports it; to compile all there is takes half a minute.
INSTALL := $(PIP) install --no-compile -c $(LOCK)
QUESTIONS ?= benchmarks/questions/dev.jsonl
JOBS ?= 2

VENV_MADE := .venv/.made
RUNTIME_IN := .venv/.runtime
DEV_IN := .venv/.dev
COMPARE_IN := .venv/.compare

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ---- setting up ----

.PHONY: setup
setup: $(RUNTIME_IN) ## Make .venv with the command `ogoh`, and the index
	@scripts/index

.PHONY: run
run: setup ## Serve Telegram, or open the conversation here where no token is set
	@exec $(BIN)/ogoh run

.PHONY: demo
demo: setup ## Open the moderators' console over made-up conversations
	@exec $(BIN)/ogoh demo

# An environment holds its own path: one that was moved, copied or lost its Python is made anew.
ifneq ($(shell [ -x $(BIN)/python ] && cat $(VENV_MADE) 2>/dev/null),$(CURDIR))
.PHONY: $(VENV_MADE)
endif
$(VENV_MADE):
	@scripts/step "Making the environment .venv" scripts/venv
	@echo "$(CURDIR)" > $@

$(RUNTIME_IN): $(VENV_MADE) $(LOCK) pyproject.toml
	@scripts/step "Installing Ogoh and what it runs on (some 110 packages)" $(INSTALL) -e .
	@touch $@

# What it runs on comes along in the same step: to ask pip twice takes longer.
$(DEV_IN): $(VENV_MADE) $(LOCK) pyproject.toml
	@scripts/step "Installing Ogoh with the tools of development, PyTorch among them" $(INSTALL) -e '.[dev]'
	@scripts/step "Fetching the weights of a small language model for tests" scripts/smollm $(BIN)/python
	@touch $(RUNTIME_IN) $@

$(COMPARE_IN): $(RUNTIME_IN)
	@scripts/step "Installing the usual alternatives, PyTorch among them" $(INSTALL) -e '.[compare]'
	@touch $@

# ---- holding it right ----

.PHONY: lint
lint: $(DEV_IN) ## Style, types and the floors of the house
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# Many of the quick tests wait, for limits, for outages or for the other side: they do so side by side.
.PHONY: check
check: lint ## The quick loop: lint and the quick tests
	$(BIN)/pytest -q -n $$((2 * $(JOBS))) -m "not slow"

.PHONY: test
test: $(DEV_IN) setup lint ## Everything: setup, lint and all tests
	@scripts/debian
	$(BIN)/pytest -n $(JOBS) --dist loadfile

.PHONY: evaluate
evaluate: setup ## Put questions with known right answers, and score what comes back
	$(BIN)/ogoh evaluate $(QUESTIONS)

.PHONY: compare
compare: setup $(COMPARE_IN) ## Put the same questions to the usual alternatives as well
	$(BIN)/ogoh evaluate $(QUESTIONS) --against

.PHONY: benchmark
benchmark: $(DEV_IN) setup ## Measure speed and memory
	$(BIN)/python -m benchmarks

.PHONY: fmt
fmt: $(DEV_IN) ## Format the code, and mend what can be mended by itself
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

# ---- shipping it ----

.PHONY: lock
lock: $(DEV_IN) $(COMPARE_IN) ## Write requirements.lock anew from what .venv holds
	@{ \
	    echo "# Written by \`make lock\` on Python $$($(BIN)/python -c 'import sys; print("%d.%d" % sys.version_info[:2])')."; \
	    $(PIP) list --format freeze --exclude-editable --exclude pip | sed 's/+.*//' | LC_ALL=C sort -f; \
	} > $(LOCK).draft
	@mv $(LOCK).draft $(LOCK)
	@touch $(RUNTIME_IN) $(DEV_IN) $(COMPARE_IN)
	@echo "$(LOCK): $$(grep -c == $(LOCK)) packages"

.PHONY: image
image: ## Build the container image `ogoh`
	@command -v docker >/dev/null || { echo "make image needs Docker (or an alias of that name)" >&2; exit 1; }
	docker build --tag ogoh .

.PHONY: clean
clean: ## Remove .venv and what builds and tests leave; data/ stays, for the key lives there
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
