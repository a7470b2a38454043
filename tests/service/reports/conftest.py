from tests.service.coverage.conftest import database

__all__ = ["database"]
