"""Entity embeddings in PyTorch: an embedding for each column, side by side, and a linear head."""

from __future__ import annotations

from importlib.util import find_spec
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import log_loss, mean_squared_error, r2_score, roc_auc_score
from sklearn.preprocessing import OrdinalEncoder

MISSING = None if find_spec("torch") else "PyTorch is not installed"
N_COMPONENTS, MOST_PASSES, BATCH, LEARNING_RATE = 4, 50, 256, 0.01


class Trained(NamedTuple):
    """Seconds of training, passes, loss of the training rows, and score of the test rows."""

    seconds: float
    passes: int
    loss: float
    score: float


def prepared(y: Any) -> Any:
    """Return y as float32 numbers: standardized, or 1 for the second of two classes."""
    is_regression = y.dtype.kind == "f"
    values = (y - y.mean()) / y.std() if is_regression else y == np.unique(y)[-1]
    return np.asarray(values, dtype=np.float32)


def judge(scores: Any, targets: Any) -> tuple[float, float]:
    """Return the loss (mean squared error or log loss) and R² or the area under the ROC curve."""
    if len(np.unique(targets)) > 2:
        return mean_squared_error(targets, scores), r2_score(targets, scores)
    p = 1 / (1 + np.exp(-scores.astype(np.float64)))
    return log_loss(targets, p), roc_auc_score(targets, scores)


def fit_head(features: Any, targets: Any, test_features: Any, test_targets: Any) -> Trained:
    """Fit a linear head to vectors that are there."""
    if len(np.unique(targets)) > 2:
        scores = LinearRegression().fit(features, targets).predict
    else:
        head = LogisticRegression(C=np.inf, max_iter=1000).fit(features, targets)
        scores = head.decision_function
    loss, _ = judge(scores(features), targets)
    return Trained(0.0, 0, loss, judge(scores(test_features), test_targets)[1])


def train_network(X: Any, targets: Any, X_test: Any, test_targets: Any, enough: float) -> Trained:
    """Train on one thread until the training loss is ``enough``, or 50 passes.

    The seconds hold the encoding of the categories, but not the measurement of the loss.
    """
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    begin = perf_counter()
    encoder = OrdinalEncoder(
        handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-1
    ).fit(X)
    codes, test_codes = (
        torch.from_numpy(encoder.transform(t).astype(np.int64) + 1) for t in (X, X_test)
    )
    network = build([len(each) + 1 for each in encoder.categories_])
    loss = torch.nn.MSELoss() if len(np.unique(targets)) > 2 else torch.nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE)
    values = torch.from_numpy(targets)
    seconds = perf_counter() - begin
    passes, reached = 0, np.inf
    while passes < MOST_PASSES and reached > enough:
        passes += 1
        begin = perf_counter()
        for rows in torch.randperm(len(codes)).split(BATCH):
            optimizer.zero_grad()
            loss(network(codes[rows]), values[rows]).backward()
            optimizer.step()
        seconds += perf_counter() - begin
        with torch.no_grad():
            reached, _ = judge(network(codes).numpy(), targets)
            _, score = judge(network(test_codes).numpy(), test_targets)
    return Trained(seconds, passes, reached, score)


def build(sizes: list[int]) -> Any:
    """Return the network: embeddings of the given sizes, side by side, and a linear head."""
    import torch

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

    return Network()
