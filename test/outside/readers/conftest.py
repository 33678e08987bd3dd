import json
import os
import re
import zipfile

import pytest

FOLDERS = {"train": "train", "validate": "val", "test": "test"}


def objects_of(item):
    """What any reader must find: boxes cut to the picture, in pixels, those without an area left out."""
    width, height = item["width"], item["height"]
    found = []
    for annotation in item["annotations"]:
        box = annotation["box"]
        left, top = max(0, box["left"]) * width, max(0, box["top"]) * height
        right = min(1, box["left"] + box["width"]) * width
        bottom = min(1, box["top"] + box["height"]) * height
        if right - left >= 0.01 and bottom - top >= 0.01:
            found.append((annotation["label"], left, top, right, bottom))
    return found


class Truth:
    def __init__(self, file):
        with open(file) as content:
            known = json.load(content)
        self.labels = known["labels"]
        self.items = {item["frame"]: item for item in known["items"]}

    def of_split(self, split):
        return {frame: item for frame, item in self.items.items() if item["split"] == split}

    def check(self, found, tolerance=0.02):
        """`found`: frame to (split folder or None, list of (label, left, top, right, bottom) in pixels)."""
        assert set(found) == set(self.items)
        boxes = 0
        for frame, (split, objects) in found.items():
            item = self.items[frame]
            assert split in (None, FOLDERS[item["split"]]), frame
            expected = objects_of(item)
            assert [one[0] for one in objects] == [one[0] for one in expected], frame
            for one, other in zip(objects, expected):
                assert one[1:] == pytest.approx(other[1:], abs=tolerance), frame
            boxes += len(objects)
        assert boxes == sum(len(objects_of(item)) for item in self.items.values()) > 40


def frame_of(path):
    return re.search("[0-9a-f]{64}", os.path.basename(str(path)))[0]


@pytest.fixture(scope="session")
def datasets():
    with open(os.environ["OUTSIDE_FACTS"]) as file:
        return json.load(file)["datasets"]


@pytest.fixture(scope="session")
def truth(datasets):
    return Truth(datasets["dataset"])


@pytest.fixture(scope="session")
def unpacked(datasets, tmp_path_factory):
    """Unpacks an export by name, with Python's own ZIP reader, which checks every checksum."""

    def unpack(name):
        folder = tmp_path_factory.mktemp(name)
        with zipfile.ZipFile(datasets["zips"][name]) as archive:
            assert archive.testzip() is None
            archive.extractall(folder)
        return folder

    return unpack
