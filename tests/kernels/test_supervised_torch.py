"""The same start, order and learning rate as in PyTorch give the same model.

PyTorch has the layers and the gradients (EmbeddingBag, Linear, cross-entropy, autograd); the step
is AdaGrad with one sum for each row and another power, which PyTorch's optimizers do not have.
"""

import numpy as np
import pytest
from kernel_tools import each_isa
from numpy.testing import assert_allclose
from test_kernels_supervised import make_case, run_kernel

torch = pytest.importorskip("torch", reason="PyTorch is not installed")

BATCH = 4


def token_texts(rng, n_texts=24, n_terms=30):
    return [rng.integers(0, n_terms, size=rng.integers(1, 9)).tolist() for _ in range(n_texts)]


def train_torch(case, texts):
    """Mini-batches as in the kernel: gradients of each text first, then the steps in order."""
    model = {k: torch.tensor(v, dtype=torch.float64) for k, v in case.model.items()}
    n = model["vectors"].shape[1]
    bag = torch.nn.EmbeddingBag.from_pretrained(model["vectors"], freeze=False, mode="mean")
    linear = torch.nn.Linear(n, len(model["bias"]), dtype=torch.float64)
    with torch.no_grad():
        linear.weight.copy_(model["head"])
        linear.bias.copy_(model["bias"])
    parameters = [bag.weight, linear.weight, linear.bias]
    rates = case.options["rates"]
    n_batches = -(-len(case.order) // BATCH)
    total = 0.0
    for b in range(n_batches):
        rate = rates[0] + (rates[1] - rates[0]) * b / n_batches
        gradients = []
        for i in case.order[b * BATCH : (b + 1) * BATCH]:
            scores = linear(bag(torch.tensor([texts[i]])))
            loss = torch.nn.functional.cross_entropy(
                scores,
                torch.tensor([case.targets[i]]),
                label_smoothing=case.options["smoothing"],
            )
            gradients.append(torch.autograd.grad(loss, parameters))
            total += float(loss.detach())
        with torch.no_grad():
            for of_bag, _, _ in gradients:
                model["vector_sums"] += (of_bag**2).mean(dim=1)
                bag.weight -= rate * of_bag / model["vector_sums"][:, None] ** 0.25
            of_head, of_bias = (sum(parts) for parts in list(zip(*gradients, strict=True))[1:])
            model["head_sums"] += (of_head**2).mean(dim=1)
            linear.weight -= rate * of_head / model["head_sums"].sqrt()[:, None]
            model["bias_sums"] += of_bias**2
            linear.bias -= rate * of_bias / model["bias_sums"].sqrt()
    return total, [parameter.detach().numpy() for parameter in parameters]


@each_isa
@pytest.mark.parametrize("smoothing", [0.0, 0.2])
def test_same_model_as_torch(isa, smoothing):
    texts = token_texts(np.random.default_rng(3))
    case = make_case(d=20, n_texts=len(texts), n_outputs=3, batch_size=BATCH, smoothing=smoothing)
    case.importance[:] = 1
    case.texts = [[(t, text.count(t) / len(text)) for t in sorted(set(text))] for text in texts]
    loss, model = run_kernel(case, isa)
    wanted_loss, (vectors, head, bias) = train_torch(case, texts)
    assert loss == pytest.approx(wanted_loss, rel=1e-4)
    assert_allclose(model["vectors"], vectors, rtol=1e-3, atol=1e-4)
    assert_allclose(model["head"], head, rtol=1e-3, atol=1e-4)
    assert_allclose(model["bias"], bias, rtol=1e-3, atol=1e-4)
