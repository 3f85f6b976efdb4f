"""Pretrained vectors, used as they are."""
