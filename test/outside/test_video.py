import os
import shutil
import subprocess

import cv2
import pytest

os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = "rtsp_transport;tcp"


def frames(source, count):
    capture = cv2.VideoCapture(source, cv2.CAP_FFMPEG)
    assert capture.isOpened()
    shapes = []
    while len(shapes) < count:
        ok, frame = capture.read()
        if not ok:
            break
        shapes.append(frame.shape)
    capture.release()
    return shapes


def test_opencv_watches_the_camera(things):
    assert frames(things["camera"], 20) == [(360, 640, 3)] * 20


def test_opencv_plays_a_recording_to_its_end(things):
    recording = things["recording"]
    shapes = frames(recording["file"], 100_000)
    assert len(shapes) == recording["frames"]
    assert set(shapes) == {(recording["height"], recording["width"], 3)}


def test_a_recording_that_was_cut_off_still_plays(things, tmp_path):
    recording = things["recording"]
    cut = tmp_path / "cut.mp4"
    with open(recording["file"], "rb") as file:
        data = file.read()
    cut.write_bytes(data[: len(data) * 2 // 3])
    assert 0 < len(frames(str(cut), 100_000)) < recording["frames"]


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffprobe is not on this machine")
def test_ffprobe_finds_no_fault_in_a_recording(things):
    command = ["ffprobe", "-v", "error", "-show_entries", "stream=codec_name,width,height", "-of", "csv=p=0", things["recording"]["file"]]
    probe = subprocess.run(command, capture_output=True, text=True, check=True)
    assert probe.stderr == ""
    assert probe.stdout.strip() == f"h264,{things['recording']['width']},{things['recording']['height']}"
