# The habits of this project. `make` alone prints them.
PROFILE ?= full
PYTHON  ?= python3
GPU_PYTHON ?= 3.12
export PROFILE
# else each of the many processes of a build compiles TensorFlow for itself, 12 s instead of 5
unexport PYTHONDONTWRITEBYTECODE
# with them Python finds neither itself nor this project; all others are left outside by our commands
unexport PYTHONSAFEPATH PYTHONHOME PYTHONPLATLIBDIR

RUN := .venv/bin/python
# most modules of the packages are never loaded; Python compiles those that are
INSTALL := .venv/bin/pip install --quiet --disable-pip-version-check --no-compile --require-hashes
.DEFAULT_GOAL := help
.PHONY: help site atlas offline worker serve verify replay release notebooks bench bench-lab bench-gpu bench-gpu-wheels test audit drill check lock clean

help: ## print this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F '\t' '{printf "  make %-16s %s\n", $$1, $$2}'
	@echo "  WORKERS=4 takes four helper processes, DASK=tcp://host:8786 the workers of a Dask scheduler"
	@echo "  RENDERER=zensical renders the same pages with the successor of Material"
	@echo "  PROFILE=quick builds a small preview into build/quick/site; the default, full, builds site/"

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3,11) <= sys.version_info[:2] < (3,14) else "Python 3.11 to 3.13 is needed, found " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12 ...")'
	@echo "Setting up .venv (once, some minutes)"
	@$(PYTHON) -m venv .venv

.venv/ready: requirements.txt | .venv/bin/pip
	@$(INSTALL) -r requirements.txt
	@touch $@

# it pins all that a build needs and more, so that one installation makes both ready
.venv/ready-dev: requirements-dev.txt requirements.txt | .venv/bin/pip
	@$(INSTALL) -r requirements-dev.txt
	@touch .venv/ready $@

.venv/crate/ready: requirements-crate.txt | .venv/bin/pip
	@.venv/bin/python -m venv .venv/crate
	@.venv/crate/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-crate.txt
	@touch $@

site: .venv/ready ## train, measure, draw and render what is stale
	@$(RUN) -m site_config build --profile $(PROFILE) --renderer "$(RENDERER)" $(if $(SITE_URL),--site-url "$(SITE_URL)")

# only from the command line: some shells have a variable of this name
HOST = 127.0.0.1
serve: site ## live preview that follows edits of prose, templates and style
	@$(RUN) -m site_config serve --profile $(PROFILE) --renderer "$(RENDERER)" --host $(HOST) $(if $(SITE_URL),--site-url "$(SITE_URL)")

NETWORK =
IMAGES =
NAME =
ATLAS =
atlas: .venv/ready ## a site of a network of your own: make atlas NETWORK=file IMAGES=file-or-folder [NAME=name] [ATLAS="--scale 0..1"]
	@$(RUN) -m analysis atlas $(if $(NETWORK),"$(NETWORK)") $(if $(IMAGES),--images "$(IMAGES)") $(if $(NAME),--name "$(NAME)") $(ATLAS)

offline: site ## the site as a folder that needs no server, build/<profile>/offline
	@$(RUN) -m site_config offline --profile $(PROFILE)

notebooks: site ## the pages as .ipynb with their outputs, in build/<profile>/notebooks
	@$(RUN) -m site_config notebooks --profile $(PROFILE)

worker: .venv/ready ## work for a build elsewhere: make worker DASK=tcp://host:8786
	@$(RUN) -m site_config worker --scheduler "$(DASK)" --count $(or $(WORKERS),1)

verify: .venv/ready ## every file of build and site as it was left; pages, and samples of figures and results, made again
	@$(RUN) -m site_config verify --profile $(PROFILE) --renderer "$(RENDERER)" $(if $(SITE_URL),--site-url "$(SITE_URL)")
	@$(RUN) -m analysis verify --profile $(PROFILE)

release: .venv/ready .venv/crate/ready ## the archive of a version, for a repository that gives DOIs; TAG=v0.1.0 must name it
	@$(RUN) -m site_config release --profile $(PROFILE) --tag "$(TAG)" $(if $(SITE_URL),--site-url "$(SITE_URL)")

# REBUILD=1 makes what is compared first; BUILD=build/again, from nothing and beside what stands
AGAINST =
JSON =
REBUILD =
replay: $(if $(REBUILD),site,.venv/ready) ## this build beside another: make replay AGAINST=archive-or-folder [JSON=file] [REBUILD=1]
	@$(RUN) -m analysis replay --profile $(PROFILE) --against='$(AGAINST)' --json='$(JSON)'

bench: .venv/ready-dev ## speed of the ascent, as ratios measured side by side
	@$(RUN) -m analysis bench --profile $(PROFILE)

bench-lab: .venv/ready-dev ## speed of the lab in a browser, of the site that stands; beside TensorFlow.js with TFJS=node_modules
	@PYTHONPATH=. .venv/bin/python tests/lab_speed.py

bench-gpu-wheels: ## fetch what bench-gpu needs, to carry it where there is no package index
	@$(PYTHON) -m analysis.publishing.carry wheels --python $(GPU_PYTHON)

bench-gpu: ## speed of this device by JAX; needs a Python with JAX, and the wheels
	@$(PYTHON) -m analysis.publishing.carry run --profile $(PROFILE)

test: .venv/ready-dev .venv/crate/ready ## every test, with a strict build of the quick profile
	@.venv/bin/pytest -n 4 --dist loadgroup --no-loadscope-reorder

audit: .venv/ready-dev ## every page of the site in a browser: access, weight, errors (for people; some minutes)
	@PYTHONPATH=. .venv/bin/python tests/audit.py

drill: .venv/ready-dev ## kill and hinder a tiny build in many ways; prints a table (some 20 minutes)
	@.venv/bin/python tests/drill.py

check: .venv/ready-dev ## style, types, and who may import whom
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-cache --no-logo

PIN := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet
lock: ## pin the newest allowed versions again, with hashes (needs uv)
	@$(PIN) pyproject.toml -o requirements.txt
	@$(PIN) pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt
	@$(PIN) --group crate -o requirements-crate.txt

clean: ## remove everything that was generated, .venv apart
	@if [ -e .venv/ready ]; then $(RUN) -m site_config clean; else rm -rf build site; fi
