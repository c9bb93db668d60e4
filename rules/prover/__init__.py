"""The prover: what must hold of every protocol, judged over all its cases before anybody is judged by it.

`rules.prover.proof.prove` judges a protocol and hands back a report; of one that is proven there is a `Proof`, which can be
kept and recognised without proving again. Each property has a module of its own. An oracle here shares no code with what it
judges: periods are counted out in `counting`, conditions read a second time in `second_reading`.
"""
