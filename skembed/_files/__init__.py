"""Read and write files of vectors: paths to terms and matrices; `Embedding` is not known here."""
