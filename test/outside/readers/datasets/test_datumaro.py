import hashlib

import pytest
from conftest import FOLDERS, frame_of
from datumaro import Dataset


# Pascal's pixels begin at 1 and are whole, so a box may be off by up to one.
@pytest.mark.parametrize(
    "name, options, tolerance",
    [
        ("coco", {"format": "coco_instances"}, 0.02),
        ("yolo", {"format": "yolo"}, 0.02),
        ("voc", {"format": "voc_detection", "coordinate_mode": "voc-one-based"}, 1.01),
        ("cvat", {"format": "cvat"}, 0.02),
        ("datumaro", {"format": "datumaro"}, 0.02),
    ],
)
def test_datumaro_finds_every_picture_split_and_box(truth, unpacked, name, options, tolerance):
    dataset = Dataset.import_from(str(unpacked(name)), **options)
    categories = dataset.categories()
    labels = next(iter(categories.values()))
    found = {}
    for item in dataset:
        height, width = item.media.size
        expected = truth.items[frame_of(item.id)]
        assert (width, height) == (expected["width"], expected["height"])
        assert hashlib.sha256(item.media.bytes).hexdigest() == expected["frame"]
        objects = []
        for one in sorted((one for one in item.annotations if hasattr(one, "get_bbox")), key=lambda one: one.id):
            left, top, box_width, box_height = one.get_bbox()
            objects.append((labels[one.label].name, left, top, left + box_width, top + box_height))
        found[frame_of(item.id)] = (item.subset, objects)
    truth.check(found, tolerance)
    assert {split for split, _ in found.values()} == set(FOLDERS.values())
