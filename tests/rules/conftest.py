import tests.random_cases  # noqa: F401
