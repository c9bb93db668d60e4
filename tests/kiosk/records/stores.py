"""The stores on which the contract of the records is tried."""

import pytest

EMBEDDED = "embedded"
EACH_STORE = [EMBEDDED, pytest.param("postgresql", marks=pytest.mark.system)]
on_each_store = pytest.mark.parametrize("store", EACH_STORE, indirect=True)
