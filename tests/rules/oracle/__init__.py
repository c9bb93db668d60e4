"""An oracle: what the rules of a protocol file say of answers, worked out from the definitions and nothing of the product.

The product evaluates rules twice, in `rules/engine/` and in `rules/prover/second_evaluation.py`. This judges both, so it shares
no code with either: `files` reads the files, `days` counts days, `expected` says what follows. It is slow, and it is plain.
"""
