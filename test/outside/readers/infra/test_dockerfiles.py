"""The Dockerfiles against hadolint, which also runs ShellCheck on what they run."""

import subprocess
import sys
from pathlib import Path

import pytest

HADOLINT = Path(sys.executable).with_name("hadolint")
DOCKERFILES = ["edge/Dockerfile", "edge/model.Dockerfile", "training/Dockerfile"]


def hadolint(*arguments, text=None):
    return subprocess.run([HADOLINT, *arguments], input=text, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("file", DOCKERFILES)
def test_nothing_is_found(file):
    found = hadolint(file)
    assert (found.returncode, found.stdout) == (0, "")


def test_a_mistake_is_found():
    assert "DL3007" in hadolint("-", text="FROM node:latest\n").stdout
