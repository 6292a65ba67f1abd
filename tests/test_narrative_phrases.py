"""How agencies tell what they disclosed, received and decided: invented sentences, and what each must give or must not."""

import pytest

from helpers.prove.narrative import narrate
from helpers.readers.grid import Passage
from sentences.__main__ import score

TOWN, BUREAU = "青石县白河镇人民政府", "青石县林业局"
TOTAL, SITE, WECHAT, WEIBO = "disclosed", "disclosed.website", "disclosed.wechat", "disclosed.weibo"
KIND, CHANNEL = "disclosed.kind", "disclosed.channel"
RECEIVED, GRANTED, REFUSED = "requests.received", "requests.granted", "requests.refused"


def taken(text: str, agency: str = TOWN, year: int | None = 2021) -> list[tuple[str, str]]:
    """The figures that are taken from a page's paragraphs, with their topics."""
    paragraphs = [
        Passage(line, place=f"paragraph {n}") for n, line in enumerate(text.splitlines(), 1)
    ]
    return [
        (mention.topic, mention.printed) for mention in narrate(paragraphs, agency, year).mentions
    ]


TOTALS = [
    ("2021年，我镇主动公开政务信息共312条。", "312条"),
    ("全年发布各类政务信息420条。", "420条"),
    ("2021年度，全镇累计发布信息1,205条。", "1,205条"),
    ("本年度共公布政府信息38件。", "38件"),
    ("我镇全年更新信息95条。", "95条"),
    ("2021年我镇对外公开各类政府信息730条。", "730条"),
    ("2021年度完成政府信息公开211条。", "211条"),
    ("2021年，全镇政府信息公开466条。", "466条"),
    ("截止2021年12月31日，我镇主动公开的信息25条，未收到申请公开政府信息要求。", "25条"),
    ("2021年全年公开301条信息。", "301条"),
    ("全年我镇主动公开政务信息数70余条。", "70余条"),
    ("我镇通过不同渠道和方式主动公开政务信息共118条。", "118条"),
    ("通过多种形式及时公开相关信息64条。", "64条"),
    ("一年来，白河镇共主动公开政府信息总数为57条。", "57条"),
    ("青石县白河镇人民政府2021年主动公开政府信息86条。", "86条"),
    ("（一）主动公开情况。2021年，我镇累计主动公开政府信息达到132条。", "132条"),
    ("在县委、县政府的正确领导下，我镇共公开信息48条。", "48条"),
    ("2021年以来，我镇严格按照《条例》要求，主动公开政务文件13份。", "13份"),
    ("截至2021年底，我镇主动公开政府信息90条。", "90条"),
    ("在公开方式上主要通过公告栏、县政府网站等途径进行公开，全年我镇公开信息77条。", "77条"),
    ("今年共向社会公开政府信息1.2万条。", "1.2万条"),
    ("2021年，我镇公开信息587条，其中主动公开568条，依申请公开19条。", "568条"),
    ("2021年，公开信息30条（其中依申请公开2条，主动公开28条）。", "28条"),
    ("主动公开政府信息21条，依申请公开3条。", "21条"),
    ("按照县政府办《关于做好年度报告的通知》要求，现报告如下：全年主动公开信息19条。", "19条"),
    ("2021年，我镇新增公开政府信息44条，全文电子化率达100%。", "44条"),
    ("全年主动公开政府信息数量达到205条，同比增长12.5%。", "205条"),
    ("县委、县政府高度重视，我镇主动公开政府信息50条。", "50条"),
    ("2021年1-12月，我镇公开信息30条。", "30条"),
    ("2021年1月1日至2021年12月31日，我镇主动公开信息33条。", "33条"),
    ("主动公开政府信息的数量为120条。", "120条"),
    ("2021年，镇党委、政府加强领导，依法公开、公示信息共计56条。", "56条"),
]


