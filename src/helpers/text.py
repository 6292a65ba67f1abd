"""Printed text in one canonical form: labels and numbers compare equal however they were set."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

#: So many names are proposed instead of one that is not there.
NEAR = 5

# Some PDF printers (Skia) emit radicals in place of the characters. NFKC repairs the Kangxi block
# (U+2F00-2FD5) but not CJK Radicals Supplement; the pairs follow the property of Unicode's
# EquivalentUnifiedIdeograph.txt.
_RADICALS = (
    "⺁⺄⺅⺆⺇⺈⺉⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭"
    "⺮⺯⺰⺱⺲⺶⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚"
    "⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
_CHARACTERS = (
    "厂乙亻冂几刀刂㔾小小兀尣尢巳幺彑彐忄心扌攵旡日月歹母民氵氺灬爫爫丬牛犭王疋目示礻"
    "竹糹纟罓罒羊耂肀聿肉臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页"
    "风飞食飠飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_KANGXI = "".join(map(chr, range(0x2F00, 0x2FD6)))
_TABLE = str.maketrans(
    _RADICALS + _KANGXI,
    _CHARACTERS + unicodedata.normalize("NFKC", _KANGXI),
)
#: Pairs of a traditional character and the simplified one that stands for it alone. Characters that
#: simplified texts print as well (乾, 著) are not among them, but for 於, 後 and 徵.
_PAIRS = Path(__file__).with_name("traditional.txt").read_text(encoding="utf-8").split()
_SIMPLIFIED = str.maketrans({pair[0]: pair[1] for pair in _PAIRS})
#: What machines that convert characters put behind those that they changed: 縣(xiàn).
_PINYIN = re.compile(r"(?<=[\u4e00-\u9fff])\([a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňɡ]{1,6}\)")
_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")


def printed(text: str) -> str:
    """The text as a reader sees it, in one line.

    Radicals as characters, nothing invisible, no white space.
    """
    visible = _ZERO_WIDTH.sub("", text.translate(_TABLE))
    return "".join(visible.split())


def canonical(text: str) -> str:
    """Fold full-width forms, radicals and invisible characters; line feeds and spaces stay."""
    folded = unicodedata.normalize("NFKC", text.translate(_TABLE))
    return _ZERO_WIDTH.sub("", folded)


def compact(text: str) -> str:
    """The canonical text without any white space."""
    return "".join(canonical(text).split())


def simplified(text: str) -> str:
    """The text in simplified characters, one for one, so that all places stay."""
    return text.translate(_SIMPLIFIED)


def plain(text: str) -> str:
    """The compact text in simplified characters and without pinyin, as labels are compared."""
    return without_pinyin(simplified(compact(text)))


def without_pinyin(text: str) -> str:
    """The canonical text without the pinyin that a machine put behind characters."""
    return _PINYIN.sub("", text)


@lru_cache(maxsize=100_000)
def has_pinyin(text: str) -> bool:
    """Whether a machine that converted the characters put their pinyin behind them."""
    return _PINYIN.search(compact(text)) is not None


#: Characters that steer a terminal or turn the direction of writing, for a class of a regular
#: expression; line breaks and tabs are none.
STEERING = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069"
_STEERING = re.compile(f"[{STEERING}]")


def steady(text: str) -> str:
    """A text that moves neither the cursor of a terminal nor the direction of writing."""
    return _STEERING.sub("", text)


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """The names that are most like one: those that hold it or lie in it, then those spelt alike."""
    names = sorted(names)
    holding = [each for each in names if name and each and (name in each or each in name)]
    alike = get_close_matches(name, names, n=NEAR, cutoff=0.5)
    return [*dict.fromkeys([*holding, *alike])][:NEAR]
