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

from .collecting import collect
from .layout import NGramRows, Request, VectorTable
from .opening import Content

_DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "U8": "u1"}

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
    vectors = _matrix(file, size, start, header, "vectors")
    if len(terms) != len(vectors):
        raise ValueError(f"it has {len(terms):,} terms and {len(vectors):,} vectors")
    if request.limit is not None:
        terms, vectors = terms[: request.limit], vectors[: request.limit]
    is_ours = metadata.get("format") == "skembed" and file.path is not None
    if is_ours and request.vocabulary is None:
        table = VectorTable(terms, vectors)
    else:
        _check_finite(vectors, terms)
        rows = iter([(terms, vectors)])
        table = collect(rows, vectors.shape[1], request, notes, capacity=0)
    blocks = {n: slice(*ends) for n, ends in json.loads(metadata.get("blocks", "{}")).items()}
    if "ngrams" not in header:
        return table._replace(blocks=blocks)
    ngrams = _matrix(file, size, start, header, "ngrams")
    lengths = int(metadata["min_n"]), int(metadata["max_n"])
    return table._replace(blocks=blocks, ngrams=NGramRows(ngrams, *lengths, are_added=True))


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
) -> NDArray[np.float32]:
    """Return an array as a float32 matrix; it is not copied if it is one already, and aligned."""
    array = _tensor(file, size, start, header, name)
    if array.ndim != 2 or array.dtype == np.uint8 or 0 in array.shape:
        raise ValueError(f"{name} has shape {array.shape} and type {array.dtype}: it is no matrix")
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


def write_safetensors(file: IO[bytes], embedding: Any) -> None:
    """Write an embedding with all of its parts."""
    blocks = {name: [part.start, part.stop] for name, part in embedding.blocks.items()}
    metadata = {"format": "skembed", "blocks": json.dumps(blocks)}
    arrays = {"vectors": embedding.vectors}
    if embedding.subwords is not None:
        arrays["ngrams"] = embedding.subwords.rows
        metadata |= {n: str(getattr(embedding.subwords, n)) for n in ("min_n", "max_n")}
    terms = json.dumps(embedding.terms.tolist(), separators=(",", ":")).encode()
    arrays["terms"] = np.frombuffer(terms, np.uint8)
    header: dict[str, Any] = {"__metadata__": metadata}
    begin = 0
    for name, array in arrays.items():
        kind = "U8" if array.dtype == np.uint8 else "F32"
        offsets = [begin, begin + array.nbytes]
        header[name] = {"dtype": kind, "shape": array.shape, "data_offsets": offsets}
        begin += array.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-(8 + len(text)) % _ALIGNMENT)
    file.write(len(text).to_bytes(8, "little") + text)
    for array in arrays.values():
        file.write(np.ascontiguousarray(array, array.dtype.newbyteorder("<")).data)
