"""Read and write safetensors: the length of a JSON header, the header, then the raw matrices.

A file of skembed has the matrix ``vectors``, and the terms as UTF-8 JSON in the bytes ``terms``; it
is mapped into memory, not read. Other files need a matrix and its terms under these names.
"""

from __future__ import annotations

import json
import math
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from .collecting import GrowingMatrix, collect
from .layout import NGramRows, Request, VectorTable
from .opening import Content

_DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I8": "i1", "U8": "u1"}

# The format allows no longer headers. Matrices begin at a multiple of _ALIGNMENT bytes.
_LONGEST_HEADER = 100_000_000
_ALIGNMENT = 64

_CHUNK = 8192


def is_safetensors(head: bytes) -> bool:
    """Return whether a file begins with the length of a header, and with the header."""
    return head[8:9] == b"{" and int.from_bytes(head[:8], "little") <= _LONGEST_HEADER


def read_safetensors(
    file: Content, size: int | None, request: Request, notes: list[str]
) -> VectorTable:
    """Map the matrix of a file of skembed; read that of other files, and of compressed ones."""
    start, header = _read_header(file)
    metadata = header.pop("__metadata__", {})
    missing = [name for name in ("terms", "vectors") if name not in header]
    if missing:
        raise ValueError(
            f"it has no {' and no '.join(missing)}, but {', '.join(map(repr, header)) or 'nothing'}"
            "; load it with the package safetensors, and make an Embedding of its terms and matrix"
        )
    terms = _parse_terms(_tensor(file, size, start, header, "terms"))
    table = VectorTable(terms, _matrix(file, size, start, header, "vectors"))
    if "scales" in header:
        table = table._replace(scales=_tensor(file, size, start, header, "scales"))
    is_ours = metadata.get("format") == "skembed"
    _check_sizes(table)
    table = _select(table, request)
    if table.scales is None and not is_ours:
        _check_finite(table.vectors, table.terms)
        rows = iter([(table.terms, table.vectors)])
        table = collect(rows, GrowingMatrix(table.vectors.shape[1], 0), Request(), notes)
    blocks = {n: slice(*ends) for n, ends in json.loads(metadata.get("blocks", "{}")).items()}
    if "ngrams" not in header:
        return table._replace(blocks=blocks)
    ngrams = _matrix(file, size, start, header, "ngrams")
    if ngrams.dtype == np.int8 or ngrams.shape[1] != table.vectors.shape[1]:
        raise ValueError("its ngrams do not fit its vectors")
    parts = NGramRows(ngrams, int(metadata["min_n"]), int(metadata["max_n"]), are_added=True)
    return table._replace(blocks=blocks, ngrams=parts)


def _check_sizes(table: VectorTable) -> None:
    """Raise an error unless there is a vector for each term and, for 8-bit integers, a scale."""
    n, scales = len(table.terms), table.scales
    if len(table.vectors) != n:
        raise ValueError(f"it has {n:,} terms and {len(table.vectors):,} vectors")
    is_quantized = scales is not None and scales.dtype == np.float32 and scales.shape == (n,)
    if (table.vectors.dtype == np.int8) != is_quantized or is_quantized != (scales is not None):
        raise ValueError("its scales do not fit its vectors")


def _select(table: VectorTable, request: Request) -> VectorTable:
    """Return the rows that are wanted; those of a limit are still mapped."""
    rows: slice | list[int] = slice(request.limit)
    terms = table.terms[: request.limit]
    if request.vocabulary is not None:
        rows = [row for row, term in enumerate(terms) if term in request.vocabulary]
        terms = [terms[row] for row in rows]
        if not terms:
            raise ValueError("none of the terms of vocabulary is in it")
    scales = None if table.scales is None else table.scales[rows]
    return VectorTable(terms, table.vectors[rows], scales)


def _read_header(file: Content) -> tuple[int, dict[str, Any]]:
    """Return where the matrices begin, and the header."""
    file.seek(0)
    n_header = int.from_bytes(file.read(8), "little")
    raw = file.read(min(n_header, _LONGEST_HEADER))
    if len(raw) < n_header:
        raise ValueError(f"it ends in its header, after {8 + len(raw):,} bytes")
    try:
        header = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"its header is damaged: {error}") from error
    if not isinstance(header, dict):
        raise ValueError("its header is damaged: it names no matrices")
    return 8 + n_header, header


