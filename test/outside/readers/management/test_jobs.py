"""Azure's own client for machine learning, as data scientists use it, against the workspace of the laptop."""

import json
import os
import time

import pytest
from azure.ai.ml import MLClient, Output, command
from azure.core.credentials import AccessToken
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.storage.blob import ContainerClient

ENDED = ("Completed", "Failed", "Canceled")


@pytest.fixture(scope="module")
def facts():
    with open(os.environ["OUTSIDE_FACTS"]) as file:
        return json.load(file)


@pytest.fixture(scope="module")
def client(facts):
    class Credential:
        def get_token(self, *scopes, **options):
            return AccessToken(facts["management"]["token"], int(time.time()) + 3600)

    # The switch by which the client's makers themselves point it at another address; only so it takes plain HTTP.
    os.environ["AZUREML_DEV_URL_MFE"] = facts["management"]["url"]
    subscription = "00000000-0000-0000-0000-000000000000"
    return MLClient(Credential(), subscription, "laptop", "laptop", enable_telemetry=False)


def job(name, line):
    return command(
        name=name,
        command=line,
        environment="azureml:trainer:1",
        compute="laptop",
        outputs={"model": Output(type="uri_folder", path=f"azureml://datastores/training/paths/runs/{name}/")},
    )


def ended(client, name):
    while (found := client.jobs.get(name)).status not in ENDED:
        time.sleep(0.05)
    return found.status


def test_the_python_client_runs_a_job_and_reads_what_it_wrote(client, facts):
    line = "python3 -c \"import sys; open(sys.argv[1] + '/seen.txt', 'w').write('from outside')\" ${{outputs.model}}"
    assert client.jobs.create_or_update(job("outside-1", line)).name == "outside-1"
    assert ended(client, "outside-1") == "Completed"
    container = ContainerClient.from_connection_string(facts["storage"]["connectionString"], "training")
    assert container.download_blob("runs/outside-1/seen.txt").readall() == b"from outside"
    assert "outside-1" in [found.name for found in client.jobs.list()]


def test_a_job_that_is_cancelled_ends(client):
    client.jobs.create_or_update(job("outside-2", 'python3 -c "import time; time.sleep(600)"'))
    client.jobs.begin_cancel("outside-2").wait()
    assert ended(client, "outside-2") == "Canceled"


def test_a_name_that_is_taken_and_one_that_nobody_has_are_errors(client):
    client.jobs.create_or_update(job("outside-3", "python3 --version"))
    with pytest.raises(HttpResponseError) as taken:
        client.jobs.create_or_update(job("outside-3", "python3 --help"))
    assert taken.value.status_code == 409
    with pytest.raises(ResourceNotFoundError):
        client.jobs.get("nobody")


def test_the_datastore_is_known_without_its_key(client):
    (found,) = client.datastores.list()
    assert (found.name, found.container_name) == ("training", "training")
