"""Look into the source distribution and the wheel of a folder: whole, and no more than that.

    python tools/check_dist.py dist

It compares lists of names and prints sizes; whether the wheel works is for the tests to say.
"""

from __future__ import annotations

import sys
import tarfile
import zipfile
from pathlib import Path

SOURCES = (".py", ".pyi", ".typed")  # what a wheel takes over as it is
NEEDED = ("LICENSE", "README.md", "pyproject.toml", "meson.build", "meson.options")


def only(folder: Path, pattern: str) -> Path:
    """Return the one file that matches."""
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        sys.exit(f"There should be one {pattern} in {folder}, found {[f.name for f in found]}.")
    return found[0]


def read_sdist(path: Path) -> set[str]:
    """Return the names of the files, without the folder that all are in."""
    with tarfile.open(path) as archive:
        return {m.name.partition("/")[2] for m in archive.getmembers() if m.isfile()}


def read_wheel(path: Path) -> dict[str, int]:
    """Return the size of each file."""
    with zipfile.ZipFile(path) as archive:
        return {i.filename: i.file_size for i in archive.infolist()}


def faults(sdist: set[str], wheel: dict[str, int]) -> list[str]:
    """Say what is missing and what is too much."""
    package = {name for name in sdist if name.startswith("skembed/")}
    kernels = {name.removesuffix(".pyx") for name in package if name.endswith(".pyx")}
    expected = {name for name in package if name.endswith(SOURCES)}
    expected |= {kernel + ".abi3.so" for kernel in kernels}
    # On other systems the modules have other names.
    actual = {name.replace(".pyd", ".abi3.so") for name in wheel if name.startswith("skembed/")}
    found = [f"not in the source distribution: {name}" for name in NEEDED if name not in sdist]
    found += [f"not in the wheel: {name}" for name in sorted(expected - actual)]
    found += [f"in the wheel by mistake: {name}" for name in sorted(actual - expected)]
    for name in sorted(sdist):
        stem, dot, suffix = name.rpartition(".")
        if dot and (suffix in {"so", "pyd"} or (suffix in {"c", "cpp"} and stem in kernels)):
            found.append(f"generated, yet in the source distribution: {name}")
    return found


def main(folder: Path) -> None:
    """Print sizes; fail if something is wrong."""
    sdist, wheel = only(folder, "*.tar.gz"), only(folder, "*-cp311-abi3-*.whl")
    contents = read_wheel(wheel)
    found = faults(read_sdist(sdist), contents)
    if found:
        sys.exit("\n".join(found))
    for path in (sdist, wheel):
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")
    for name, size in contents.items():
        if name.endswith((".so", ".pyd")):
            print(f"    {name}: {size / 1000:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
