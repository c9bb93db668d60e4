"""A busy machine is not a fault of the product: no test here fails for taking its time."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
