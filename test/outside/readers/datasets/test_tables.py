import csv

import pytest
from conftest import frame_of


@pytest.mark.parametrize("name", ["csv", "csv-urls"])
def test_pythons_csv_module_finds_every_picture_and_box(truth, unpacked, name):
    folder = unpacked(name)
    found = {}
    with open(folder / "annotations.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert not row["label"].startswith("=")
            item = truth.items[frame_of(row["picture"])]
            assert row["group"] == item["group"]
            split = {"train": "train", "validate": "val", "test": "test"}[row["split"]]
            _, objects = found.setdefault(frame_of(row["picture"]), (split, []))
            if row["label"] == "":
                continue
            left, top, width, height = (float(row[side]) for side in ("left", "top", "width", "height"))
            size = (item["width"], item["height"])
            label = row["label"].removeprefix("'")
            objects.append((label, left * size[0], top * size[1], (left + width) * size[0], (top + height) * size[1]))
    truth.check(found)
