# Outturn. `make demo` shows it, `make test` tests it; each sets up what it needs the first time.

PYTHON ?= python3
PORT ?= 8000
KILLS ?= 200
DATASETS ?= 50
BIN := .venv/bin
ENVIRONMENT := $(BIN)/.installed
PACKAGES := node_modules/.installed
PAGES := static/build/.built
STATIC := var/static/.collected
SCANNERS := var/scanners/.installed
CODE := accounts commentary config indicators reports suppression tests manage.py
DEPLOY := env -u DATABASE_URL OUTTURN_ENVIRONMENT=production ALLOWED_HOSTS=outturn.example \
	OUTTURN_PUBLIC_ADDRESS=https://outturn.example OUTTURN_PUBLIC_CONTACT=performance@outturn.example
DEPLOY_OFFICE := $(DEPLOY) OUTTURN_SURFACE=office DATABASE_URL=sqlite://:memory: \
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))')
DEPLOY_PUBLIC := $(DEPLOY) OUTTURN_SURFACE=public PUBLIC_DATABASE_URL=sqlite:////srv/outturn/public.sqlite3

.PHONY: demo test browser check format drill bench mutation mutation-access scan setup build lock clean

demo: $(STATIC)
	@if [ "$${OUTTURN_ENVIRONMENT:-demo}" != demo ] || [ -n "$${DATABASE_URL:-}$${SECRET_KEY:-}" ]; then \
	  echo "make demo refuses: OUTTURN_ENVIRONMENT, DATABASE_URL or SECRET_KEY is set, and the demonstration has accounts" >&2; \
	  echo "with a known password. Unset them, or run it where nothing is in production." >&2; exit 1; fi
	@OUTTURN_ENVIRONMENT=demo $(BIN)/python manage.py demo --port $(PORT)

test: $(PAGES)
	$(BIN)/python -m pytest -n 2 -m "not whole_site" tests/unit tests/integration

browser: $(STATIC)
	$(BIN)/python -m pytest -n 2 tests/browser
	$(BIN)/python -m pytest -n 2 -m whole_site tests/integration/site tests/integration/surfaces

check: $(STATIC)
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	OUTTURN_ENVIRONMENT=test $(BIN)/mypy accounts commentary config indicators reports suppression
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/djlint templates --check --quiet
	$(BIN)/bandit --quiet --recursive accounts commentary config indicators reports suppression
	OUTTURN_ENVIRONMENT=test $(BIN)/python manage.py makemigrations --check --dry-run
	$(DEPLOY_OFFICE) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(DEPLOY_PUBLIC) $(BIN)/python manage.py check --deploy --fail-level WARNING

format: $(ENVIRONMENT)
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)
	$(BIN)/djlint templates --reformat --quiet

drill: $(PAGES)
	$(BIN)/python -m tests.drill --kills $(KILLS) --datasets $(DATASETS)

bench: $(PAGES)
	$(BIN)/python -m tests.bench

mutation: $(ENVIRONMENT)
	OUTTURN_ENVIRONMENT=test $(BIN)/python -m tests.mutation

scan: $(STATIC) $(SCANNERS)
	$(BIN)/python -m tests.scan

mutation-access: $(PAGES)
	OUTTURN_ENVIRONMENT=test $(BIN)/python -m tests.mutation.access

setup: $(ENVIRONMENT)

build: $(STATIC)

lock: $(ENVIRONMENT)
	cd requirements && for name in production development scanning; do \
	  ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --no-header $$name.in --output-file $$name.txt; done

clean:
	rm -rf .venv node_modules static/build var

$(ENVIRONMENT): requirements/development.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Outturn needs Python 3.11 or later; set PYTHON=/path/to/python3." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -q && apt-get install -qy python3-venv; \
	  else echo "Python has no venv here. Install it (Debian: apt-get install python3-venv) and try again." >&2; exit 1; fi; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/development.txt
	@touch $@

$(SCANNERS): requirements/scanning.txt
	$(PYTHON) -m venv var/scanners
	var/scanners/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/scanning.txt
	@touch $@

$(PACKAGES): package-lock.json $(ENVIRONMENT)
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --omit=optional --no-audit --no-fund --loglevel=error
	@touch $@

$(PAGES): $(PACKAGES) package.json $(wildcard static/source/* static/theme/*)
	PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent build
	@touch $@

$(STATIC): $(PAGES) config/settings.py
	OUTTURN_ENVIRONMENT=demo $(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@
