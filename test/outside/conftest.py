import json
import os

import pytest


@pytest.fixture(scope="session")
def things():
    with open(os.environ["OUTSIDE_FACTS"]) as file:
        return json.load(file)
