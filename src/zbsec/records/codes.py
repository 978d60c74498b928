"""The codes that events, decisions and devices share. Names follow ONVIF; Chinese terms stand beside them."""

from __future__ import annotations

from enum import StrEnum

from zbsec._labelled import Labelled


class EventCode(StrEnum):
    """What happened. ``zh`` gives the Chinese term."""

    zh: str

    def __new__(cls, value: str, zh: str = "") -> EventCode:
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        return member

    ACCESS_GRANTED = "access.granted", "允许通行"
    ACCESS_DENIED = "access.denied", "拒绝通行"
    ACCESS_TAKEN = "access.taken", "已通行"
    ACCESS_NOT_TAKEN = "access.not_taken", "未通行"
    ACCESS_WRONG_ATTEMPTS = "access.wrong_attempts", "连续错误识读"
    DOOR_MODE = "door.mode", "门模式"
    DOOR_PHYSICAL = "door.physical", "门状态"
    DOOR_FORCED = "door.forced", "强行开启"
    DOOR_HELD_OPEN = "door.held_open", "开启超时"
    DEVICE_STATE = "device.state", "设备状态"
    DEVICE_TAMPER = "device.tamper", "防拆"
    DEVICE_FAULT = "device.fault", "故障"
    DEVICE_OFFLINE = "device.offline", "离线"
    LANE_TAILGATING = "lane.tailgating", "尾随"
    LANE_REVERSE = "lane.reverse", "逆行"
    LANE_INTRUSION = "lane.intrusion", "闯入"
    LANE_OBSTRUCTED = "lane.obstructed", "受阻"
    BARRIER_VEHICLE_PRESENT = "barrier.vehicle_present", "车辆到位"
    BARRIER_OBSTRUCTED = "barrier.obstructed", "防砸"
    PERIMETER_ALARM = "perimeter.alarm", "周界报警"
    PERIMETER_LINE_CROSSED = "perimeter.line_crossed", "越线"
    KIOSK_CALL = "kiosk.call", "呼叫"
    KIOSK_CALL_ANSWERED = "kiosk.call_answered", "接听"
    KIOSK_CALL_ENDED = "kiosk.call_ended", "挂断"
    CONSENT_GIVEN = "consent.given", "同意登记"
    CONSENT_WITHDRAWN = "consent.withdrawn", "同意撤回"
    FRAME_REJECTED = "frame.rejected", "图像不可用"
    UPLINK_LOST = "uplink.lost", "上行中断"
    UPLINK_RESTORED = "uplink.restored", "上行恢复"
    UPLINK_REFUSED = "uplink.refused", "上行被拒"
    CLOCK_SET_BACK = "clock.set_back", "时钟回拨"
    CLOCK_RIGHT = "clock.right", "时钟恢复"
    SITE_OPENED = "site.opened", "场所开通"
    SITE_CLOSED = "site.closed", "场所关闭"


class Direction(StrEnum):
    """Which way a lane is passed; an access point has exactly one."""

    IN = "in"
    OUT = "out"


class Heading(StrEnum):
    """Which way a lane runs over the ground, as traffic passes it."""

    WEST_TO_EAST = "west_to_east"
    EAST_TO_WEST = "east_to_west"
    NORTH_TO_SOUTH = "north_to_south"
    SOUTH_TO_NORTH = "south_to_north"
    SOUTHWEST_TO_NORTHEAST = "southwest_to_northeast"
    NORTHEAST_TO_SOUTHWEST = "northeast_to_southwest"
    NORTHWEST_TO_SOUTHEAST = "northwest_to_southeast"
    SOUTHEAST_TO_NORTHWEST = "southeast_to_northwest"
    OTHER = "other"
    """Such as a lane that turns."""


class Connectivity(StrEnum):
    """The link to a device. Unknown is a state, never folded into another."""

    UNKNOWN = "unknown"
    ONLINE = "online"
    OFFLINE = "offline"


class Position(StrEnum):
    """Where the moving part of a door, turnstile or barrier is, as its own contacts report it."""

    UNKNOWN = "unknown"
    CLOSED = "closed"
    OPENING = "opening"
    OPEN = "open"
    CLOSING = "closing"
    STOPPED_BETWEEN = "stopped_between"
    FAULT = "fault"


class DoorMode(StrEnum):
    """What a door, turnstile or barrier was told to be (ONVIF Door Control, ``DoorMode``)."""

    UNKNOWN = "Unknown"
    LOCKED = "Locked"
    UNLOCKED = "Unlocked"
    ACCESSED = "Accessed"
    BLOCKED = "Blocked"
    LOCKED_DOWN = "LockedDown"
    LOCKED_OPEN = "LockedOpen"


class PlateColour(Labelled):
    """Ground colour of a vehicle plate (GA 36-2018)."""

    UNKNOWN = "unknown", "unknown", "未知"
    BLUE = "blue", "blue", "蓝"
    YELLOW = "yellow", "yellow", "黄"
    GREEN = "green", "green", "绿"
    YELLOW_GREEN = "yellow-green", "yellow-green", "黄绿"
    WHITE = "white", "white", "白"
    BLACK = "black", "black", "黑"


class PlateClass(StrEnum):
    """Kind of a vehicle plate 号牌种类 (GA 24.7, GA/T 16.7), as GA/T 1400 sends it. ``zh`` gives the Chinese term."""

    zh: str

    def __new__(cls, value: str, zh: str = "") -> PlateClass:
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        return member

    LARGE_CAR = "01", "大型汽车"
    SMALL_CAR = "02", "小型汽车"
    EMBASSY_CAR = "03", "使馆汽车"
    CONSULATE_CAR = "04", "领馆汽车"
    OUTSIDE_BORDER_CAR = "05", "境外汽车"
    FOREIGN_CAR = "06", "外籍汽车"
    MOTORCYCLE = "07", "普通摩托车"
    MOPED = "08", "轻便摩托车"
    EMBASSY_MOTORCYCLE = "09", "使馆摩托车"
    CONSULATE_MOTORCYCLE = "10", "领馆摩托车"
    OUTSIDE_BORDER_MOTORCYCLE = "11", "境外摩托车"
    FOREIGN_MOTORCYCLE = "12", "外籍摩托车"
    LOW_SPEED = "13", "低速车"
    TRACTOR = "14", "拖拉机"
    TRAILER = "15", "挂车"
    TRAINEE_CAR = "16", "教练汽车"
    TRAINEE_MOTORCYCLE = "17", "教练摩托车"
    TEST_CAR = "18", "试验汽车"
    TEST_MOTORCYCLE = "19", "试验摩托车"
    ENTERING_CAR = "20", "临时入境汽车"
    ENTERING_MOTORCYCLE = "21", "临时入境摩托车"
    TEMPORARY = "22", "临时行驶车"
    POLICE_CAR = "23", "警用汽车"
    POLICE_MOTORCYCLE = "24", "警用摩托车"
    OLD_FARM_MACHINE = "25", "原农机"
    HONG_KONG = "26", "香港入出境车"
    MACAU = "27", "澳门入出境车"
    ARMED_POLICE = "31", "武警"
    MILITARY = "32", "军队"
    NONE = "41", "无号牌"
    FORGED = "42", "假号牌"
    MISUSED = "43", "挪用号牌"
    NEW_ENERGY_LARGE = "51", "大型新能源汽车"
    NEW_ENERGY_SMALL = "52", "小型新能源汽车"
    OTHER = "99", "其他"
