"""What devices are told to run, against the published schemas of IoT Edge and Kubernetes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def manifests():
    with open(os.environ["OUTSIDE_FACTS"]) as file:
        return Path(json.load(file)["manifests"])


@pytest.fixture(scope="module")
def schema():
    return jsonschema.Draft4Validator(json.loads((HERE / "iot-edge-deployment.json").read_text()))


def test_the_standing_deployment_is_what_iot_edge_takes(manifests, schema):
    base = json.loads((manifests / "iot-edge/base.json").read_text())
    assert [error.message for error in schema.iter_errors(base)] == []
    # The check itself must be able to fail.
    base["modulesContent"]["$edgeHub"]["properties.desired"]["routes"]["incidents"]["priority"] = 10
    base["modulesContent"]["$edgeAgent"]["properties.desired"]["modules"]["sightloop"]["restartPolicy"] = "sometimes"
    assert len(list(schema.iter_errors(base))) == 2


def test_a_layer_on_top_of_the_base_is_a_deployment_again(manifests, schema):
    base = json.loads((manifests / "iot-edge/base.json").read_text())["modulesContent"]
    layer = json.loads((manifests / "iot-edge/layer.json").read_text())["modulesContent"]
    for name, modules in layer["$edgeAgent"].items():
        # A layer names what it replaces by its path below the base.
        *path, module = name.removeprefix("properties.desired.").split(".")
        assert path == ["modules"]
        base["$edgeAgent"]["properties.desired"]["modules"][module] = modules
    assert [error.message for error in schema.iter_errors({"modulesContent": base})] == []


def test_the_kubernetes_objects_are_what_an_api_server_takes(manifests):
    command = [str(Path(sys.executable).parent / "kubernetes-validate"), "--strict", str(manifests / "kubernetes.yaml")]
    answer = subprocess.run(command, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    objects = list(yaml.safe_load_all((manifests / "kubernetes.yaml").read_text()))
    assert [one["kind"] for one in objects] == ["Namespace", "PersistentVolumeClaim", "Deployment", "Service", "NetworkPolicy"]


def test_the_kubernetes_pod_passes_checkov(manifests):
    command = [sys.executable, "-m", "checkov.main", "--quiet", "--compact", "--framework", "kubernetes", "--output", "json", "--file", str(manifests / "kubernetes.yaml")]
    answer = subprocess.run(command, capture_output=True, text=True)
    report = json.loads(answer.stdout)
    failed = {check["check_id"] for check in report["results"]["failed_checks"]}
    # CKV_K8S_35 wants secrets as files; the hub's connection string has no other way into the module than its environment.
    assert failed <= {"CKV_K8S_35"}, failed
    assert report["summary"]["passed"] > 30
