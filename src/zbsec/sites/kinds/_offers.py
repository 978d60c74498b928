"""What the library offers for a demand, or instead of it. Several kinds share these sentences."""

from __future__ import annotations

from zbsec.sites.text import Text

CONTROLLED_DOOR = Text(
    en="a turnstile or door that opens by card, pass, code or operator",
    zh="以刷卡、通行码、密码或值班员开启的闸机或门禁",
)
FACE_AS_ONE_METHOD = Text(
    en="a face as one of several methods at a door, for enrolled people who consented, behind the activation gate",
    zh="在门口把人脸作为多种方式之一，仅限已登记并单独同意的人员，且须通过启用审查",
)
REGISTERED_PLATES = Text(
    en="reading plates to let registered vehicles in; other plates open nothing and are not followed",
    zh="识别车牌以放行已登记车辆；其他车牌不放行、不跟踪",
)
BARRIER = Text(
    en="a vehicle barrier that reports its position and can be opened by hand",
    zh="能够反馈位置并可手动开启的车辆道闸",
)
ORDINARY_VIDEO = Text(
    en="ordinary video with signs and privacy masks, or counting without identity",
    zh="设有提示标识和隐私遮挡的普通视频，或不识别身份的计数",
)
VIDEO = Text(
    en="video with signs, a limited field of view and a retention period",
    zh="设有提示标识、限定视场和保存期限的视频监控",
)
PRESENTED_CREDENTIAL = Text(
    en="beam counters, and credentials that their holder presents deliberately",
    zh="光束计数，以及由持有人主动出示的凭证",
)
ENROLLED_ONLY = Text(
    en="matching of enrolled, consenting people and registered plates only",
    zh="仅比对已登记并同意的人员和已登记车牌",
)
PERIMETER = Text(
    en="detectors or camera lines along the perimeter, whose alarms name a place and never a person",
    zh="周界探测器或越线检测，报警只指明位置、不指明人员",
)
PATROL = Text(
    en="patrol points that a guard confirms, with records of time and place",
    zh="由保安确认的巡查点，记录时间和地点",
)
PLACE_EVENTS = Text(
    en="events of places and things: tailgating, forced or held doors, crossed lines, fallen barriers",
    zh="针对场所和物体的事件：尾随、强行开启、开启超时、越线、道闸异常",
)
EQUIPMENT_RISKS = Text(
    en="health of devices, and hazards of equipment and fire; never a score of a person",
    zh="设备健康状况及设备、火灾隐患；绝不对人评分",
)
PANORAMA = Text(
    en="panoramic video with masks over windows and balconies",
    zh="对窗户和阳台加以遮挡的全景视频",
)
KIOSK = Text(
    en="a kiosk at the entrance with a call button to a person who can open",
    zh="在出入口设置可呼叫值班员开启的岗亭终端",
)
VISITORS = Text(
    en="visitor passes with a time window, confirmed by the host, deleted afterwards",
    zh="由被访人确认、限定时段、到期删除的访客通行码",
)
CLOSING = Text(
    en="closing after the owners' decision and a check of fire egress, kept with the site's papers",
    zh="经业主决定并核查消防疏散后封堵，相关文件存档",
)
AS_GATED = Text(
    en="what is offered for a gated estate, rule by rule",
    zh="按封闭式小区逐条提供",
)
NO_OFFER_ON_ROADS = Text(
    en="nothing on public roads; ordinary video adapters for the department that may install there",
    zh="公共道路上不提供；仅为有权安装的部门提供普通视频接入",
)
OWN_ROADS = Text(
    en="plate reading on roads that the owners hold, behind the data-protection gate",
    zh="在业主共有的内部道路上识别车牌，须通过个人信息保护审查",
)
ALARMS_OF_PLACES = Text(
    en="alarms and device states of the site itself, to the recipients that its policy names",
    zh="本场所的报警和设备状态，仅发送给策略载明的接收方",
)
STAFF_FACE = Text(
    en="a face as one method for staff who agreed, beside card or code; nobody else is captured",
    zh="对同意的员工把人脸作为刷卡、密码之外的一种方式；不抓拍其他人",
)
OTHER_SECURITY = Text(
    en="whatever further device class the place needs, each under its own name",
    zh="按场所需要选用的其他设备类别，逐一列明",
)
UPLINK = Text(
    en="an uplink that names recipient, basis, fields and retention; off until then",
    zh="载明接收方、依据、字段和保存期限的上行；未载明则关闭",
)
ASSET_COVERAGE = Text(
    en="coverage of doors, gates and other assets; no trace of a person",
    zh="对门、闸等资产的覆盖；不形成个人踪迹",
)
NOTHING = Text(en="nothing: the scheme has ended", zh="不提供：该制度已终止")
