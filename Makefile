# Everything a newcomer needs: `make demo` shows a film, `make test` proves the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
NODE := editors/vscode/node_modules/.package-lock.json
DEMO := examples/the-last-light/the-last-light.fountain

.PHONY: demo test proof check golden bench look fuzz editors clean

demo: $(READY)
	@$(BIN)/shotscript previz $(DEMO)

test: $(READY)
	@$(BIN)/python -m pytest -n auto --dist worksteal

proof: $(READY)
	@SHOTSCRIPT_PROOF=1 $(BIN)/python -m pytest tests/providers -k conformance
	@SHOTSCRIPT_PROOF=1 $(BIN)/python -m pytest tests/plan/test_optimum.py
	@SHOTSCRIPT_PROOF=1 $(BIN)/python -m pytest -s tests/lang/test_misspellings.py tests/lang/test_language_properties.py tests/lang/test_fdx_properties.py
	@SHOTSCRIPT_PROOF=1 $(BIN)/python -m pytest -s tests/render/test_faults.py tests/render/test_soak.py tests/render/test_killed.py tests/film/test_measure_cuts.py tests/stitch/test_in_step.py
	@SHOTSCRIPT_PROOF=1 $(BIN)/python -m pytest -s tests/optics/test_framing_proof.py tests/optics/test_moves_proof.py tests/providers/previz/test_passes_truth.py
	@SHOTSCRIPT_PROOF=1 $(BIN)/python -m pytest tests/providers/previz/test_previz_builds.py tests/providers/previz/test_previz_truth.py
	@SHOTSCRIPT_PROOF=1 $(BIN)/python -m pytest tests/optics/test_directing_optimum.py tests/optics/test_directing_grammar.py tests/ui/test_direct_command.py

check: $(READY)
	@$(BIN)/ruff check src tests bench
	@$(BIN)/pyright

golden: $(READY)
	-@SHOTSCRIPT_RENEW=1 $(BIN)/python -m pytest tests/lang tests/narrative tests/test_defaults.py tests/optics/test_directing_idioms.py tests/providers tests/ui/test_explain_pages.py > /dev/null
	@git status --short tests grammar docs

bench: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group peers
	@$(BIN)/python bench/bench_peers.py
	@$(BIN)/python bench/bench_read.py
	@$(BIN)/python bench/bench_pack.py
	@$(BIN)/python bench/bench_direct.py
	@$(BIN)/python bench/bench_reel.py
	@$(BIN)/python bench/bench_jobs.py
	@$(BIN)/python bench/bench_cut.py
	@$(BIN)/python bench/bench_rows.py
	@$(BIN)/python bench/bench_lsp.py
	@$(BIN)/python bench/bench_save.py

look: $(READY)
	@$(BIN)/python bench/look.py

fuzz: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group fuzz
	@$(BIN)/python bench/fuzz_read.py -max_total_time=60

editors: $(READY) $(NODE)
	@$(BIN)/python editors/grammars
	@cd editors/vscode && npm run --silent all

$(NODE): editors/vscode/package-lock.json
	@cd editors/vscode && npm ci --ignore-scripts --silent && touch node_modules/.package-lock.json

clean:
	rm -rf build .shotscript dist

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || (echo "Shotscript needs Python 3.11 or newer"; exit 1)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing Shotscript into $(VENV) (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[voice]" --group dev --group oracles --group readers
	@touch $(READY)
