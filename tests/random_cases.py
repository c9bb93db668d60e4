"""How many random cases a test tries: few while somebody waits, more where a fault is to be found, most of all in a search.

A change is judged by the same cases wherever it is judged: they follow from the test's own code. `search` draws others each
time (`make search`); what it finds becomes an example of the test. A busy machine is no fault of the product: no test fails
for its time.
"""

from hypothesis import settings

settings.register_profile("quick", deadline=None, max_examples=25, derandomize=True)
settings.register_profile("full", deadline=None, max_examples=100, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=300, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile("quick")
