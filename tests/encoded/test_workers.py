"""How many partitions wait on Dask's workers; compat/test_dask.py has a real cluster."""

from skembed._encoded.workers import _computed


class Client:
    """A client whose workers do everything at once, and count the results not taken yet."""

    def __init__(self, n_threads):
        self.n_threads, self.n_waiting, self.most = n_threads, 0, 0

    def nthreads(self):
        return {"a worker": self.n_threads}

    def compute(self, call):
        self.n_waiting += 1
        self.most = max(self.most, self.n_waiting)
        return Result(self, call)


class Result:
    """A future."""

    def __init__(self, client, call):
        self.client, self.call = client, call

    def result(self):
        self.client.n_waiting -= 1
        return self.call


def test_few_partitions_wait():
    for n_threads, most in ((3, 6), (0, 2), (100, 20)):
        client = Client(n_threads)
        assert list(_computed(client, range(20))) == list(range(20))
        assert client.most == most
