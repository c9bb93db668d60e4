"""How many random cases a test tries: few while somebody waits, more where a fault is to be found, most of all in the long run.

`--hypothesis-profile=full` or `thorough` asks for more. A busy machine is no fault of the product: no test fails for its time.
"""

from hypothesis import settings

settings.register_profile("quick", deadline=None, max_examples=25)
settings.register_profile("full", deadline=None, max_examples=100)
settings.register_profile("thorough", deadline=None, max_examples=300)
settings.load_profile("quick")
