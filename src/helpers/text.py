"""Printed text in one canonical form: labels and numbers compare equal however they were set."""

from __future__ import annotations

import re
import unicodedata

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
# The traditional characters of titles, of the sentences that name a report's agency and year,
# and of the names of agencies.
_TRADITIONAL = (
    "報總結開關於縣鎮鄉區廳處務臺館團場聯師組黨辦會員業農財審計統檢監質項環護資規劃國產權體經"
    "濟貿發應對類衛藥醫療勞動電視遊遺訊網檔學實驗機構單責編製佈現將為爲據條請與係繫諮詢間時數"
    "範圍認貫徹緊嚴積極堅進強領導稅氣郵煙鹽糧儲橋園漁輪軍隊號頁來標題稱從無屬級況決議錄協種"
)
_SIMPLE = (
    "报总结开关于县镇乡区厅处务台馆团场联师组党办会员业农财审计统检监质项环护资规划国产权体经"
    "济贸发应对类卫药医疗劳动电视游遗讯网档学实验机构单责编制布现将为为据条请与系系咨询间时数"
    "范围认贯彻紧严积极坚进强领导税气邮烟盐粮储桥园渔轮军队号页来标题称从无属级况决议录协种"
)
_SIMPLIFIED = str.maketrans(_TRADITIONAL, _SIMPLE)
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
    """The canonical text without any white space, as labels are compared."""
    return "".join(canonical(text).split())


def simplified(text: str) -> str:
    """The text with the traditional characters of titles and of agencies' names simplified.

    One character stands for one, so that a place in the result is the same place in the text.
    """
    return text.translate(_SIMPLIFIED)
