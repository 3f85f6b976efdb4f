#!/bin/sh
# Build the kernels in a temporary directory in ways that catch mistakes, and run their tests there:
#
#   tools/sanitize.sh [bounds] [plain] [address] [thread]     (all but thread by default)
#
# bounds: every index is checked; plain: the code for compilers without vector types; address: the
# address and undefined-behavior sanitizers; thread: the data race detector. The last two need GCC
# with its sanitizer libraries. PYTHON names an interpreter with meson, ninja, Cython, pytest and
# what skembed depends on. TESTS names other tests than those of the kernels, from their folder.
set -eu

cd "$(dirname "$0")/.."
root=$(pwd)
PYTHON=${PYTHON:-python}
PYTHON=$(command -v "$PYTHON")
PYTHON=$(cd "$(dirname "$PYTHON")" && pwd)/$(basename "$PYTHON")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# meson, ninja and cython are looked for beside the interpreter first
PATH=$(dirname "$PYTHON"):$PATH
export PATH

library() {
    "${CC:-gcc}" -print-file-name="$1"
}

# A copy of the package without what was built in place.
copy() {
    mkdir "$1"
    cp -R "$root/meson.build" "$root/meson.options" "$root/skembed" "$root/tests" "$1"
    find "$1" \( -name '*.so' -o -name '*.pyd' \) -exec rm -f {} +
}

# build_and_test NAME MESON_OPTIONS...; `launch` holds the environment that the tests need
build_and_test() {
    name=$1
    shift
    tree=$work/$name
    copy "$tree"
    echo "== $name: build"
    if ! { meson setup "$tree/build" "$tree" "$@" && ninja -C "$tree/build"; } >"$tree.log" 2>&1; then
        cat "$tree.log"
        exit 1
    fi
    (cd "$tree/build" && find skembed -name '*.so' -exec cp {} "$tree/{}" \;)
    echo "== $name: test"
    # Imported from the copy, whatever is installed: an editable install would come first.
    (cd "$tree/tests/kernels" && env $launch PYTHONPATH="$tree:$tree/tests/helpers" "$PYTHON" -c '
import sys
sys.meta_path[:] = [f for f in sys.meta_path if "esonpy" not in type(f).__module__ + type(f).__name__]
import pytest, skembed
assert skembed.__file__.startswith(sys.argv[1]), skembed.__file__
sys.exit(pytest.main(["-q", "--capture=sys", "-p", "no:cacheprovider", "-W", "error", *sys.argv[2:]]))
' "$tree" ${TESTS:-test_kernels_*.py})
}

for variant in "${@:-bounds plain address}"; do
    for name in $variant; do
        launch=
        case $name in
        bounds)
            build_and_test bounds -Dbounds_checks=true ;;
        plain)
            build_and_test plain -Dplain=true ;;
        address)
            # Python itself is not built for it: its allocations are watched (PYTHONMALLOC) but not
            # its leaks. libstdc++ comes along so that exceptions thrown in the kernels are seen.
            launch="LD_PRELOAD=$(library libasan.so):$(library libubsan.so):$(library libstdc++.so)"
            launch="$launch PYTHONMALLOC=malloc ASAN_OPTIONS=detect_leaks=0:halt_on_error=1"
            launch="$launch UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1"
            build_and_test address -Dbuildtype=debugoptimized -Db_lundef=false \
                -Db_sanitize=address,undefined ;;
        thread)
            launch="LD_PRELOAD=$(library libtsan.so) TSAN_OPTIONS=halt_on_error=1:exitcode=66"
            build_and_test thread -Dbuildtype=debugoptimized -Db_lundef=false -Db_sanitize=thread ;;
        *)
            echo "unknown variant: $name" >&2
            exit 2 ;;
        esac
    done
done
echo "== all passed"
