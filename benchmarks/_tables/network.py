"""Entity embeddings in PyTorch: an embedding for each column, side by side, and a linear head."""

from __future__ import annotations

from importlib.util import find_spec
from time import perf_counter
from typing import Any

import numpy as np
from sklearn.metrics import r2_score, roc_auc_score
from sklearn.preprocessing import OrdinalEncoder

MISSING = None if find_spec("torch") else "PyTorch is not installed"
N_COMPONENTS, N_PASSES, BATCH, LEARNING_RATE = 4, 10, 256, 0.01


def train_network(X: Any, y: Any, X_test: Any, y_test: Any) -> tuple[float, float]:
    """Return the seconds of training on one thread, encoding included, and the test score.

    The score is R² for numbers, which are standardized, and the area under the ROC curve for two
    classes.
    """
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    is_regression = y.dtype.kind == "f"
    begin = perf_counter()
    encoder = OrdinalEncoder(
        handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-1
    ).fit(X)
    sizes = [len(each) + 1 for each in encoder.categories_]

    class Network(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.embeddings = torch.nn.ModuleList(
                torch.nn.Embedding(size, N_COMPONENTS) for size in sizes
            )
            self.head = torch.nn.Linear(N_COMPONENTS * len(sizes), 1)

        def forward(self, codes: Any) -> Any:
            parts = [each(codes[:, i]) for i, each in enumerate(self.embeddings)]
            return self.head(torch.cat(parts, dim=1))[:, 0]

    codes = torch.from_numpy(encoder.transform(X).astype(np.int64) + 1)
    first = np.unique(y)[-1]
    values = (y - y.mean()) / y.std() if is_regression else y == first
    targets = torch.from_numpy(np.asarray(values, dtype=np.float32))
    network = Network()
    loss = torch.nn.MSELoss() if is_regression else torch.nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE)
    for _ in range(N_PASSES):
        for rows in torch.randperm(len(codes)).split(BATCH):
            optimizer.zero_grad()
            loss(network(codes[rows]), targets[rows]).backward()
            optimizer.step()
    seconds = perf_counter() - begin
    with torch.no_grad():
        scores = network(torch.from_numpy(encoder.transform(X_test).astype(np.int64) + 1)).numpy()
    if is_regression:
        return seconds, float(r2_score(y_test, scores * y.std() + y.mean()))
    return seconds, float(roc_auc_score(y_test == first, scores))
