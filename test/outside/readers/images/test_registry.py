"""Debian's skopeo, which many use to move and look at images, before the laptop's container registry."""

import glob
import hashlib
import json
import os
import subprocess
import tarfile
import urllib.request

import pytest


@pytest.fixture
def skopeo():
    root = os.environ["OUTSIDE_DEBIAN"]
    libraries = glob.glob(f"{root}/usr/lib/*-linux-*") + glob.glob(f"{root}/lib/*-linux-*")
    environment = {**os.environ, "LD_LIBRARY_PATH": ":".join(libraries)}

    def run(*arguments):
        command = [f"{root}/usr/bin/skopeo", "--insecure-policy", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    return run


@pytest.fixture
def images(things):
    return things["images"]


def docker(images, reference):
    return f"docker://{images['host']}/{reference}"


def test_it_reads_the_index_with_an_image_for_each_architecture(skopeo, images):
    raw = skopeo("inspect", "--raw", "--tls-verify=false", docker(images, images["index"]))
    assert "sha256:" + hashlib.sha256(raw).hexdigest() == images["index"].split("@")[1]
    platforms = {entry["platform"]["architecture"] for entry in json.loads(raw)["manifests"]}
    assert platforms == {"amd64", "arm64", "arm"}


def test_it_reads_what_a_built_image_says_of_its_model(skopeo, images):
    config = json.loads(skopeo("inspect", "--config", "--tls-verify=false", docker(images, images["built"])))
    assert config["config"]["Labels"]["sightloop.model.name"] == "line"
    assert config["config"]["Cmd"] == ["node", "edge/main.ts"]


def test_it_copies_an_index_away_and_back_without_a_byte_changed(skopeo, images, tmp_path):
    layout = f"oci:{tmp_path}/layout:all"
    skopeo("copy", "--all", "--src-tls-verify=false", docker(images, images["index"]), layout)
    skopeo("copy", "--all", "--dest-tls-verify=false", layout, docker(images, "copied/back:v1"))
    back = skopeo("inspect", "--raw", "--tls-verify=false", docker(images, "copied/back:v1"))
    assert "sha256:" + hashlib.sha256(back).hexdigest() == images["index"].split("@")[1]
    tags = json.loads(skopeo("list-tags", "--tls-verify=false", docker(images, "copied/back")))["Tags"]
    assert tags == ["v1"]


def test_its_layers_unpack_to_the_code_and_the_model(skopeo, images, tmp_path):
    skopeo("copy", "--src-tls-verify=false", docker(images, images["built"]), f"dir:{tmp_path}")
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    names = set()
    for layer in manifest["layers"]:
        with tarfile.open(tmp_path / layer["digest"].split(":")[1]) as archive:
            for member in archive:
                assert member.mtime == 0 and not member.name.startswith("/")
                names.add(member.name)
    assert {"app/edge/main.ts", "app/package.json", "app/model/model.onnx"} <= names


def test_what_refers_to_an_image_is_listed_and_is_the_bill_of_its_software(images):
    repository, digest = images["runtime"].split("@")
    base = f"http://{images['host']}/v2/{repository}"
    with urllib.request.urlopen(f"{base}/referrers/{digest}?artifactType=application/spdx%2Bjson") as answer:
        (bill,) = json.load(answer)["manifests"]
    with urllib.request.urlopen(f"{base}/manifests/{bill['digest']}") as answer:
        manifest = json.load(answer)
    assert manifest["subject"]["digest"] == digest
    with urllib.request.urlopen(f"{base}/blobs/{manifest['layers'][0]['digest']}") as answer:
        document = json.load(answer)
    assert document["spdxVersion"] == "SPDX-2.3"
    assert any(package["name"] == "onnxruntime-node" for package in document["packages"])
