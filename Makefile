# Aftersail. `make` alone prints what there is.
.DEFAULT_GOAL := help
.PHONY: help setup build up down reset test lint format check clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install missing Debian packages, check the toolchain
	@ops/scripts/setup

build: setup ## Build everything for debugging, tests included
	@swift build --build-tests

up: ## Run the whole system here, privately, with sample tickets
	@ops/scripts/up

down: ## End what `make up` started; keep the data
	@ops/scripts/down

reset: ## End it and remove its data
	@ops/scripts/reset

test: ## Build and run all tests with real services
	@ops/scripts/test

lint: ## Check formatting, imports, clocks, sizes, scripts, documents
	@ops/scripts/lint

format: ## Format the Swift sources
	@ops/scripts/format

check: setup ## What continuous integration runs: lint, build, test, three minutes of chaos
	@ops/scripts/lint
	@ops/scripts/test
	@ops/scripts/chaos --minutes 3

.PHONY: chaos soak scale-in
chaos: ## Break the running system: make chaos SEED=7 MINUTES=10 FAULTS=all
	@ops/scripts/chaos $(if $(SEED),--seed $(SEED)) --minutes $(or $(MINUTES),3) --faults $(or $(FAULTS),all)

soak: ## Long load with a fault every 30 s, growth watched: make soak MINUTES=30
	@ops/scripts/chaos $(if $(SEED),--seed $(SEED)) --soak $(or $(MINUTES),30) --faults $(or $(FAULTS),all)

scale-in: ## Orderly scale-ins under load, redeliveries counted: make scale-in TIMES=10
	@ops/scripts/chaos $(if $(SEED),--seed $(SEED)) --scale-in $(or $(TIMES),10)

clean: ## Remove build products
	@rm -rf .build

.PHONY: docs
docs: ## Rewrite the generated documents
	@ops/scripts/contracts-table
