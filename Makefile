# Aftersail. `make` alone prints what there is.
.DEFAULT_GOAL := help
.PHONY: help setup build model up down reset test mutants lint format check docker-test clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

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

model: ## Train the model that sorts messages, from data/triage
	@ops/scripts/setup
	@ops/scripts/build-release
	@ops/scripts/model

mutants: ## Break the delivery on purpose, fault by fault; the tests must notice each
	@ops/scripts/mutants

lint: ## Check formatting, imports, clocks, sizes, scripts, containers, documents, manifests, alerts
	@ops/scripts/lint
	@ops/scripts/lint-manifests

format: ## Format the Swift sources
	@ops/scripts/format

check: setup ## What continuous integration runs: lint, build, test, two mutants, chaos
	@ops/scripts/lint
	@ops/scripts/lint-manifests
	@ops/scripts/test --again
	@ops/scripts/mutants --count 2
	@ops/scripts/chaos --minutes 3

.PHONY: bench
bench: ## Measure a release build: make bench DATA=texts.jsonl ARGS="--stored 500000"
	@DATA="$(DATA)" ops/scripts/bench $(ARGS)

.PHONY: chaos soak scale-in
chaos: ## Break the running system: make chaos SEED=7 MINUTES=10 FAULTS=all
	@ops/scripts/chaos $(if $(SEED),--seed $(SEED)) --minutes $(or $(MINUTES),3) --faults $(or $(FAULTS),all)

soak: ## Long load with a fault every 30 s, growth watched: make soak MINUTES=30
	@ops/scripts/chaos $(if $(SEED),--seed $(SEED)) --soak $(or $(MINUTES),30) --faults $(or $(FAULTS),all)

scale-in: ## Orderly scale-ins under load, redeliveries counted: make scale-in TIMES=10
	@ops/scripts/chaos $(if $(SEED),--seed $(SEED)) --scale-in $(or $(TIMES),10)

.PHONY: fuzz
fuzz: ## Damage mails by chance and read them: make fuzz MINUTES=10 SEED=7 CORPUS=folder
	@ops/scripts/fuzz --minutes $(or $(MINUTES),10) --seed $(or $(SEED),7) $(if $(CORPUS),--corpus $(CORPUS))

.PHONY: oracle
oracle: ## Compare deadlines with a minute-stepping oracle: make oracle CASES=1000000 SEED=1
	@ops/scripts/oracle --cases $(or $(CASES),100000) --seed $(or $(SEED),1) $(if $(CASE),--case $(CASE))

.PHONY: loops
loops: ## Let mail loops run on the workers and tell what each took and what stopped it
	@ops/scripts/test --filter LoopTests

.PHONY: simulate
simulate: ## Two weeks of an organisation, clock at 600: make simulate DAYS=2 ARGS="--restart both" >simulation.log 2>&1 &
	@ops/scripts/simulate --days $(or $(DAYS),14) $(ARGS)

clean: ## Remove build products
	@rm -rf .build

docker-test: ## Build the images, run and scale them in containers, remove them
	@ops/scripts/docker-test $(IMAGE_STORE)

.PHONY: docs
docs: ## Rewrite the generated documents
	@ops/scripts/contracts-table

.PHONY: upgrade-test
upgrade-test: ## Upgrade from an older version under load: REF=tag or commit
	@ops/scripts/upgrade-test $(REF)
