import json

from conftest import frame_of
from label_studio_sdk.converter import Converter
from label_studio_sdk.label_interface import LabelInterface


def test_label_studios_converter_finds_every_picture_and_box(truth, unpacked, tmp_path):
    folder = unpacked("label-studio")
    tasks = json.loads((folder / "tasks.json").read_text())
    for task in tasks:
        # What the local storage of a running Label Studio does with these addresses.
        assert task["data"]["image"].startswith("/data/local-files/?d=ds-")
        task["data"]["image"] = str(folder / "images" / task["data"]["image"].split("/images/")[1])
    source = tmp_path / "tasks.json"
    source.write_text(json.dumps(tasks))
    converter = Converter(str(folder / "label-config.xml"), str(tmp_path), download_resources=False)
    converter.convert_to_coco(str(source), str(tmp_path / "coco"), is_dir=False)

    coco = json.loads((tmp_path / "coco" / "result.json").read_text())
    labels = {one["id"]: one["name"] for one in coco["categories"]}
    assert set(labels.values()) == set(truth.labels)
    frames = {image["id"]: frame_of(image["file_name"]) for image in coco["images"]}
    found = {frame: (None, []) for frame in frames.values()}
    for one in coco["annotations"]:
        left, top, width, height = one["bbox"]
        found[frames[one["image_id"]]][1].append((labels[one["category_id"]], left, top, left + width, top + height))
    truth.check(found)


def test_the_labelling_interface_takes_every_task_as_it_is(truth, unpacked):
    folder = unpacked("label-studio-urls")
    interface = LabelInterface((folder / "label-config.xml").read_text())
    interface.validate()
    for task in json.loads((folder / "tasks.json").read_text()):
        assert task["data"]["image"].startswith("http")
        # Its own check of a task stumbles over any annotation, so those are checked one by one.
        assert interface.validate_task({"data": task["data"]})
        for annotation in task["annotations"]:
            assert interface.validate_annotation(annotation)
