"""Names of agencies: which of them mean one agency, of which level, where and below whom."""

import pandas as pd
import pytest

from helpers import agencies
from helpers.agencies import regions
from helpers.agencies.names import parse


def told(*names: str, given: str = "") -> dict[str, tuple[str, str]]:
    """Each name with its canonical one and how that was told; `given` stands in sources.csv."""
    frame = pd.DataFrame({"agency": names, "named_by": "title"})
    frame.loc[frame["agency"].eq(given), "named_by"] = "sources"
    found = agencies.identify(frame).set_index("agency")
    return {name: (found.loc[name, "canonical"], found.loc[name, "told_by"]) for name in names}


# One agency under several names


@pytest.mark.parametrize(
    ("name", "canonical", "by"),
    [
        ("青石县政府", "青石县人民政府", "spelling"),
        ("青石县", "青石县人民政府", "spelling"),
        ("青石县政府办公室", "青石县人民政府办公室", "spelling"),
        ("青石縣財政局", "青石县财政局", "spelling"),
        ("白河镇", "白河镇人民政府", "spelling"),
        ("青石县白河鎮政府", "青石县白河镇人民政府", "spelling"),
        ("石桥街道", "石桥街道办事处", "spelling"),
        ("青石县石桥街道办事处", "青石县人民政府石桥街道办事处", "spelling"),
        ("青石经济开发区管委会", "青石经济开发区管理委员会", "spelling"),
        ("青石县卫健局", "青石县卫生健康局", "abbreviation"),
        ("青石县政府办", "青石县人民政府办公室", "spelling"),
        ("青石县委办", "中共青石县委办公室", "spelling"),
        ("石桥街道办", "石桥街道办事处", "spelling"),
        ("青石县教育体育局", "青石县教育和体育局", "spelling"),
        ("青石县发展改革局", "青石县发展和改革局", "spelling"),
        ("青石县教体局", "青石县教育体育局", "abbreviation"),
        ("青石县应急局", "青石县应急管理局", "abbreviation"),
        ("青石县交通局", "青石县交通运输局", "abbreviation"),
        ("青石县扶贫办", "青石县扶贫开发办公室", "abbreviation"),
        ("青石县残联", "青石县残疾人联合会", "abbreviation"),
        ("云岭省国资委", "云岭省人民政府国有资产监督管理委员会", "abbreviation"),
        ("青石县环保局", "青石县生态环境局", "renamed"),
        ("青石县安监局", "青石县应急管理局", "renamed"),
        ("青石县税务局", "国家税务总局青石县税务局", "spelling"),
        ("青石县卫健委", "青石县卫生健康委员会", "abbreviation"),
        ("青石县住建局", "青石县住房和城乡建设局", "abbreviation"),
        ("青石县人社局", "青石县人力资源和社会保障局", "abbreviation"),
        ("青石县环境保护局", "青石县生态环境局", "renamed"),
        ("青石县卫计局", "青石县卫生健康局", "renamed"),
        ("青石县农业局", "青石县农业农村局", "renamed"),
        ("洪泽区政府", "淮安市洪泽区人民政府", "short"),
        ("桃江县审计局", "湖南省益阳市桃江县审计局", "short"),
        ("青石县教育局", "青山市青石县教育局", "short"),
    ],
)
def test_one_agency_is_known_under_another_name(name: str, canonical: str, by: str) -> None:
    found = told(name, canonical)
    assert found[canonical] == (canonical, "name")
    assert found[name] == (canonical, by)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("青石县人民政府", "青石县人民政府办公室"),
        ("青石县财政局", "青石县税务局"),
        ("青石县市场监督管理局", "青石县工商行政管理局"),  # one of three that became one
        ("青石县白河镇人民政府", "青石县白河乡人民政府"),
        ("青石县人民政府", "青石县公安局"),
        ("淮安市人民政府", "淮安市洪泽区人民政府"),
        ("青石县人民医院", "青石县卫生健康局"),
        ("国家税务总局青石县税务局", "国家税务总局"),
        ("国家矿山安全监察局云岭局", "国家粮食和物资储备局云岭局"),
        ("国家统计局青石调查队", "国家统计局青石县调查队"),
        ("青石县人民政府", "中共青石县委"),
        ("青石县扶贫办", "青石县乡村振兴局"),
        ("青石县教育局", "青石县教育体育局"),
        ("青石县公安局", "青石县公安局交警大队"),
    ],
)
def test_two_agencies_stay_two(first: str, second: str) -> None:
    assert told(first, second) == {first: (first, "name"), second: (second, "name")}


@pytest.mark.parametrize(
    "names",
    [
        ("教育局", "青石县教育局"),  # any county's
        ("白河镇人民政府", "青石县白河镇人民政府"),  # towns of many counties are called so
        ("鼓楼区教育局", "福州市鼓楼区教育局"),  # a district of four cities
        ("青石县教育局", "青山市青石县教育局", "白山市青石县教育局"),
    ],
)
def test_a_short_name_that_may_be_that_of_several_stays_by_itself(names: tuple[str, ...]) -> None:
    found = told(*names)
    assert found[names[0]] == (names[0], "ambiguous")
    assert all(found[name] == (name, "name") for name in names[1:])


def test_several_names_that_go_on_from_one_another_are_one() -> None:
    whole = "湖南省益阳市桃江县审计局"
    assert told("桃江县审计局", "益阳市桃江县审计局", whole) == {
        "桃江县审计局": (whole, "short"),
        "益阳市桃江县审计局": (whole, "short"),
        whole: (whole, "name"),
    }


