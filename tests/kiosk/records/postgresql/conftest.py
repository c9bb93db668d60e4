from typing import Any

import pytest


@pytest.fixture
def store(server: Any, database: str) -> str:
    return str(server.url(database))
