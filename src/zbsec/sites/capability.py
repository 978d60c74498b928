"""What a rule can ask a place to have, under the names of the notice."""

from __future__ import annotations

from zbsec.sites.text import Labelled


class Capability(Labelled):
    """A capability by its English and Chinese name. That it is listed does not mean that the library offers it."""

    BEHAVIOUR_ANOMALY = "behaviour_anomaly", "unusual behaviour", "行为异常"
    CLOSE_PASSAGE = "close_passage", "closing of surplus passages", "封堵不必要通道"
    DATA_LINK = "data_link", "real-time hand-over of records", "数据实时对接"
    E_PATROL = "e_patrol", "electronic patrol", "电子巡查"
    FACE_CAPTURE = "face_capture", "capture of faces", "人脸抓拍"
    FACE_RECOGNITION = "face_recognition", "face recognition", "人脸识别"
    FACE_TURNSTILE = "face_turnstile", "turnstile with face recognition", "人脸闸机"
    FUSED_ANALYTICS = "fused_analytics", "fused analytics and early warning", "数据分析、情报预警"
    HEALTH_CODE_LINK = "health_code_link", "link to health codes", "健康码对接"
    ONE_TOUCH_CALL = "one_touch_call", "one-touch call", "一键式呼叫"
    OTHER_SECURITY = "other_security", "other security facilities", "其它安防设施"
    PANORAMA = "panorama", "panoramic video", "全景监控"
    PERIMETER_PROTECTION = "perimeter_protection", "perimeter protection", "周界防护"
    PERSON_INFO_COLLECTOR = "person_info_collector", "collector of data on persons", "人员信息采集设备"
    PERSON_VEHICLE_SMART_ID = "person_vehicle_smart_id", "recognition of persons and vehicles", "人车智能识别"
    PLATE_CAPTURE = "plate_capture", "capture of plates", "车牌抓拍"
    RISK_IDENTIFICATION = "risk_identification", "risk identification", "风险识别"
    SMART_DOOR = "smart_door", "controlled door", "智能门禁"
    SMART_KIOSK = "smart_kiosk", "unattended kiosk", "智能岗亭"
    SMART_VIDEO = "smart_video", "video with analysis", "智能视频监控"
    TRACE_EVERYTHING = "trace_everything", "no blind spot, a trace of everything", "覆盖无盲区、全程留踪迹"
    UNNOTICED_MULTI_COLLECT = "unnoticed_multi_collect", "unnoticed multi-dimensional collection", "多维无感信息采集"
    VEHICLE_BARRIER = "vehicle_barrier", "vehicle barrier", "车辆道闸"
    VEHICLE_INFO_COLLECTOR = "vehicle_info_collector", "collector of data on vehicles", "车辆信息采集设备"
    VEHICLE_RECOGNITION = "vehicle_recognition", "vehicle recognition", "车辆识别"
    VIDEO = "video", "video", "视频监控"
    VISITOR_INFO = "visitor_info", "visitor registration", "采集访客信息"
