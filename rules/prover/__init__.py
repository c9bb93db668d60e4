"""The prover: what makes a protocol safe, judged over all its cases before anybody is judged by it.

Each property has a module of its own; what the texts must hold is judged in `rules.lint`. `rules.proof.proving.prove` judges
all of it. What judges the engine here shares no code with it: periods are counted out in `counting`, rules are evaluated a
second time in `second_evaluation`.
"""