@pytest.mark.parametrize(("text", "printed"), TOTALS)
def test_a_total_is_told_in_many_ways(text, printed):
    assert taken(text) == [(TOTAL, printed)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021年，通过县政府门户网站，主动公开政府信息63条。", [(SITE, "63条")]),
        ("本年度在政府网站主动公开信息12条次。", [(SITE, "12条次")]),
        ("我镇网站中，2021年共发布信息42条。", [(SITE, "42条")]),
        ("2021年，通过我镇政府信息公开平台发布政务信息总数47条。", [(SITE, "47条")]),
        ("通过“青石县人民政府门户网站”发布信息31条。", [(SITE, "31条")]),
        ("通过青石县政府网信息公开目录主动公开24件，占制发文件总数的37.5%。", [(SITE, "24件")]),
        ("利用“白河发布”微信公众号推送信息138条。", [(WECHAT, "138条")]),
        ("通过县政府网站公开信息86条、“白河镇”公众号18条。", [(SITE, "86条"), (WECHAT, "18条")]),
        ("微信公众号“白河发布”全年发布信息76条，微博发布信息20条。", [(WECHAT, "76条"), (WEIBO, "20条")]),
        ("通过政务新媒体发布信息62条。", [(CHANNEL, "62条")]),
        ("通过公示公告栏等途径发布信息861条。", [(CHANNEL, "861条")]),
        ("全年依托县政府网站、政务新媒体公开信息67条。", [(CHANNEL, "67条")]),
        ("通过区政府网站发布动态信息5条。", [(CHANNEL, "5条")]),
        ("通过“白河镇”微信公众号推送涉及教育、医疗等的政务动态58余条。", [(CHANNEL, "58余条")]),
        ("在县级以上媒体发布信息45条。", [(CHANNEL, "45条")]),
        ("主动公开栏目发布信息69条。", [(CHANNEL, "69条")]),
        ("通过村务公开栏公开低保评议、扶贫政策等方面的信息合计298条。", [(CHANNEL, "298条")]),
        (
            "我镇公开信息的渠道包括门户网站和微信公众号，其中，门户网站公开125条，微信公众号公开92条。",
            [(SITE, "125条"), (WECHAT, "92条")],
        ),
        (
            "主动公开信息100条，其中通过网站发布信息31条、“微白河公众号”发布信息38条、通过公告栏发布信息31条。",
            [(TOTAL, "100条"), (SITE, "31条"), (WECHAT, "38条"), (CHANNEL, "31条")],
        ),
    ],
)  # fmt: skip
def test_a_channel_says_what_it_published(text, expected):
    assert taken(text) == expected


