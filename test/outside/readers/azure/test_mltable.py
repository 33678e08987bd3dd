import mltable
import pytest
from conftest import FOLDERS, frame_of


@pytest.mark.parametrize("name", ["azure-ml", "azure-ml-urls"])
def test_mltable_finds_every_picture_and_box(truth, unpacked, name):
    folder = unpacked(name)
    found = {}
    for split in FOLDERS.values():
        for row in mltable.load(str(folder / split)).to_pandas_dataframe().to_dict("records"):
            # An address that is none becomes nothing; the rest is a stream that AutoML opens.
            assert row["image_url"] is not None
            address = repr(row["image_url"])
            assert ("Http" if name.endswith("urls") else "AmlDatastore") in address
            item = truth.items[frame_of(address)]
            width, height = item["width"], item["height"]
            assert row["image_details"] == {"format": "jpg", "width": width, "height": height}
            objects = [
                (one["label"], one["topX"] * width, one["topY"] * height, one["bottomX"] * width, one["bottomY"] * height)
                for one in row["label"]
            ]
            found[item["frame"]] = (split, objects)
    truth.check(found)
