import json

from openapi_spec_validator import validate


def test_the_document_is_valid_openapi_3_1(things):
    with open(things["openapi"]) as file:
        document = json.load(file)
    assert document["openapi"].startswith("3.1")
    validate(document)
