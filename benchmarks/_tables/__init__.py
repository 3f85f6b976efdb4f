"""Parts of tables.py: the data, the encoders, the network of the peer."""
