"""What a rule can ask a place to have, under the names of the notice."""

from __future__ import annotations

from typing import NamedTuple

from zbsec.sites.vocabulary import Vocabulary


class Function(NamedTuple):
    """What is known of a capability."""

    en: str
    zh: str
    device_words: tuple[str, ...] = ()
    """Words of a device's class name that show the capability, such as ``barrier``."""


class Capability(Vocabulary):
    """A capability by its English and Chinese name. That it is listed does not mean that the library offers it.

    Other packages add theirs in entry-point group ``zbsec.site_capabilities``, each a ``Function``.
    """

    AS_GATED = "as_estate_gated", Function("everything of a gated estate", "封闭后按封闭式小区建设")
    BEHAVIOUR_ANOMALY = "behaviour_anomaly", Function("unusual behaviour", "行为异常")
    CLOSE_PASSAGE = "close_passage", Function("closing of surplus passages", "封堵不必要通道")
    DATA_LINK = "data_link", Function("real-time hand-over of records", "数据实时对接")
    E_PATROL = "e_patrol", Function("electronic patrol", "电子巡查", ("patrol",))
    FACE_CAPTURE = "face_capture", Function("capture of faces", "人脸抓拍")
    FACE_RECOGNITION = "face_recognition", Function("face recognition", "人脸识别")
    FACE_TURNSTILE = "face_turnstile", Function("turnstile with face recognition", "人脸闸机")
    FUSED_ANALYTICS = "fused_analytics", Function("fused analytics and early warning", "数据分析、情报预警")
    HEALTH_CODE_LINK = "health_code_link", Function("link to health codes", "健康码对接")
    ONE_TOUCH_CALL = "one_touch_call", Function("one-touch call", "一键式呼叫", ("intercom", "doorphone"))
    OTHER_SECURITY = "other_security", Function("other security facilities", "其它安防设施")
    PANORAMA = "panorama", Function("panoramic video", "全景监控", ("panorama",))
    PERIMETER_PROTECTION = "perimeter_protection", Function("perimeter protection", "周界防护", ("perimeter",))
    PERSON_INFO_COLLECTOR = "person_info_collector", Function("collector of data on persons", "人员信息采集设备")
    PERSON_VEHICLE_SMART_ID = (
        "person_vehicle_smart_id",
        Function("recognition of persons and vehicles", "人车智能识别"),
    )
    PLATE_CAPTURE = "plate_capture", Function("capture of plates", "车牌抓拍")
    RISK_IDENTIFICATION = "risk_identification", Function("risk identification", "风险识别")
    SMART_DOOR = "smart_door", Function("controlled door", "智能门禁")
    SMART_KIOSK = "smart_kiosk", Function("unattended kiosk", "智能岗亭", ("kiosk",))
    SMART_VIDEO = "smart_video", Function("video with analysis", "智能视频监控", ("camera",))
    TRACE_EVERYTHING = "trace_everything", Function("no blind spot, a trace of everything", "覆盖无盲区、全程留踪迹")
    UNNOTICED_MULTI_COLLECT = (
        "unnoticed_multi_collect",
        Function("unnoticed multi-dimensional collection", "多维无感信息采集", ("probe", "sniffer")),
    )
    VEHICLE_BARRIER = "vehicle_barrier", Function("vehicle barrier", "车辆道闸", ("barrier", "bollard"))
    VEHICLE_INFO_COLLECTOR = "vehicle_info_collector", Function("collector of data on vehicles", "车辆信息采集设备")
    VEHICLE_RECOGNITION = "vehicle_recognition", Function("vehicle recognition", "车辆识别")
    VIDEO = "video", Function("video", "视频监控", ("camera",))
    VISITOR_INFO = "visitor_info", Function("visitor registration", "采集访客信息")

    @classmethod
    def group(cls) -> str:
        return "zbsec.site_capabilities"

    @property
    def device_words(self) -> frozenset[str]:
        facts: Function = self.facts
        return frozenset(facts.device_words)
