# `make demo` and `make test` need Python 3.11 or newer, make and a package index, and nothing else.
SHELL := /bin/bash
PORT ?= 8000
DEMO_SERVE ?= 1
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
RUN := $(UV) run --frozen --no-sync
export AUDIO_GUIDE_PORT := $(PORT)
# A distribution's Python is built with its own profile and runs a third faster than one that was compiled without (pyenv); where it is too old, uv takes another.
UV_PYTHON ?= $(shell /usr/bin/python3 -c 'import sys; print(sys.executable if sys.version_info >= (3, 11) else "")' 2>/dev/null)
$(if $(UV_PYTHON),$(eval export UV_PYTHON))
# Python starts several times faster with its byte code at hand, and the guide starts many processes.
export UV_COMPILE_BYTECODE := 1
unexport PYTHONDONTWRITEBYTECODE
# Tests wait now and then, so that three files at once keep two cores busy.
LANES ?= $(shell echo $$((($$(getconf _NPROCESSORS_ONLN) * 3 + 1) / 2)))

.DEFAULT_GOAL := help
.PHONY: help demo install test test-tools test-poedit check format scripts bench-narrate bench-serve bench-visitor bench-translate bench-board bench drawings clean

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

.uv/bin/uv:
	@python3 -m venv .uv >/dev/null 2>&1 || { rm -rf .uv; echo "Python's venv module is missing (on Debian: apt-get install python3-venv)."; \
	  [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -q && apt-get install -y -q --no-install-recommends python3-venv && python3 -m venv .uv; }
	@.uv/bin/pip install -q uv

install: $(if $(findstring .uv,$(UV)),.uv/bin/uv) ## Install what the guide needs
	@$(UV) sync --frozen -q --no-dev --extra gtts

demo: install ## Load, speak and publish the ALZHIR tour, then serve it on 127.0.0.1 (PORT, DEMO_SERVE=0 stops before serving)
	@AUDIO_GUIDE_PUBLIC_URL=$${AUDIO_GUIDE_PUBLIC_URL:-http://127.0.0.1:$(PORT)} DEMO_SERVE=$(DEMO_SERVE) $(RUN) audio-guide demo $(if $(filter 0,$(DEMO_SERVE)),--no-serve)

test-tools: $(if $(findstring .uv,$(UV)),.uv/bin/uv)
	@bash tests/packages.sh & packages=$$!; $(UV) sync --frozen -q --all-extras && $(RUN) bash tests/browser/referees/install.sh; made=$$?; wait $$packages && exit $$made

test: test-tools ## Install what the tests need and run all of them
	@$(RUN) pytest -n $(LANES) --dist loadfile --no-loadscope-reorder

test-poedit: test-tools ## Files that the real Poedit saves come back with one change (needs the Debian packages poedit and xdotool)
	@$(RUN) pytest -m poedit tests/tours

check: test-tools ## Run the checks without the tests: style, types, imports, spelling
	@$(RUN) ruff check && $(RUN) ruff format --check && $(RUN) mypy && $(RUN) lint-imports && $(RUN) djlint --lint --quiet src && $(RUN) codespell

format: test-tools ## Write the code as the house writes it
	@$(RUN) ruff check --fix -q; $(RUN) ruff format -q

scripts: test-tools ## Keep the scripts of the first view as they travel, with short names, after a change to one
	@$(RUN) python -m tests.browser.referees

bench: bench-narrate bench-serve bench-visitor bench-translate bench-board ## Run all benchmarks; each prints ratios against a limit measured in the same run

bench-narrate: test-tools ## Narrating against bare synthesis and encoding, and after one changed sentence
	@$(RUN) python -m benchmarks.narrate

bench-serve: test-tools ## Serving against nginx and bare Litestar
	@$(RUN) python -m benchmarks.serve

bench-visitor: test-tools ## A stop in Chromium on a line of 400 kbit/s and 400 ms
	@$(RUN) python -m benchmarks.visitor

bench-translate: test-tools ## Texts on their way to translators and back
	@$(RUN) python -m benchmarks.translate

bench-board: test-tools ## The staff's pages in a museum of a thousand stops
	@$(RUN) python -m benchmarks.board

clean: ## Remove what the demo made
	@rm -rf audio_guide.sqlite3* media data
