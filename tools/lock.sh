#!/bin/sh
# Rebuild the locks (needs uv). Hashes are kept, addresses are not.
set -e
lock() {
    out="$1"; shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        --no-annotate --no-emit-index-url "$@" -o "$out" pyproject.toml
}
lock requirements.lock --extra build
lock requirements-spark.lock --extra build --extra spark
lock requirements-test.lock --extra build --extra test --extra spark
uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
    --no-annotate --no-emit-index-url -o requirements-bench.lock tools/bench.in
