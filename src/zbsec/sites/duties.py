"""Who owed what under the notice: acceptance duties A1 to A7, and the departments. Values to print and to cite."""

from __future__ import annotations

from typing import NamedTuple

from zbsec.sites.certainty import Certainty
from zbsec.sites.kinds import NOTICE, Today
from zbsec.sites.text import Text

ACCEPTANCE = f"{NOTICE}, part 4 (验收)"
DUTIES = f"{NOTICE}, part 5 (职责分工)"


class AcceptanceDuty(NamedTuple):
    """One duty of acceptance, upload or data protection, and what is left of it."""

    id: str
    words: Text
    today: Today
    instead: Text
    """How the duty is read today."""
    law: str
    clause: str = ACCEPTANCE
    certainty: Certainty = Certainty.A


ACCEPTANCE_DUTIES = (
    AcceptanceDuty(
        id="A1",
        words=Text(
            en="design, build, supervise, inspect and accept to GB 50348-2018",
            zh="按照 GB 50348-2018 设计、施工、监理、检验、验收",
        ),
        today=Today.KEEP,
        instead=Text(
            en="read with GB 55029-2022, whose every clause is mandatory since 2022-10-01",
            zh="与 2022-10-01 起全文强制的 GB 55029-2022 一并执行",
        ),
        law="GB 55029-2022; GB 50348-2018",
    ),
    AcceptanceDuty(
        id="A2",
        words=Text(en="collect at the parts that GB 37300-2018 lists", zh="按照 GB 37300-2018 规定的部位采集信息"),
        today=Today.NARROW,
        instead=Text(
            en="only in networked public-security video; its list of parts is not verified here",
            zh="仅适用于公共安全视频联网系统；其部位清单本库未核验",
        ),
        law="GB 37300-2018",
    ),
    AcceptanceDuty(
        id="A3",
        words=Text(
            en="meet the trial specification of the police combat application systems",
            zh="符合《实战业务应用系统技术规范（试行）》",
        ),
        today=Today.REFUSE,
        instead=Text(en="an internal police paper: nothing to encode", zh="公安内部文件，无可编码内容"),
        law="not public",
    ),
    AcceptanceDuty(
        id="A4",
        words=Text(en="keep the boundary of the network safe", zh="确保网络边界安全"),
        today=Today.KEEP,
        instead=Text(en="boundary protection, no weak passwords", zh="边界防护，杜绝弱口令"),
        law="GB 55029 2.0.4; GB 35114-2017",
    ),
    AcceptanceDuty(
        id="A5",
        words=Text(
            en="upload in real time to the government extranet and the police video network",
            zh="实时上传政务外网和公安视频专网",
        ),
        today=Today.GATE,
        instead=Text(
            en="off until an uplink names recipient, basis, fields and retention; no face data by a notice",
            zh="上行须载明接收方、依据、字段和保存期限；文件不构成人脸数据外传依据",
        ),
        law="FRM 8; PIPL 23; governance G40, section 4",
    ),
    AcceptanceDuty(
        id="A6",
        words=Text(en="obey the Cybersecurity Law, protect data and privacy", zh="遵守网络安全法，保护用户数据和隐私"),
        today=Today.KEEP,
        instead=Text(
            en="the law of today: CSL as amended, PIPL, Order 799, the face measures of 2025",
            zh="现行法：修订后的网络安全法、个人信息保护法、国务院令第799号、人脸识别管理办法",
        ),
        law="CSL; PIPL; VSR; FRM",
    ),
    AcceptanceDuty(
        id="A7",
        words=Text(
            en="new housing whose security facilities fail acceptance must not be delivered",
            zh="新建住宅安防设施验收不合格的不得交付使用",
        ),
        today=Today.KEEP,
        instead=Text(
            en="the verdict block_delivery, with the acceptance papers of both authorities",
            zh="以 block_delivery 结论体现，并附质监机构和住建部门的验收文件",
        ),
        law="GB 55029 5.0.1 to 5.0.5",
    ),
)


class Department(NamedTuple):
    """One department that the notice gave a duty."""

    id: str
    name: Text
    duty: Text
    clause: str = DUTIES
    certainty: Certainty = Certainty.A


DEPARTMENTS = (
    Department(
        id="political_legal",
        name=Text(en="political and legal affairs committee", zh="政法委"),
        duty=Text(en="coordinate, supervise, inspect, assess", zh="统筹协调、督导检查、考核"),
    ),
    Department(
        id="big_data",
        name=Text(en="big-data bureau", zh="大数据部门"),
        duty=Text(
            en="approve projects; one entrance, one store, one channel for collected data; pool and share",
            zh="项目审批，数据统一入口、统一存储、统一通道，汇聚共享",
        ),
    ),
    Department(
        id="police",
        name=Text(en="public security", zh="公安"),
        duty=Text(
            en="overall plan, standards, implementation; guide sectors, communities, firms",
            zh="总体规划、标准制定和组织实施，指导行业、社区、企业",
        ),
    ),
    Department(
        id="housing",
        name=Text(en="housing and construction", zh="住房城乡建设"),
        duty=Text(
            en="retrofit of old estates, property firms, maintenance funds", zh="老旧小区改造，督促物业企业，维修资金"
        ),
    ),
    Department(
        id="civil_affairs",
        name=Text(en="civil affairs", zh="民政"),
        duty=Text(en="smart communities", zh="智慧社区建设"),
    ),
    Department(
        id="health",
        name=Text(en="health", zh="卫生健康"),
        duty=Text(en="link to health codes; void today (R80)", zh="健康码数据对接；已失效（R80）"),
    ),
    Department(
        id="finance",
        name=Text(en="finance", zh="财政"),
        duty=Text(en="part subsidy", zh="部分补助"),
    ),
    Department(
        id="sector",
        name=Text(en="authority of a sector", zh="其他行业主管部门"),
        duty=Text(en="guide its sector by the standards", zh="按标准指导本行业"),
    ),
)
