import os
import pathlib
import tempfile

from conftest import FOLDERS, frame_of

# Before the import: otherwise settings are written into the home of whoever runs this, and a font is fetched from GitHub.
os.environ["YOLO_CONFIG_DIR"] = tempfile.mkdtemp()
os.environ["YOLO_OFFLINE"] = "true"

from ultralytics.data.dataset import YOLODataset
from ultralytics.data.utils import check_det_dataset
from ultralytics.utils import USER_CONFIG_DIR

(pathlib.Path(USER_CONFIG_DIR) / "Arial.ttf").touch()


def test_ultralytics_accepts_the_dataset_and_finds_every_picture_split_and_box(truth, unpacked):
    folder = unpacked("yolo")
    data = check_det_dataset(str(folder / "data.yaml"), autodownload=False)
    assert list(data["names"].values()) == truth.labels
    found = {}
    for split in FOLDERS.values():
        # Verifies every picture and label file, as before a training; what is corrupt would be left out.
        for image in YOLODataset(img_path=data[split], data=data, augment=False, cache=False).get_labels():
            height, width = image["shape"]
            objects = []
            for number, (x, y, w, h) in zip(image["cls"][:, 0], image["bboxes"]):
                edges = ((x - w / 2) * width, (y - h / 2) * height, (x + w / 2) * width, (y + h / 2) * height)
                objects.append((data["names"][int(number)], *map(float, edges)))
            found[frame_of(image["im_file"])] = (split, objects)
    truth.check(found)
    assert any(objects == [] for _, objects in found.values())
