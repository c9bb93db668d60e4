"""How long an example takes is no matter here, and says more of the machine than of the code."""

from hypothesis import settings

settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")
