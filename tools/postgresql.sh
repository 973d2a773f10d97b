#!/bin/sh
# Make sure the PostgreSQL binaries are there for the tests that start a server of their own.
there() { command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
there && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null
    there && exit 0
fi
echo "Không có PostgreSQL cho kiểm thử. Cài gói postgresql rồi chạy lại." >&2
echo "No PostgreSQL for the tests: install the package postgresql and try again." >&2
[ "${CI:-}" = true ] && exit 1
exit 0
