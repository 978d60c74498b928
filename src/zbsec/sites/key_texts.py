"""What each key of a site file means, for the schema that editors read. ``*`` stands for a name."""

from __future__ import annotations

from zbsec.sites.text import Text

KEY_TEXTS = {
    "access_points": Text(en="ways in: one lane in one direction each", zh="通行点：每条通道每个方向一个"),
    "access_points.*.camera": Text(en="id of the camera that looks at the lane", zh="拍摄本通道的摄像机标识"),
    "access_points.*.capture": Text(
        en="where a face lane looks at a face at all; others are bystanders and never described (G32)",
        zh="人脸采集区域；区域外人员视为旁人，不提取特征（G32）",
    ),
    "access_points.*.capture.eyes_max_px": Text(
        en="distance of the eyes in pixels above which a person is too near", zh="两眼间距上限（像素），超过则过近"
    ),
    "access_points.*.capture.eyes_min_px": Text(
        en="distance of the eyes in pixels below which a person is too far away", zh="两眼间距下限（像素），低于则过远"
    ),
    "access_points.*.capture.region": Text(
        en="corners of a polygon, as fractions of the picture; without it the whole picture",
        zh="多边形各角，取画面比例；省略则为整幅画面",
    ),
    "access_points.*.direction": Text(en="in or out", zh="进（in）或出（out）"),
    "access_points.*.gate": Text(en="id of the turnstile, door or barrier that opens", zh="开启的闸机、门或道闸标识"),
    "access_points.*.heading": Text(
        en="which way the lane runs over the ground, for platforms (GA/T 1400 Direction)",
        zh="车道的实际行驶方位，供上报（GA/T 1400 Direction）",
    ),
    "access_points.*.kiosk": Text(en="id of the kiosk where somebody can call", zh="可呼叫的岗亭终端标识"),
    "access_points.*.lane": Text(en="number of the lane, once per direction", zh="通道号，每个方向不重复"),
    "access_points.*.location": Text(en="where it is, by the taxonomy", zh="所在部位（分类词）"),
    "access_points.*.methods": Text(
        en="the ways to pass; a face is never the only one", zh="通行方式；人脸不得为唯一方式"
    ),
    "access_points.*.name": Text(en="name for people", zh="名称"),
    "access_points.*.other_way": Text(
        en="what whoever is denied is shown, in both languages", zh="向被拒人员显示的提示（中英文）"
    ),
    "access_points.*.other_way.en": Text(en="in English", zh="英文"),
    "access_points.*.other_way.zh": Text(en="in Chinese", zh="中文"),
    "access_points.*.presentation_attack": Text(
        en="what stands between a photograph and a face lane (governance G45)", zh="人脸通道防照片攻击措施"
    ),
    "access_points.*.presentation_attack.checks": Text(
        en="of liveness: what the lane runs, passive, challenge or both",
        zh="liveness 所用检测：passive、challenge 或两者",
    ),
    "access_points.*.presentation_attack.measure": Text(
        en="none, supervised: a person watches the lane, or liveness: the lane checks every arrival",
        zh="none、supervised（有人值守）或 liveness（通道自行活体检测）",
    ),
    "access_points.*.presentation_attack.moves": Text(
        en="of the challenge: what it draws from, turn, nod and blink; all three unless said",
        zh="challenge 的动作：turn（转头）、nod（抬头低头）、blink（眨眼）；默认全部",
    ),
    "access_points.*.presentation_attack.ref": Text(
        en="the paper that proves it, such as the duty roster", zh="证明文件，如值班表"
    ),
    "access_points.*.presentation_attack.schedule": Text(
        en="id of the schedule in which it is watched", zh="值守时段标识"
    ),
    "access_points.*.presentation_attack.test": Text(
        en="of liveness: a test of the checks at this lane (ISO/IEC 30107-3)",
        zh="liveness 的现场测试（ISO/IEC 30107-3）",
    ),
    "access_points.*.presentation_attack.test.attacks": Text(
        en="presentations of the kind of attack that did best", zh="最有效攻击种类的呈现次数"
    ),
    "access_points.*.presentation_attack.test.attacks_passed": Text(
        en="of them, those taken for people", zh="其中被误判为真人的次数"
    ),
    "access_points.*.presentation_attack.test.on": Text(en="day of the test", zh="测试日期"),
    "access_points.*.presentation_attack.test.people": Text(en="bona fide presentations", zh="真人呈现次数"),
    "access_points.*.presentation_attack.test.people_refused": Text(en="of them, those refused", zh="其中被拒绝的次数"),
    "access_points.*.presentation_attack.test.ref": Text(en="the test report", zh="测试报告"),
    "access_points.*.schedule": Text(en="id of the schedule in which the lane is open", zh="开放时段标识"),
    "access_points.*.tollgate": Text(
        en="20-digit code of the video tollgate, type 121, for platforms (GA/T 1400 TollgateID)",
        zh="卡口的 20 位编码，类型 121，供上报（GA/T 1400 TollgateID）",
    ),
    "access_points.*.zone": Text(en="id of the zone it leads into", zh="所属区域标识"),
    "devices": Text(en="every device, as the runtime creates it", zh="全部设备"),
    "devices.*.address": Text(
        en="where its driver finds it; without it the device is simulated", zh="设备地址；省略则为模拟设备"
    ),
    "devices.*.class": Text(en="device class, such as modbus-barrier; see zbsec info", zh="设备类，见 zbsec info"),
    "devices.*.code": Text(en="20-digit code of GB/T 28181", zh="GB/T 28181 的 20 位编码"),
    "devices.*.fail": Text(
        en="without power: safe frees the way, secure keeps it shut", zh="断电时：safe 开放，secure 关闭"
    ),
    "devices.*.lens": Text(en="field of view of a camera", zh="摄像机视场"),
    "devices.*.lens.height_px": Text(en="height of its picture in pixels", zh="图像高度，像素"),
    "devices.*.lens.horizontal_deg": Text(en="horizontal angle of view in degrees", zh="水平视角，度"),
    "devices.*.lens.range_m": Text(en="how far it is meant to see, in metres", zh="设计视距，米"),
    "devices.*.lens.vertical_deg": Text(en="vertical angle of view in degrees", zh="垂直视角，度"),
    "devices.*.lens.width_px": Text(en="width of its picture in pixels", zh="图像宽度，像素"),
    "devices.*.masks": Text(
        en="polygons blanked before anything is stored, as fractions of the picture (G33)",
        zh="隐私遮挡多边形，取画面比例",
    ),
    "devices.*.model": Text(
        en="maker and model; one class and model is one lot of an inspection", zh="厂家型号；同类同型号为一个检验批"
    ),
    "devices.*.mount": Text(en="where it hangs on the plan, and which way it looks", zh="安装位置与朝向"),
    "devices.*.mount.bearing_deg": Text(en="clockwise from north, in degrees", zh="方位角，自北顺时针，度"),
    "devices.*.mount.height_m": Text(en="metres above the ground", zh="离地高度，米"),
    "devices.*.mount.tilt_deg": Text(en="degrees below the horizon", zh="俯角，度"),
    "devices.*.mount.x_m": Text(en="metres east on the plan", zh="平面图东向坐标，米"),
    "devices.*.mount.y_m": Text(en="metres north on the plan", zh="平面图北向坐标，米"),
    "devices.*.name": Text(en="name for people", zh="名称"),
    "devices.*.settings": Text(en="settings of the device class, passed on as they are", zh="设备类的设置，原样传递"),
    "devices.*.zone": Text(en="id of the zone it stands in", zh="所在区域标识"),
    "egress": Text(en="ways out in an emergency (GB 55029 3.1.6)", zh="疏散出口（GB 55029 3.1.6）"),
    "egress.*.credential_free": Text(
        en="whether it opens from inside without card, face or code", zh="内侧是否无需卡、人脸、密码即可开启"
    ),
    "egress.*.device": Text(en="id of the lock or gate that closes it", zh="关闭该出口的锁或闸标识"),
    "egress.*.fire_linked": Text(en="whether the fire alarm frees it", zh="是否消防联动"),
    "egress.*.name": Text(en="name for people", zh="名称"),
    "egress.*.width_m": Text(en="clear width in metres", zh="净宽，米"),
    "egress.*.zone": Text(en="id of the zone it leads out of", zh="所属区域标识"),
    "evidence": Text(
        en="what the site states about itself; the library proves none of it", zh="场所声明；本库不证明其真实性"
    ),
    "evidence.access_register": Text(
        en="register of who looked at what, and why (VSR 16(2))", zh="查阅调取登记（VSR 16(2)）"
    ),
    "evidence.access_register.on": Text(en="its day", zh="日期"),
    "evidence.access_register.ref": Text(en="its number", zh="编号"),
    "evidence.assessment": Text(en="impact assessment (PIPL 55, 56; FRM 9)", zh="个人信息保护影响评估"),
    "evidence.assessment.ref": Text(en="its number", zh="编号"),
    "evidence.assessment.signed_by": Text(en="who signed it", zh="签署人"),
    "evidence.assessment.signed_on": Text(en="on which day", zh="签署日期"),
    "evidence.assessment.valid_to": Text(en="its last day", zh="有效期至"),
    "evidence.face_store": Text(
        en="where templates lie: device_only, or site_lan with a legal opinion (FRM 8)",
        zh="人脸特征存储位置：device_only，或附法律意见的 site_lan",
    ),
    "evidence.face_store_opinion_ref": Text(en="the legal opinion that site_lan needs", zh="site_lan 所需的法律意见"),
    "evidence.fire_egress_check": Text(
        en="that people still get out once passages are closed", zh="封堵后消防疏散核查"
    ),
    "evidence.fire_egress_check.on": Text(en="its day", zh="日期"),
    "evidence.fire_egress_check.ref": Text(en="its number", zh="编号"),
    "evidence.housing_acceptance": Text(
        en="acceptance of new housing by the housing authority (A7)", zh="住房城乡建设部门验收（A7）"
    ),
    "evidence.housing_acceptance.on": Text(en="its day", zh="日期"),
    "evidence.housing_acceptance.ref": Text(en="its number", zh="编号"),
    "evidence.inspection": Text(
        en="report of a qualified body (GB 50348 9.1.1)", zh="有资质机构的检验报告（GB 50348 9.1.1）"
    ),
    "evidence.inspection.on": Text(en="its day", zh="日期"),
    "evidence.inspection.ref": Text(en="its number", zh="编号"),
    "evidence.installer": Text(en="who puts up the devices", zh="安装主体"),
    "evidence.installer.name": Text(en="its name", zh="名称"),
    "evidence.installer.roles": Text(
        en="in which rights: government, operator, security_duty, other (VSR 7, 9)",
        zh="资格：government、operator、security_duty、other（VSR 7、9）",
    ),
    "evidence.near_sensitive_unit": Text(
        en="whether a military or classified site is a neighbour (VSR 10)", zh="周边是否有军事、涉密单位（VSR 10）"
    ),
    "evidence.necessity": Text(en="why a face is needed (PIPL 28; FRM 4, 13)", zh="采用人脸的充分必要性"),
    "evidence.necessity.area": Text(en="what part of the scene the camera looks at", zh="摄像机拍摄范围"),
    "evidence.necessity.less_intrusive_considered": Text(
        en="what less intrusive ways were weighed", zh="已考虑的侵扰更小的方式"
    ),
    "evidence.necessity.text": Text(en="the reason", zh="理由"),
    "evidence.neighbour_consent_ref": Text(en="consent of the sensitive neighbour", zh="周边敏感单位的同意"),
    "evidence.network_test": Text(
        en="test that nothing about a face leaves the site (G40)", zh="人脸数据不出场所的测试"
    ),
    "evidence.network_test.on": Text(en="its day", zh="日期"),
    "evidence.network_test.ref": Text(en="its number", zh="编号"),
    "evidence.owners_decision": Text(
        en="the owners' decision to close passages (CC 278)", zh="业主关于封堵通道的决定（民法典278）"
    ),
    "evidence.owners_decision.on": Text(en="its day", zh="日期"),
    "evidence.owners_decision.ref": Text(en="its number", zh="编号"),
    "evidence.police_filing": Text(en="filing with the county police (VSR 14)", zh="向县级公安机关备案（VSR 14）"),
    "evidence.police_filing.on": Text(en="its day", zh="日期"),
    "evidence.police_filing.ref": Text(en="its number", zh="编号"),
    "evidence.purposes": Text(en="legal basis of each purpose (PIPL 13)", zh="各目的的合法性基础（个人信息保护法13）"),
    "evidence.purposes.*.basis": Text(en="one of the bases of PIPL 13", zh="第十三条所列情形之一"),
    "evidence.purposes.*.ref": Text(en="the paper behind it", zh="证明文件"),
    "evidence.quality_acceptance": Text(
        en="acceptance of new housing by the quality-supervision body (A7)", zh="工程质量监督机构验收（A7）"
    ),
    "evidence.quality_acceptance.on": Text(en="its day", zh="日期"),
    "evidence.quality_acceptance.ref": Text(en="its number", zh="编号"),
    "evidence.roles": Text(
        en="who may do what with recordings; nobody may do all four (G60)", zh="岗位权限；任何岗位不得同时拥有四项"
    ),
    "evidence.roles.*": Text(
        en="some of view, export, configure, delete", zh="view、export、configure、delete 中的若干项"
    ),
    "evidence.security_rules": Text(
        en="rules and measures for the security of the video system (VSR 15)", zh="系统安全管理制度和措施（VSR 15）"
    ),
    "evidence.security_rules.on": Text(en="its day", zh="日期"),
    "evidence.security_rules.ref": Text(en="its number", zh="编号"),
    "evidence.signs": Text(
        en="the sign of each camera, by the camera's id (VSR 13)", zh="各摄像机的提示标识，按摄像机标识填写"
    ),
    "evidence.signs.*.checked_on": Text(en="when somebody last looked at it", zh="最近核查日期"),
    "evidence.signs.*.photo_ref": Text(en="photograph that shows it", zh="照片编号"),
    "evidence.signs.*.place": Text(en="where it is", zh="设置位置"),
    "evidence.signs.*.recheck_days": Text(en="within how many days it is looked at again", zh="复核周期，天"),
    "evidence.signs.*.text_version": Text(en="version of its text", zh="文字版本"),
    "evidence.trial_run": Text(
        en="record of a trial run of 30 days or more (GB 55029 4.0.7)", zh="不少于 30 天的试运行记录（GB 55029 4.0.7）"
    ),
    "evidence.trial_run.on": Text(en="its last day", zh="结束日期"),
    "evidence.trial_run.ref": Text(en="its number", zh="编号"),
    "facilities": Text(
        en="what the site has besides, under the name that a rule asks for", zh="其他设施，按规则所用名称填写"
    ),
    "facilities.*.by": Text(
        en="who put it up, where that is not the installer: government, operator, security_duty, other",
        zh="建设主体（与安装主体不同时填写）",
    ),
    "facilities.*.capability": Text(en="capability by the taxonomy", zh="能力（分类词）"),
    "facilities.*.name": Text(en="name for people", zh="名称"),
    "facilities.*.ref": Text(en="the paper that shows it", zh="证明文件"),
    "facilities.*.zone": Text(en="id of its zone; without it, the whole site", zh="所在区域标识；省略即全场所"),
    "measurements": Text(en="readings taken on the spot", zh="现场测量读数"),
    "measurements.*.by": Text(en="who measured", zh="测量人"),
    "measurements.*.calibrated_to": Text(
        en="last day of the instrument's calibration (GB 50348 9.1.3)", zh="仪器校准有效期至（GB 50348 9.1.3）"
    ),
    "measurements.*.figure": Text(
        en="code of the figure; see zbsec site figures", zh="指标代码，见 zbsec site figures"
    ),
    "measurements.*.instrument": Text(en="the instrument, if one was used", zh="所用仪器"),
    "measurements.*.median": Text(en="median of the samples", zh="样本中位数"),
    "measurements.*.not_measured": Text(en="why there is no value", zh="未测量的原因"),
    "measurements.*.on": Text(en="the day", zh="日期"),
    "measurements.*.ref": Text(en="the record or report it stands in", zh="记录或报告编号"),
    "measurements.*.retest": Text(
        en="whether it was read again after a fault was put right (GB 50348 9.1.6)",
        zh="是否为整改后的复测（GB 50348 9.1.6）",
    ),
    "measurements.*.samples": Text(en="how many samples the value is the worst of", zh="样本数，value 为其中最差值"),
    "measurements.*.simulated": Text(
        en="whether a simulated device stood in; then it verifies nothing", zh="是否在模拟设备上测得；是则不作核验"
    ),
    "measurements.*.subject": Text(en="id of the part, or site", zh="被测部位标识，或 site"),
    "measurements.*.timer": Text(
        en="the program and clock that took the time, where no instrument did", zh="计时程序和时钟（未另用仪器时）"
    ),
    "measurements.*.value": Text(
        en="the number in the figure's unit, or true or false", zh="数值（按指标单位），或 true、false"
    ),
    "perimeter": Text(en="lines in a camera's picture whose crossing is an event", zh="周界警戒线"),
    "perimeter.*.camera": Text(en="id of the camera in whose picture it lies", zh="所在画面的摄像机标识"),
    "perimeter.*.device": Text(en="id of the detector beside it", zh="同处的探测器标识"),
    "perimeter.*.name": Text(en="name for people", zh="名称"),
    "perimeter.*.points": Text(
        en="two ends, as fractions of the picture's width and height", zh="两端点，取画面宽高的比例"
    ),
    "retention": Text(en="how many days each class of data is kept", zh="各类数据保存天数"),
    "retention.access_events_days": Text(en="passes and refusals", zh="通行记录"),
    "retention.alarm_events_days": Text(en="alarms", zh="报警记录"),
    "retention.vehicle_events_days": Text(en="passes of vehicles", zh="车辆记录"),
    "retention.video_days": Text(en="recordings; without it nothing is recorded", zh="视频录像；省略即不录像"),
    "retention.visitor_records_days": Text(en="visitors", zh="访客记录"),
    "schedules": Text(en="named hours of the week", zh="时段"),
    "schedules.*.windows": Text(en="the hours in which it is open", zh="开放时段"),
    "schedules.*.windows.days": Text(en="some of mon to sun; without it, every day", zh="星期，mon 至 sun；省略即每天"),
    "schedules.*.windows.from": Text(en="first minute, such as 06:00", zh="起始时刻，如 06:00"),
    "schedules.*.windows.to": Text(en="end, up to 24:00", zh="结束时刻，至多 24:00"),
    "site": Text(en="which place this is", zh="场所"),
    "site.id": Text(en="id of the site", zh="场所标识"),
    "site.key_target": Text(
        en="whether it is a counter-terrorism key target (CTL 32)", zh="是否为反恐重点目标（反恐怖主义法32）"
    ),
    "site.kind": Text(en="site kind of the taxonomy; see zbsec site kinds", zh="场所类别，见 zbsec site kinds"),
    "site.measurements": Text(en="a file of measurements beside this one", zh="同一文件夹内的测量记录文件"),
    "site.name": Text(en="name for people", zh="名称"),
    "site.plan": Text(
        en="the plan beside this file: .geojson, .json or .toml is computed, .png or .svg is shown",
        zh="同一文件夹内的平面图：.geojson、.json、.toml 参与计算，.png、.svg 仅作展示",
    ),
    "site.regime": Text(en="which article of Order 799 governs it", zh="适用国务院令第799号哪一条"),
    "site.rule_sets": Text(en="rule sets of other packages that it answers to", zh="另须遵守的其他规则集"),
    "site.time_zone": Text(en="its time zone", zh="时区"),
    "storage": Text(en="files of the running site, in this folder", zh="运行数据文件，均在本文件夹内"),
    "storage.face_backend": Text(en="face backend by name; see zbsec info", zh="人脸后端，见 zbsec info"),
    "storage.gallery": Text(en="the members' gallery", zh="人脸库"),
    "storage.gallery_key": Text(
        en="where the gallery's key is: file:, env:, keyring: or pkcs11:",
        zh="人脸库密钥来源：file:、env:、keyring: 或 pkcs11:",
    ),
    "storage.gallery_key_env": Text(
        en="environment variable with the gallery's key, instead of gallery_key",
        zh="保存人脸库密钥的环境变量名，代替 gallery_key",
    ),
    "storage.journal": Text(en="the event journal", zh="事件日志"),
    "uplinks": Text(en="platforms that may be told, each under its policy", zh="上行平台及其策略"),
    "uplinks.*.address": Text(en="scheme, host and port", zh="协议、主机和端口"),
    "uplinks.*.basis": Text(en="statute or contract that allows it", zh="法律依据或合同"),
    "uplinks.*.basis_valid_to": Text(en="last day of the basis", zh="依据有效期至"),
    "uplinks.*.cross_border_ref": Text(
        en="paper that allows data to leave the country (PIPL 38)", zh="数据出境依据（个人信息保护法38）"
    ),
    "uplinks.*.encoder": Text(en="wire format; see zbsec info", zh="编码格式，见 zbsec info"),
    "uplinks.*.fields": Text(en="fields of events that may leave: an allow-list", zh="允许上行的字段"),
    "uplinks.*.password_env": Text(en="environment variable with the password", zh="保存口令的环境变量名"),
    "uplinks.*.purposes": Text(en="what for, by name", zh="目的"),
    "uplinks.*.recipient": Text(en="who receives it", zh="接收方"),
    "uplinks.*.region": Text(en="country of the platform, two letters", zh="平台所在国家，两位字母"),
    "uplinks.*.retention_days": Text(en="days the recipient keeps it", zh="接收方保存天数"),
    "uplinks.*.sender_id": Text(en="20-digit code this site signs with", zh="本场所的 20 位编码"),
    "uplinks.*.user": Text(en="user name at the platform", zh="平台用户名"),
    "zones": Text(en="parts of the site", zh="区域"),
    "zones.*.location": Text(
        en="what kind of place it is, by the taxonomy; see zbsec site terms", zh="部位（分类词），见 zbsec site terms"
    ),
    "zones.*.name": Text(en="name for people", zh="名称"),
    "zones.*.part_code": Text(en="7-digit code of DB37/T 4690.1-2024", zh="DB37/T 4690.1-2024 的 7 位采集部位编码"),
    "zones.*.regime": Text(en="its regime where that is not the site's", zh="与场所不同时的适用条款"),
}
