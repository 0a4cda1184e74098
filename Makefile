# Everything that is done with this repository. Each target sets up what it
# needs on a bare Debian machine that has Go and Node; `make` lists them.

.DEFAULT_GOAL := help
.PHONY: help run analyze rules site test test-native test-wasm test-site fuzz sample accuracy bench chromium pictures clean

# Where `make run` serves the page.
ADDR ?= 127.0.0.1:8080

# How long `make fuzz` runs each of its targets.
FUZZTIME ?= 30s

CLI     := ./analyzer/cmd/okta-session-analyzer
MODULES := site/node_modules/.package-lock.json

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

run: site ## build the page, print the sample's findings, serve the page
	go run $(CLI) testdata/sample.csv
	@echo
	go run ./site/build -o dist/index.html -serve $(ADDR)

analyze: ## analyse a log in the terminal: make analyze LOG=syslog_query.csv
	@if [ -z "$(LOG)" ]; then echo 'name the log: make analyze LOG=syslog_query.csv' >&2; exit 2; fi
	@go run $(CLI) "$(LOG)"

rules: ## check the detections that are data and write their reference, analyzer/rules/README.md
	go test -count=1 ./analyzer/rules -run 'TestReference' -update
	go test -count=1 ./analyzer/rules
	@go test -count=1 -v ./analyzer/rules -run 'TestCatalogue$$' | sed -n 's/^ *catalogue_test.go:[0-9]*: //p'

site: $(MODULES) ## write the page to dist/index.html
	go run ./site/build -o dist/index.html

# npm writes the lock file's copy as the last thing of an installation.
$(MODULES): site/package.json site/package-lock.json
	cd site && npm ci --no-audit --no-fund
	@touch $@

# ---------------------------------------------------------------------- tests

test: test-native test-wasm test-site ## run every test: native, in the browser, end to end
	@echo
	@echo 'all tests passed: native, in the browser, end to end'

test-native:
	@unformatted=$$(find . -name '*.go' -not -path '*/node_modules/*' -exec gofmt -l {} +); \
	if [ -n "$$unformatted" ]; then echo "not in the form of gofmt (run gofmt -w on them):" $$unformatted >&2; exit 1; fi
	go vet ./...
	GOOS=js GOARCH=wasm go vet ./wasm/...
	go test ./analyzer/...

# Go's loader for WebAssembly refuses arguments and environment of more than
# 8 KiB together, which a CI machine has, so the environment is only what the go
# command needs.
IN_CHROMIUM = env -i PATH="$$PATH" HOME="$$HOME" GOCACHE="$$(go env GOCACHE)" GOMODCACHE="$$(go env GOMODCACHE)" \
	GOPROXY="$$(go env GOPROXY)" GOFLAGS="$$(go env GOFLAGS)" GOOS=js GOARCH=wasm \
	go test -exec "$(CURDIR)/bin/wasmbrowsertest"

# The engine's packages once more, as WebAssembly inside Chromium. The command
# is native only.
test-wasm: chromium bin/wasmbrowsertest
	$(IN_CHROMIUM) $$(go list ./analyzer/... | grep -v /cmd/)

test-site: chromium $(MODULES)
	cd site && npm run --silent check
	go run ./site/build -o dist/index.html
	go test -count=1 -timeout 20m ./site/...

# An input that fails is kept under testdata/fuzz beside the package, where
# `make test` finds it from then on. Shortening the inputs that reach new code
# would take most of the time, so it is kept short.
fuzz: ## run each fuzz target in turn: make fuzz FUZZTIME=10m
	@failed=; for package in $$(go list ./analyzer/...); do \
		list=$$(go test -list '^Fuzz' $$package) || { echo "$$list"; failed="$$failed $$package"; continue; }; \
		for target in $$(echo "$$list" | grep '^Fuzz'); do \
			echo "$$target in $$package"; \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$package || failed="$$failed $$target"; \
		done; \
	done; \
	if [ -n "$$failed" ]; then echo "failed:$$failed" >&2; exit 1; fi

bin/wasmbrowsertest: go.mod go.sum
	GOBIN="$(CURDIR)/bin" go install tool
	@touch $@

# The names are those under which the page's tests look for it.
chromium:
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do \
		if command -v $$name >/dev/null; then exit 0; fi; \
	done; \
	if [ "$$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium; \
	else \
		echo 'the browser tests need Chromium, and only root can install it: sudo apt-get install chromium' >&2; exit 1; \
	fi

# ----------------------------------------------------------- figures and data

# On the seeds that nothing is tuned on; SEEDS='-tune' takes the others.
accuracy: ## measure the detections on logs with known attacks: make accuracy [SEEDS=-tune]
	@go run ./analyzer/cmd/okta-accuracy $(SEEDS)

bench: chromium site bin/wasmbrowsertest ## print the speed figures: the page, the command line, the naive ways
	go test -run '^$$' -bench . -benchmem ./analyzer/...
	$(IN_CHROMIUM) -run '^$$' -bench Detections -benchtime 5x -timeout 20m ./analyzer
	go run ./site/bench

sample: ## make testdata/sample.csv, its labels and its golden report again
	go run ./analyzer/cmd/okta-log-simulator -habits all -seed 21 -users 14 -days 15 -o testdata/sample.csv -labels testdata/sample.labels.json
	go test $(CLI) -run TestSample -update

pictures: site chromium ## take pictures of every view, and the README's again
	@mkdir -p bin/pictures
	go test -count=1 ./site/e2e -run Pictures -page "$(CURDIR)/dist/index.html" -pictures "$(CURDIR)/bin/pictures"
	for view in overview incidents events; do cp bin/pictures/light-$$view.png .github/images/$$view.png; done
	cp bin/pictures/light-stolen-session.png .github/images/session.png

clean: ## remove what was built and installed here
	rm -rf dist bin site/node_modules
