#!/bin/sh
# Make sure Java is there for the tests of the second engine, PySpark.
there() { command -v java >/dev/null 2>&1; }
there && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq default-jre-headless >/dev/null
    there && exit 0
fi
echo "Không có Java cho kiểm thử PySpark. Cài gói default-jre-headless rồi chạy lại." >&2
echo "No Java for the tests of PySpark: install default-jre-headless and try again." >&2
[ "${CI:-}" = true ] && exit 1
exit 0