def _tensor(
    file: Content, size: int | None, start: int, header: dict[str, Any], name: str
) -> NDArray[Any]:
    """Map an array into memory, or read it if the file is compressed."""
    try:
        dtype, shape = np.dtype(_DTYPES[header[name]["dtype"]]), header[name]["shape"]
        begin, end = header[name]["data_offsets"]
        is_whole = all(isinstance(n, int) and n >= 0 for n in [*shape, begin, end])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"its header is damaged, or has a type that is not read: {name}"
        ) from error
    if not is_whole or math.prod(shape) * dtype.itemsize != end - begin:
        raise ValueError(f"its header is damaged: the bytes of {name} do not fit its shape {shape}")
    if size is not None and start + end > size:
        raise ValueError(f"it ends after {size:,} bytes, before byte {start + end:,} of {name}")
    if file.path is not None and end > begin:
        return np.memmap(file.path, dtype, "r", start + begin, tuple(shape))
    file.seek(start + begin)
    raw = file.read(end - begin)
    if len(raw) < end - begin:
        raise ValueError(f"it ends before byte {start + end:,} of {name}")
    return np.frombuffer(raw, dtype).reshape(shape)


def _matrix(
    file: Content, size: int | None, start: int, header: dict[str, Any], name: str
) -> NDArray[Any]:
    """Return an array as a float32 matrix, or one of int8; it is only copied if it must be."""
    array = _tensor(file, size, start, header, name)
    if array.ndim != 2 or array.dtype == np.uint8 or 0 in array.shape:
        raise ValueError(f"{name} has shape {array.shape} and type {array.dtype}: it is no matrix")
    if array.dtype == np.int8:
        return array
    with np.errstate(over="ignore"):
        return np.require(array, np.float32, ["C_CONTIGUOUS", "ALIGNED"])


def _parse_terms(raw: NDArray[Any]) -> list[str]:
    try:
        terms = json.loads(raw.tobytes())
    except (ValueError, RecursionError) as error:
        raise ValueError(f"its terms are damaged: {error}") from error
    if not isinstance(terms, list) or set(map(type, terms)) != {str}:
        raise ValueError("its terms are damaged: they are no list of strings")
    return terms


def _check_finite(vectors: NDArray[np.float32], terms: list[str]) -> None:
    for start in range(0, len(vectors), _CHUNK):
        finite = np.isfinite(vectors[start : start + _CHUNK]).all(axis=1)
        if not finite.all():
            row = start + int(np.argmin(finite))
            raise ValueError(f"the vector of {terms[row]!r} (row {row}) is not finite")


def write_safetensors(file: IO[bytes], table: VectorTable) -> None:
    """Write terms and vectors with all other parts."""
    blocks = {name: [part.start, part.stop] for name, part in (table.blocks or {}).items()}
    metadata = {"format": "skembed", "blocks": json.dumps(blocks)}
    arrays = {"vectors": table.vectors}
    if table.scales is not None:
        arrays["scales"] = table.scales
    if table.ngrams is not None:
        arrays["ngrams"] = table.ngrams.rows
        metadata |= {n: str(getattr(table.ngrams, n)) for n in ("min_n", "max_n")}
    terms = json.dumps(table.terms, separators=(",", ":")).encode()
    arrays["terms"] = np.frombuffer(terms, np.uint8)
    header: dict[str, Any] = {"__metadata__": metadata}
    begin = 0
    names = {np.dtype(code): name for name, code in _DTYPES.items()}
    for name, array in arrays.items():
        offsets = [begin, begin + array.nbytes]
        header[name] = {
            "dtype": names[array.dtype],
            "shape": array.shape,
            "data_offsets": offsets,
        }
        begin += array.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-(8 + len(text)) % _ALIGNMENT)
    file.write(len(text).to_bytes(8, "little") + text)
    for array in arrays.values():
        file.write(np.ascontiguousarray(array, array.dtype.newbyteorder("<")).data)
