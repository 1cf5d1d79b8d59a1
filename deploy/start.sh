#!/bin/sh
# Finds Python and hands over to start.py. `make bundle` puts the texts in.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 2
fits='import sys; sys.exit(sys.version_info[:2] != tuple(map(int, "@python@".split("."))))'
for name in "${PYTHON:-}" python@python@ python3 python \
    /usr/local/bin/python@python@ /opt/python@python@/bin/python3; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && "$name" -c "$fits" 2>/dev/null; then
        exec "$name" "$here/start.py" "$@"
    fi
done
printf '%s\n' '@bundle_no_python_zh@' '@bundle_no_python_en@' >&2
exit 2
