# Each target asks consult/bootstrap.py, which also runs where there is no make:
# `python consult/bootstrap.py run`. The words after ## are what `make` alone prints.
PYTHON ?= python3
BOOTSTRAP = $(PYTHON) consult/bootstrap.py

.DEFAULT_GOAL := help
.PHONY: help run test lint format types fuzz benchmarks screenshots catalogues lock

help:
	@echo "Consult. What you can ask for:"
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: ## set up what is missing and start the site on 127.0.0.1:8000 (PORT=8001 for another port)
	@$(BOOTSTRAP) run

test: ## set up, check and test everything (ARGS="tests/pure -x" is handed to pytest)
	@$(BOOTSTRAP) test $(ARGS)

lint: ## look for faults in code and templates
	@$(BOOTSTRAP) lint

format: ## lay out all Python the same way
	@$(BOOTSTRAP) format

types: ## check the types
	@$(BOOTSTRAP) types

fuzz: ## try the engine on many thousand examples, every form on 500, and eight writers at once
	@$(BOOTSTRAP) fuzz $(ARGS)

benchmarks: ## measure, and print the table of results
	@$(BOOTSTRAP) benchmarks $(ARGS)

screenshots: ## make the pictures of the README from the demonstration (ARGS=every: of each page, in each language)
	@$(BOOTSTRAP) screenshots $(ARGS)

catalogues: ## collect the words of the screens and compile the translated ones (ARGS=fr starts French)
	@$(BOOTSTRAP) catalogues $(ARGS)

lock: ## write the two lock files after a change in pyproject.toml (ARGS=--upgrade for newer versions)
	@$(BOOTSTRAP) lock $(ARGS)