def test_what_sources_csv_says_stands_and_draws_other_names_to_it() -> None:
    """A person can keep two names apart, or choose the canonical one."""
    found = told("青石县卫健局", "青石县卫生健康局", "青石县卫生和计划生育局", given="青石县卫健局")
    assert found["青石县卫健局"] == ("青石县卫健局", "sources")
    assert found["青石县卫生健康局"][0] == "青石县卫健局"
    assert found["青石县卫生和计划生育局"] == ("青石县卫健局", "renamed")


def test_reports_without_a_name_are_nobodys() -> None:
    frame = pd.DataFrame({"agency": ["", ""], "named_by": ["", ""]})
    assert agencies.identify(frame).empty


# Level, region, parent


@pytest.mark.parametrize(
    ("name", "level", "code", "parent"),
    [
        ("国家发展和改革委员会", "central", "", ""),
        ("教育部", "central", "", ""),
        ("北京市人民政府", "province", "110000", ""),
        ("新疆维吾尔自治区人民政府", "province", "650000", ""),
        ("淮安市人民政府", "city", "320800", "江苏省人民政府"),
        ("恩施土家族苗族自治州人民政府", "city", "422800", "湖北省人民政府"),
        ("桃江县人民政府", "county", "430922", "益阳市人民政府"),
        ("宜城市人民政府", "county", "420684", "襄阳市人民政府"),
        ("仙桃市人民政府", "county", "429004", "湖北省人民政府"),
        ("上海市浦东新区人民政府", "county", "310115", "上海市人民政府"),
        ("鄂温克族自治旗人民政府", "county", "150724", "呼伦贝尔市人民政府"),
        ("福州市鼓楼区人民政府", "county", "350102", "福州市人民政府"),
        ("鼓楼区人民政府", "county", "", ""),
        ("广州市花都区赤坭镇人民政府", "township", "440114", "广州市花都区人民政府"),
        ("螅镇政府", "township", "", ""),
        ("茅坪回族镇人民政府", "township", "", ""),
        ("广州市荔湾区人民政府南源街道办事处", "street", "440103", "广州市荔湾区人民政府"),
        ("呼和浩特市新城区迎新路街道办事处", "street", "150102", "呼和浩特市新城区人民政府"),
        ("新乡市卫生健康委员会", "department", "410700", "新乡市人民政府"),
        ("上海市人民政府办公厅", "department", "310000", "上海市人民政府"),
        ("国家税务总局青石县税务局", "department", "", "青石县人民政府"),
        ("区统计局", "department", "", ""),
        ("昆山市周市镇人民政府", "township", "320583", "昆山市人民政府"),  # 周市 is no city
        ("上海市浦东新区陆家嘴街道办事处", "street", "310115", "上海市浦东新区人民政府"),
        ("阿拉善左旗人民政府", "county", "152921", "阿拉善盟行政公署"),
        ("北京市通州区城市管理委员会", "department", "110112", "北京市通州区人民政府"),
        ("云岭省国有资产监督管理委员会", "department", "", "云岭省人民政府"),
        ("国家统计局桃江县调查队", "department", "430922", "桃江县人民政府"),
        ("国家统计局青石调查队", "department", "", ""),
        ("国家统计局", "central", "", ""),
        ("中共桃江县委办公室", "department", "430922", ""),  # the party's, not the government's
        ("桃江县人民检察院", "institution", "430922", ""),
        ("桃江县乡镇企业局", "department", "430922", "桃江县人民政府"),
        ("桃江县城市社区管理局", "department", "430922", "桃江县人民政府"),
        ("青石县城乡建设局", "department", "", "青石县人民政府"),
        ("青石县市场监督管理局", "department", "", "青石县人民政府"),
        ("青石市城市管理局", "department", "", "青石市人民政府"),
        ("青石县白河镇财政所", "institution", "", "青石县白河镇人民政府"),
        ("西安市莲湖区残疾人联合会", "institution", "610104", "西安市莲湖区人民政府"),
        ("青石县供水有限公司", "institution", "", "青石县人民政府"),
        ("青石县第一中学", "institution", "", "青石县人民政府"),
        ("青石市人民政府", "", "", ""),  # a city or a county: no region of that name is known
        ("平潭综合实验区管委会", "", "", ""),
        ("益阳高新区市场监督管理局", "department", "", "益阳高新区管委会"),
    ],
)
def test_level_region_and_parent_are_told_by_the_name_or_stay_empty(
    name: str, level: str, code: str, parent: str
) -> None:
    found = parse(name)
    assert (found.level, found.region_code, found.parent) == (level, code, parent)


def test_a_parent_is_called_as_its_own_reports_are() -> None:
    frame = pd.DataFrame({"agency": ["桃江县审计局", "桃江县政府"], "named_by": "title"})
    found = agencies.identify(frame).set_index("agency")
    assert found.loc["桃江县审计局", "parent"] == "桃江县政府"


def test_a_region_that_was_recoded_is_known_by_both_names() -> None:
    """襄樊市 became 襄阳市 in 2010 under the same code; 太谷县 became 太谷区 under another."""
    assert regions.code_of(["襄樊市"]) == regions.code_of(["襄阳市"]) == "420600"
    assert regions.by_code()["420600"] == "襄阳市"
    assert (regions.code_of(["太谷县"]), regions.code_of(["太谷区"])) == ("140726", "140703")


def test_every_region_lies_in_one_of_the_table() -> None:
    names = regions.by_code()
    assert all(regions.above(code) in names for code in names if not code.endswith("0000"))
    assert sum(code.endswith("0000") for code in names) == 34