@pytest.mark.parametrize(
    ("text", "total", "kinds"),
    [
        ("全年主动公开政府信息8条，其中：组织机构类信息2条；政务（工作）动态类信息5条；其他信息1条。", (TOTAL, "8条"), "2 5 1"),
        ("主动公开政府信息总数11条：基层政务公开领域信息4条，工作动态3条，预算决算4条。", (TOTAL, "11条"), "4 3 4"),
        ("2021年主动公开政府信息共6条。主要类别：规范性文件2条、部门预决算及三公经费信息4条。", (TOTAL, "6条"), "2 4"),
        ("发布政务信息总数7条，其中工作动态4条，其他文件2条，政府报告1条。", (TOTAL, "7条"), "4 2 1"),
        (
            "公开政府信息24条，较去年下降7.8%。全文电子化率达100%。其中，机构职能类信息13条，占比54.2%；"
            "规划计划类信息1条，占比4.2%。未分类信息1条，占比4.2%，最新信息类9条，占比37.5%。",
            (TOTAL, "24条"), "13 1 1 9",
        ),
        ("全年公开各类信息165条。其中，行政规范性文件0条，行政许可类信息10条，其它类信息155条", (TOTAL, "165条"), "0 10 155"),
        ("主动公开信息9条（其中：财政信息4条，人事信息5条），均已上网。", (TOTAL, "9条"), "4 5"),
        ("主动公开信息30条，其中通知公告29条（其中行政处罚20条，许可9条），人事信息1条。", (TOTAL, "30条"), "29 1"),
        ("主动公开信息9条，其中财政信息4条、人事信息5条；依申请公开0条。", (TOTAL, "9条"), "4 5"),
        ("发布信息33条，其中：机构信息4条，通知公告29条（其中行政处罚27条）。", (TOTAL, "33条"), "4 29"),
        ("主动公开信息9条，主要包括：财政信息4条、人事信息5条。", (TOTAL, "9条"), "4 5"),
        ("主动公开信息9条，分别为：财政信息4条，占44%，人事信息5条，占56%。", (TOTAL, "9条"), "4 5"),
        ("主动公开信息60条，其中工作动态40条，较上年增加12条，政策文件20条。", (TOTAL, "60条"), "40 20"),
    ],
)  # fmt: skip
def test_a_list_gives_each_kind(text, total, kinds):
    assert taken(text) == [total, *((KIND, f"{each}条") for each in kinds.split())]


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        (
            "2021年，全镇政府信息公开49条，一是利用青石县人民政府门户网站等平台公开政务信息8条；"
            "二是通过美篇、微信等发布信息16条；三是在省级以上媒体发布信息25条。",
            [TOTAL, CHANNEL, CHANNEL, CHANNEL],
        ),
        ("按渠道分，公开政府信息90条，其中政府网站公开60条，公开栏公开30条。", [TOTAL, SITE, CHANNEL]),
    ],
)  # fmt: skip
def test_a_list_gives_each_channel(text, topics):
    assert [topic for topic, _ in taken(text)] == topics


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "收到依申请公开信息171条，其中：予以公开4条，不予公开（三类内部事务信息）2条，"
            "不予处理（无正当理由大量反复申请）165条。",
            [(RECEIVED, "171条"), (GRANTED, "4条"), (REFUSED, "2条"), ("requests.not_processed", "165条")],
        ),
        (
            "2021年我镇共受理依申请公开政府信息27件，26件为自然人申请，1件为法人申请。",
            [(RECEIVED, "27件"), ("received.natural_person", "26件"), ("received.organisations", "1件")],
        ),
        ("收到政府信息公开申请3件，2件予以公开，1件不予公开。", [(RECEIVED, "3件"), (GRANTED, "2件"), (REFUSED, "1件")]),
        ("收到政府信息公开申请9件，无法提供（本机关不掌握相关政府信息）5件。", [(RECEIVED, "9件"), ("requests.unavailable", "5件")]),
        ("共收到群众政府信息公开申请8件。", [(RECEIVED, "8件")]),
        ("收到公民、法人提出的政府信息公开申请8件。", [(RECEIVED, "8件")]),
        ("（二）依申请公开情况。全年共收到申请12件，同意公开2件。", [(RECEIVED, "12件"), (GRANTED, "2件")]),
        ("三、依申请公开\n2021年共收到申请12件。", [(RECEIVED, "12件")]),
        ("规章对外公开总数量1件。", [("regulation.total_disclosed", "1件")]),
        (
            "行政许可事项本年新增21项，总计21项，行政许可处理决定数量776件；其他对外管理服务事项新增57项，总计57项，"
            "处理决定数量0件；行政处罚事项新增10项，总计44项，处理决定数量29件。",
            [("licensing", "776件"), ("other_services", "0件"), ("penalty", "29件")],
        ),
        ("行政强制处理决定数量3件。", [("coercion", "3件")]),
        (
            "本年新制作规范性文件2件，对外公开规范性文件总数15件。",
            [("normative_document.issued", "2件"), ("normative_document.total_disclosed", "15件")],
        ),
        ("主动公开规范性文件9件，并全部进行同步政策解读。", [(KIND, "9件")]),
    ],
)  # fmt: skip
def test_requests_outcomes_and_decisions(text, expected):
    assert taken(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # Another year, or all years.
        "2020年，我镇主动公开政务信息312条。",
        "2019至2021年公开信息900条。",
        "去年我镇主动公开政府信息80条。",
        "上年度公开信息80条。",
        "网站开通以来累计发布信息12000条。",
        "累计发布信息12000条。",
        "截至2021年12月31日，累计公开政府信息1200条。",
        "历年公开政府信息1200条。",
        "第四季度主动公开信息30条。",
        "上半年公开政府信息60条，下半年公开政府信息70条。",
        "近三年主动公开政府信息800条。",
        "近年来，收到政府信息公开申请30件。",
        "五年来，收到政府信息公开申请30件。",
        "创建文明城市期间，发布信息30条。",
        "2020年，白河镇人民政府办公室共制定规范性文件0件，废止规范性文件0件，现行有效的规范性文件0件。",
        "2021年1月1日至2021年6月30日，公开信息50条。",
        "5月份，公开信息50条。",
        "目前，我镇共公开信息1200条。",
        # A comparison.
        "主动公开政府信息较上年增加20条。",
        "公开信息数量由30条增至50条。",
        "比上年多公开政府信息20条。",
        # Another agency, or a part.
        "县教育局主动公开政府信息80条。",
        "县公安局通过网站公开信息200条。",
        "全县各单位共公开信息900条。",
        "各村公开村务信息120条。",
        "我镇各村（社区）公开信息400条。",
        "村（居）委会公开信息80条。",
        "县政府办向我镇转发信息20条。",
        "上级部门发布信息30条。",
        "青石县公开信息900条。",
        "青石县人民政府收到政府信息公开申请90件。",
        "镇政务公开办公室公开信息45条。",
        "全县主动公开政府信息1100条，其中县级部门公开信息500条。",
        "我县公开政府信息1100条。",
        # Another thing.
        "主动公开行政许可决定35件，公示行政处罚决定12件。",
        "收到低保申请12件。",
        "（三）政府信息公开平台建设\n全年发布信息120条。",
        "主动公开政府信息中新增项目事项88项。",
        "公开信息点击量12000次。",
        "公众号阅读量达3000次，粉丝200个。",
        "发布的信息被转发120条。",
        "公开电话3个。",
        "发布公告信息5条。",
        "共公开公示信息20条。",
        "举办新闻发布会0次，发布政策解读稿0篇。",
        "受理网站信箱信件880件、市长信箱转收信件7件。",
        "受理咨询答复公众来电3000余条。",
        "行政许可事项总计21项，行政处罚事项44项。",
        "双公示系统中行政许可信息55项，行政处罚3项。",
        "处理答复人大代表建议和政协委员提案共计32项。",
        "共制发公文64件。",
        "召开新闻发布会2次，发布信息2条。",
        "行政诉讼案件12件，均与政府信息公开无关。",
        "不予公开3条。",
        "审核拟公开信息50条。",
        "计划公开政府信息80条。",
        "未公开信息3条。",
        "删除过期信息30条。",
        "应公开信息80条。",
        "上报政务信息40条。",
        "被采用信息12条。",
        "占公开信息总数的12条。",
        "开展培训3次，公开栏5个。",
        "开通微信公众号1个，全年发布信息120条。",
        "依申请公开政府信息12条。",
        "公开信息587条（含依申请公开19条）。",
    ],
)  # fmt: skip
def test_another_year_agency_or_thing_gives_nothing(text):
    assert not taken(text)


