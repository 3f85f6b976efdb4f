"""Convert vectors from files and other libraries to an Embedding; nothing is trained here."""
