"""fastText's n-grams of characters, written byte by byte after `Dictionary::computeSubwords`."""


def buckets(word, min_n, max_n, n_buckets):
    """Return the rows of the n-grams of a word, in fastText's order."""
    if word == "</s>":
        return []
    text = b"<" + word.encode() + b">"
    found = []
    for i in range(len(text)):
        if text[i] & 0xC0 == 0x80:
            continue
        ngram, j = b"", i
        for n in range(1, max_n + 1):
            if j >= len(text):
                break
            ngram, j = ngram + text[j : j + 1], j + 1
            while j < len(text) and text[j] & 0xC0 == 0x80:
                ngram, j = ngram + text[j : j + 1], j + 1
            if n >= min_n and not (n == 1 and (i == 0 or j == len(text))):
                found.append(_hash(ngram) % n_buckets)
    return found


def _hash(ngram):
    value = 2166136261
    for byte in ngram:
        signed = byte - 256 if byte >= 128 else byte
        value = ((value ^ (signed & 0xFFFFFFFF)) * 16777619) & 0xFFFFFFFF
    return value
