# Two commands do everything on a machine with make, python3 and a network: `make chat` and `make test`.
SHELL := /bin/bash
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
RUN := $(UV) run --frozen
export UV_COMPILE_BYTECODE := 1
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
OWNER ?= terminal

.PHONY: chat telegram test lint format train actions shell evaluate bench

chat: $(UV)
	@$(RUN) costaud chat --owner "$(OWNER)"

# TELEGRAM_TOKEN=… make telegram
telegram: $(UV)
	@$(RUN) costaud run

test: $(UV)
	$(RUN) costaud train
	$(RUN) pytest

lint: $(UV)
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(RUN) lint-imports

format: $(UV)
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

train: $(UV)
	$(RUN) costaud train

# For `rasa shell` in another terminal.
actions: $(UV)
	$(RUN) costaud actions

shell: train
	$(RUN) rasa shell --conversation-id "$(OWNER)"

# Exit code 1 when a figure misses its threshold. Misses and situations too: make evaluate ARGUMENTS=--details
evaluate: train
	$(RUN) python -m bot.evaluation $(ARGUMENTS)

bench: train
	$(RUN) python -m benchmarks.understanding
	$(RUN) python -m benchmarks.long_messages
	$(RUN) python -m benchmarks.turns
	$(RUN) python -m benchmarks.telegram
	$(RUN) python -m benchmarks.reports

# uv, where the machine has none: in a folder of the project, by whichever of Python's own ways is there.
.tools/bin/uv:
	python3 -m venv .tools && .tools/bin/pip install --quiet uv \
		|| python3 -m pip install --quiet --target .tools uv \
		|| (echo "Please install uv (https://docs.astral.sh/uv), then run this again." >&2; exit 2)
