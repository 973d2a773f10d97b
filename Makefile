# One door: make run · test · check · bench · soak · docs · lock · messages
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet install
export PYTHONUTF8 := 1

.PHONY: run test check bench soak docs lock messages clean

run: $(VENV)/run.done
	@$(BIN)/thuocdo init
	@$(BIN)/thuocdo serve

test: $(VENV)/test.done
	@sh tools/chromium.sh $(BIN)/python
	@sh tools/java.sh
	@sh tools/postgresql.sh
	$(BIN)/python -m pytest

check: $(VENV)/test.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python -m tools.sizes
	$(BIN)/python -m tools.clean
	$(BIN)/python -m tools.messages --check
	$(BIN)/python -m tools.reference --check
	$(BIN)/python -m tools.soak --check
	$(BIN)/python -m tools.coverage --check
	$(BIN)/thuocdo facts check

bench: $(VENV)/bench.done
	$(BIN)/python -m bench

soak: $(VENV)/test.done
	$(BIN)/python -m tools.soak
	$(BIN)/python -m tools.coverage

docs: $(VENV)/test.done
	$(BIN)/python -m tools.reference

messages: $(VENV)/test.done
	$(BIN)/python -m tools.messages

lock:
	sh tools/lock.sh

$(VENV)/run.done: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Cần Python 3.11 trở lên. Needs Python 3.11 or newer: make run PYTHON=python3.12"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Thiếu venv. Run: apt-get install python3-venv"; exit 2; }
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test.done: $(VENV)/run.done requirements-test.lock
	$(PIP) --require-hashes -r requirements-test.lock
	@touch $@

$(VENV)/bench.done: $(VENV)/run.done requirements-bench.lock
	$(PYTHON) -m venv $(VENV)/bench
	$(VENV)/bench/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements-bench.lock
	@touch $@

clean:
	rm -rf $(VENV)
