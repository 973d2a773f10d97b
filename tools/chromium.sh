#!/bin/sh
# Make sure a Chromium is there for the browser tests: the system's, Debian's package when we
# may install it, else Playwright's own.
python="$1"
works() { command -v chromium >/dev/null 2>&1 && chromium --version >/dev/null 2>&1; }
works && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
    works && exit 0
fi
"$python" -m playwright install chromium && exit 0
echo "Không có Chromium cho kiểm thử trình duyệt. Cài gói chromium rồi chạy lại." >&2
echo "No Chromium for the browser tests: install the package chromium and try again." >&2
[ "${CI:-}" = true ] && exit 1
exit 0
