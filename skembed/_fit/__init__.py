"""Training code shared by all methods: training loop, learning rate, initial vectors, partition."""
