"""Provinces by their character, and issuing authorities by their letter (GA 36-2018, annex A)."""

from __future__ import annotations

from typing import NamedTuple


class Name(NamedTuple):
    """A place in both languages."""

    en: str
    zh: str


PROVINCE_NAMES = {
    "京": Name("Beijing", "北京"),
    "津": Name("Tianjin", "天津"),
    "冀": Name("Hebei", "河北"),
    "晋": Name("Shanxi", "山西"),
    "蒙": Name("Inner Mongolia", "内蒙古"),
    "辽": Name("Liaoning", "辽宁"),
    "吉": Name("Jilin", "吉林"),
    "黑": Name("Heilongjiang", "黑龙江"),
    "沪": Name("Shanghai", "上海"),
    "苏": Name("Jiangsu", "江苏"),
    "浙": Name("Zhejiang", "浙江"),
    "皖": Name("Anhui", "安徽"),
    "闽": Name("Fujian", "福建"),
    "赣": Name("Jiangxi", "江西"),
    "鲁": Name("Shandong", "山东"),
    "豫": Name("Henan", "河南"),
    "鄂": Name("Hubei", "湖北"),
    "湘": Name("Hunan", "湖南"),
    "粤": Name("Guangdong", "广东"),
    "桂": Name("Guangxi", "广西"),
    "琼": Name("Hainan", "海南"),
    "渝": Name("Chongqing", "重庆"),
    "川": Name("Sichuan", "四川"),
    "贵": Name("Guizhou", "贵州"),
    "云": Name("Yunnan", "云南"),
    "藏": Name("Tibet", "西藏"),
    "陕": Name("Shaanxi", "陕西"),
    "甘": Name("Gansu", "甘肃"),
    "青": Name("Qinghai", "青海"),
    "宁": Name("Ningxia", "宁夏"),
    "新": Name("Xinjiang", "新疆"),
}

OFFICIAL = Name("provincial police and official cars", "省级公安与公务")
"""What O stood for, in every province."""

SHANDONG = {
    "A": Name("Jinan", "济南"),
    "B": Name("Qingdao", "青岛"),
    "C": Name("Zibo", "淄博"),
    "D": Name("Zaozhuang", "枣庄"),
    "E": Name("Dongying", "东营"),
    "F": Name("Yantai", "烟台"),
    "G": Name("Weifang", "潍坊"),
    "H": Name("Jining", "济宁"),
    "J": Name("Tai'an", "泰安"),
    "K": Name("Weihai", "威海"),
    "L": Name("Rizhao", "日照"),
    "M": Name("Binzhou", "滨州"),
    "N": Name("Dezhou", "德州"),
    "P": Name("Liaocheng", "聊城"),
    "Q": Name("Linyi", "临沂"),
    "R": Name("Heze", "菏泽"),
    "S": Name("Laiwu, since 2019 part of Jinan", "莱芜"),
    "U": Name("Qingdao", "青岛"),
    "V": Name("Weifang", "潍坊"),
    "W": Name("provincial organs, or Jining: sources disagree", "省直机关或济宁"),
    "Y": Name("Yantai", "烟台"),
}

AUTHORITY_NAMES = {"鲁": SHANDONG}
"""Province character → letter → who issues; provinces that are missing have no table yet."""