def test_a_bureau_does_not_speak_for_its_county():
    assert taken("我县公开政府信息1100条。", "青石县人民政府") == [(TOTAL, "1100条")]
    assert not taken("我县公开政府信息1100条。", BUREAU)
    assert taken("我局公开政府信息110条。", BUREAU) == [(TOTAL, "110条")]


def test_places_that_a_name_opens_with_are_not_the_agency():
    office = "青州市荔水区人民政府南桥街道办事处"
    assert not taken("荔水区公开信息900条。", office)
    assert taken("荔水区南桥街道公开信息90条。", office) == [(TOTAL, "90条")]
    assert taken("青州市公开信息900条。", "青州市人民政府办公室") == [(TOTAL, "900条")]


def test_parts_told_of_agencies_are_no_kinds():
    text = "主动公开政府信息90条，其中县级部门公开信息50条，乡镇公开信息40条。"
    assert taken(text, "青石县人民政府") == [(TOTAL, "90条")]


def test_where_no_title_names_them_the_lone_speaker_and_the_only_year_count():
    text = "白河街道办事处高度重视。\n2021年，白河街道办事处共主动公开政府信息86条。"
    assert taken(text, "", None) == [(TOTAL, "86条")]
    assert not taken(f"{text}\n青石县教育局积极配合。", "", None)
    assert not taken(f"{text}\n2020年，工作开展顺利。", "", None)


def test_sentences_with_figures_that_are_not_understood_are_counted():
    """One on events, and one without a figure, are of another kind."""
    text = "主动公开政府信息86条。上报政务信息40条。开展走访3次。公开栏更新及时。"
    narrative = narrate([Passage(text, place="paragraph 1")], TOWN, 2021)
    assert (narrative.sentences, narrative.understood) == (2, 1)


def test_of_real_pages_most_figures_are_read_and_none_wrong(shared):
    """The list of what they tell was made by hand before any of it was read."""
    scores = list(score(shared / "web-excerpts"))
    told = sum(each.told for each in scores)
    assert sum(each.right for each in scores) >= 0.8 * told
    assert [each.wrong for each in scores if each.wrong] == []


def test_traditional_characters_tell_the_same_and_stay_as_printed():
    text = "2021年，我鎮主動公開政府信息86條，收到依申請公開3件。"
    [mention, asked] = narrate([Passage(text, place="paragraph 1")], "白河鎮", 2021).mentions
    assert (mention.topic, mention.figure, mention.printed) == (TOTAL, 86, "86條")
    assert asked.figure == 3
    assert mention.sentence == text
