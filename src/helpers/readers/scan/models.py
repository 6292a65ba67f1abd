"""RapidOCR's models, which its wheel carries.

They tell where lines of text are, whether they stand on their head, and what they say.

The only module that imports OCR. Nothing is downloaded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

import cv2
import numpy as np

from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.readers.scan.pixels import Pixels

if TYPE_CHECKING:
    from rapidocr import RapidOCR


#: The longer side of a page on which lines are searched, in pixels: larger finds no more, and takes
#: longer.
SEARCHED = 1024
#: Lines of about the same width that are recognised at a time.
BATCH = 8
#: The height of a line as the model reads it, in pixels. It has no width of its own: narrow lines
#: are not padded.
HEIGHT = 48
#: How sure the model must be that a line stands on its head.
SURE = 0.9

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_NARROW = re.compile(r"[():;?!]|(?<=[\u3400-\u9fff）]),")
_WIDE = str.maketrans("():;?!,", "（）：；？！，")


@dataclass(frozen=True, slots=True)
class Read:
    """What a line says, and how sure the model is of its least certain character, from 0 to 1."""

    text: str
    score: float


def available() -> bool:
    """Whether the OCR extra is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def require() -> None:
    """Raise UnreadableReport with what to install where the OCR extra is missing."""
    if not available():
        raise UnreadableReport(say("no_ocr"))


def lines(page: Pixels) -> Pixels:
    """The lines of text on a page (height x width x 3) → their corners.

    Corners: lines x 4 x 2, in pixels.
    """
    scale = min(SEARCHED / max(page.shape[:2]), 1)
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found = _engine()._load_det_model()(small).boxes
    if found is None:
        return np.zeros((0, 4, 2))
    return np.asarray(found, float) / scale


def upside_down(crops: Sequence[Pixels]) -> bool:
    """Whether most of some lines stand on their head.

    Lines of which the model is not sure do not count.
    """
    if not crops:
        return False
    labels = _engine()._load_cls_model()(list(crops)).cls_res
    sure = [label for label, score in labels if score >= SURE]
    return sure.count("180") * 2 > len(sure)


def recognise(crops: Sequence[Pixels]) -> list[Read]:
    """What each line says (height x width x 3)."""
    if not crops:
        return []
    from rapidocr.ch_ppocr_rec.typings import TextRecInput

    found = _engine()._load_rec_model()(TextRecInput(list(crops)))
    scored = zip(found.txts, found.scores, strict=True)
    return [Read(_set(text.strip()), float(score)) for text, score in scored]


def _set(text: str) -> str:
    """Chinese text with the wide punctuation that it is set with.

    The model does not tell wide from narrow.
    """
    wide = _NARROW.sub(lambda found: found[0].translate(_WIDE), text)
    return wide if _CHINESE.search(text) else text


@lru_cache
def _engine() -> RapidOCR:
    require()
    from rapidocr import RapidOCR

    shape = [3, HEIGHT, HEIGHT]
    return RapidOCR(
        params={
            # Threads wait for one another by turning in circles: cores that other processes need.
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "Global.log_level": "critical",
            "Det.limit_type": "max",
            "Det.limit_side_len": SEARCHED,
            "Rec.rec_batch_num": BATCH,
            "Rec.rec_img_shape": shape,
        }
    )
