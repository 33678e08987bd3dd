import hashlib
import json
import os

import numpy
import onnx
import onnxruntime


def test_models_pass_the_checker_of_onnx_and_run(things):
    assert things["models"]
    for folder in things["models"]:
        path = os.path.join(folder, "model.onnx")
        with open(os.path.join(folder, "model.json")) as file:
            card = json.load(file)
        with open(path, "rb") as file:
            assert hashlib.sha256(file.read()).hexdigest() == card["digest"]
        onnx.checker.check_model(onnx.load(path), full_check=True)
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        (source,) = session.get_inputs()
        assert source.name == card["input"]["name"]
        width, height = card["input"]["width"], card["input"]["height"]
        shape = (1, height, width, 3) if card["input"]["layout"] == "nhwc" else (1, 3, height, width)
        kind = numpy.uint8 if card["input"]["type"] == "uint8" else numpy.float32
        outputs = session.run(None, {source.name: numpy.zeros(shape, kind)})
        assert all(numpy.isfinite(output).all() for output in outputs)
