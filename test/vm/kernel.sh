#!/bin/sh
# kernel.sh [-t SECONDS] [-k KDIR] [-e NAME[=VALUE]]... FILE...
#
# Boots the virtual machine once and runs mocha on FILEs (paths or quoted globs, seen from the package's root) as root in it. Prints what mocha
# prints, exits with its status, or with run's own 124 (time ran out) and 125 (the guest died). Programs run 20 times slower in there: a test has
# 120 s (MOCHA_TIMEOUT, in milliseconds), all together 1200 s (-t). MOCHA_ARGS: further arguments, separated by spaces. MOCHA_NODE: another Node.

set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)
limit=1200
set -- "$@" --
options=
while [ "$1" != -- ]; do
	case $1 in
	-t) limit=$2; shift 2 ;;
	-k | -e) options="$options $1 $2"; shift 2 ;;
	-*) sed -n '2s/^# /usage: /p' "$0" >&2; exit 125 ;;
	*) set -- "$@" "$1"; shift ;;
	esac
done
shift
[ $# -gt 0 ] || { sed -n '2s/^# /usage: /p' "$0" >&2; exit 125; }
# shellcheck disable=SC2086
exec "$here/run" -t "$limit" $options "$root" \
	"${MOCHA_NODE:-node}" node_modules/mocha/bin/mocha.js --timeout "${MOCHA_TIMEOUT:-120000}" ${MOCHA_ARGS:-} "$@"
