import json

import pytest
from conftest import FOLDERS, frame_of
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def found_by(coco, split):
    found = {}
    for image in coco.loadImgs(coco.getImgIds()):
        objects = []
        for one in coco.loadAnns(coco.getAnnIds(imgIds=[image["id"]])):
            left, top, width, height = one["bbox"]
            label = coco.loadCats([one["category_id"]])[0]["name"]
            objects.append((label, left, top, left + width, top + height))
        found[frame_of(image["file_name"])] = (split, objects)
    return found


@pytest.mark.parametrize("name", ["coco", "coco-urls"])
def test_pycocotools_finds_every_picture_and_box(truth, unpacked, name):
    folder = unpacked(name)
    coco = COCO(str(folder / "annotations.json"))
    truth.check(found_by(coco, None))
    for image in coco.loadImgs(coco.getImgIds()):
        assert (folder / "images" / image["file_name"]).exists() == (name == "coco")
        assert image["coco_url"].startswith("http") == (name == "coco-urls")


def test_the_files_of_the_splits_together_are_the_whole(truth, unpacked):
    folder = unpacked("coco")
    found = {}
    for split in FOLDERS.values():
        found |= found_by(COCO(str(folder / "annotations" / f"instances_{split}.json")), split)
    truth.check(found)


def test_the_truth_against_itself_has_an_average_precision_of_one(truth, unpacked):
    coco = COCO(str(unpacked("coco") / "annotations.json"))
    results = [{**one, "score": 1.0} for one in coco.loadAnns(coco.getAnnIds())]
    evaluation = COCOeval(coco, coco.loadRes(results), "bbox")
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
    assert evaluation.stats[0] == pytest.approx(1)


def test_groups_are_folders_and_splits_hold_every_picture_once(truth, unpacked):
    folder = unpacked("coco")
    splits = json.loads((folder / "splits.json").read_text())
    images = {image["id"]: image for image in json.loads((folder / "annotations.json").read_text())["images"]}
    assert sorted(splits["train"] + splits["validate"] + splits["test"]) == sorted(images)
    for split in FOLDERS:
        for number in splits[split]:
            item = truth.items[frame_of(images[number]["file_name"])]
            assert (item["split"], item["group"]) == (split, images[number]["file_name"].split("/")[0])
