"""No path given as vectors is ever unpickled, so no file can run code."""

import ast
import bz2
import gzip
import lzma
import os
import pickle
import sys
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import joblib
import numpy as np
import pytest

import skembed
from skembed import (
    Embedding,
    GloVeVectorizer,
    NeighborsDisplay,
    PretrainedVectorizer,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
)
from skembed._command import main
from skembed._vectors.sources import as_embedding
from skembed.evaluation import align, evaluate_analogies, evaluate_similarity, neighbor_overlap

TEXTS = ["good film", "bad film"] * 5
LABELS = [1, 0] * 5


class Mark:
    """What makes a folder when it is unpickled."""

    def __init__(self, path):
        self.path = str(path)

    def __reduce__(self):
        return os.mkdir, (self.path,)


def zipped(content):
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("vectors.txt", content)
    return archive.getvalue()


PICKLERS = {
    **{f"protocol {n}": lambda x, n=n: pickle.dumps(x, protocol=n) for n in range(6)},
    "protocol 0 in a list": lambda x: pickle.dumps([x], protocol=0),
    "protocol 2 in a dict": lambda x: pickle.dumps({"wv": x}, protocol=2),
    "protocol 4 below a header": lambda x: b"3 2\n" + pickle.dumps(x, protocol=4),
}
COMPRESSIONS = {
    "none": bytes,
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zlib": zlib.compress,
    "zip": zipped,
    "gzip twice": lambda content: gzip.compress(gzip.compress(content)),
}
ENDINGS = " .txt .vec .bin .kv .model .pkl .joblib .npy .gz .bz2 .xz .zip .txt.gz .bin.bz2 .kv.xz"


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize("kind", PICKLERS)
def test_no_pickle_is_opened_under_any_name(kind, compression, tmp_path):
    mark = tmp_path / "mark"
    content = PICKLERS[kind](Mark(mark))
    pickle.loads(content.removeprefix(b"3 2\n"))
    assert mark.is_dir(), "a pickle that does nothing would not be noticed"
    mark.rmdir()
    # Below a header, it could be a damaged file as well.
    is_clear = kind != "protocol 4 below a header"
    for ending in ENDINGS.split(" "):
        path = tmp_path / f"glove.6B.50d{ending}"
        path.write_bytes(COMPRESSIONS[compression](content))
        with pytest.raises(ValueError, match="KeyedVectors.load" if is_clear else "cannot be read"):
            as_embedding(path)
    assert not mark.exists()


def run_command(path):
    data = path.with_name("data.csv")
    rows = "".join(f"good film {i},a\nbad film {i},b\n" for i in range(20))
    data.write_text(f"text,label\n{rows}", encoding="utf-8")
    options = ["--vectors", str(path), "--output", str(path.with_name("output"))]
    sys.exit(main(["--data", str(data), *options]))


EMBEDDING = Embedding(["good", "bad", "film"], np.eye(3))
DOORS = {
    "PretrainedVectorizer": lambda path: PretrainedVectorizer(path).fit(TEXTS),
    "Word2Vec": lambda path: Word2VecVectorizer(n_components=2, init=path).fit(TEXTS),
    "GloVe": lambda path: GloVeVectorizer(n_components=2, init=path).fit(TEXTS),
    "supervised": lambda path: SupervisedEmbeddingVectorizer(n_components=2, init=path).fit(
        TEXTS, LABELS
    ),
    "similarity": lambda path: evaluate_similarity(path, [("good", "bad", 1.0)] * 3),
    "analogies": lambda path: evaluate_analogies(path, [("good", "bad", "film", "films")]),
    "overlap": lambda path: neighbor_overlap(path, EMBEDDING),
    "align": lambda path: align(path, EMBEDDING),
    "display": lambda path: NeighborsDisplay.from_embeddings({"a": path}, "good"),
    "command": run_command,
}


@pytest.mark.parametrize("kind", ["protocol 0", "protocol 5", "joblib", "gensim"])
@pytest.mark.parametrize("door", DOORS)
def test_no_door_opens_a_pickle(door, kind, tmp_path, capsys):
    mark, path = tmp_path / "mark", tmp_path / "vectors.txt"
    if kind == "joblib":
        joblib.dump(Mark(mark), path)
    elif kind == "gensim":
        keyed_vectors = EMBEDDING.to_keyed_vectors()
        keyed_vectors.mark = Mark(mark)
        keyed_vectors.save(str(path))
    else:
        path.write_bytes(PICKLERS[kind](Mark(mark)))
    with pytest.raises((ValueError, SystemExit)) as stopped:
        DOORS[door](path)
    assert "KeyedVectors.load" in str(stopped.value) + capsys.readouterr().err
    assert not mark.exists()


def _loads_arrays_alone(node):
    """Return whether a node is ``np.load(..., allow_pickle=False)``."""
    return (
        isinstance(node, ast.Call)
        and ast.unparse(node.func) == "np.load"
        and any(ast.unparse(keyword) == "allow_pickle=False" for keyword in node.keywords)
    )


def test_nothing_in_the_package_unpickles():
    folder = Path(skembed.__file__).parent
    found = []
    for source in sorted(folder.rglob("*.py")):
        if source.parent.name == "testing":  # whose checks load what they have just saved
            continue
        tree = ast.parse(source.read_text("utf-8"))
        safe = {node.func for node in ast.walk(tree) if _loads_arrays_alone(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in ("load", "loads", "Unpickler"):
                if node not in safe and ast.unparse(node.value) not in ("json", "Embedding"):
                    found.append(f"{source.name}: {ast.unparse(node)}")
            elif isinstance(node, ast.ImportFrom) and node.module in ("pickle", "joblib"):
                found += [f"{source.name}: {n.name}" for n in node.names if "load" in n.name]
            elif isinstance(node, ast.keyword) and node.arg == "allow_pickle":
                found += [f"{source.name}: allow_pickle"] * (ast.unparse(node.value) != "False")
    assert found == []
