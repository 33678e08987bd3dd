import re
import subprocess
import sys
import urllib.request
from pathlib import Path

from openapi_spec_validator import validate_url
from prometheus_client.parser import text_string_to_metric_families


def test_the_document_of_the_scoring_endpoint_is_valid(things):
    validate_url(f"{things['scoring']['url']}/openapi.json")


def test_the_scoring_endpoint_keeps_what_its_document_promises(things, tmp_path):
    url, key = things["scoring"]["url"], things["scoring"]["key"]
    command = [
        str(Path(sys.executable).parent / "schemathesis"), "run", f"{url}/openapi.json",
        "--header", f"Authorization: Bearer {key}", "--checks",
        "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance,unsupported_method",
        "--max-examples", "60", "--seed", "7", "--no-color",
    ]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert answer.returncode == 0, (answer.stdout + answer.stderr)[-6000:]
    # As many requests as that it made up, good ones and bad ones.
    assert int(re.search(r"(\d+) generated", answer.stdout)[1]) > 100


def test_prometheus_reads_the_figures(things):
    request = urllib.request.Request(f"{things['scoring']['url']}/metrics", headers={"Authorization": f"Bearer {things['scoring']['key']}"})
    text = urllib.request.urlopen(request).read().decode()
    families = {family.name: family for family in text_string_to_metric_families(text)}
    assert families["sightloop_score_duration_seconds"].type == "histogram"
    assert families["sightloop_up"].samples[0].value == 1
