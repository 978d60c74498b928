"""What the document says around the findings, in both languages."""

from __future__ import annotations

from zbsec.sites.findings import Effect, Status
from zbsec.sites.text import Text

SECTIONS = {
    Effect.FAILS: Text(en="Fails the site", zh="导致不通过"),
    Effect.OPEN: Text(en="Open: to be verified or put right", zh="待核验或整改"),
    Effect.NONE: Text(en="For information, without effect on the verdict", zh="供参考，不影响结论"),
}
SATISFIED = Text(en="Present or satisfied", zh="已有或符合")

MEANINGS = {
    Status.REFUSED: Text(en="not lawful, or not offered", zh="不合法或不予提供"),
    Status.FAILED: Text(en="measured, and not as it must be", zh="经测量或查看不合格"),
    Status.MISSING: Text(en="asked for and not there", zh="应有而未有"),
    Status.UNKNOWN: Text(en="nobody has said", zh="尚无说明"),
    Status.NOT_VERIFIED: Text(en="needs a look on the spot", zh="须现场核验"),
    Status.CONDITIONAL: Text(en="holds under a condition", zh="附条件成立"),
    Status.VOID: Text(en="no longer asked for", zh="已不再要求"),
    Status.PRESENT: Text(en="there, as the rule asks", zh="已按要求设置"),
    Status.SATISFIED: Text(en="so, as far as stated or measured", zh="据声明或实测符合"),
    Status.NOT_APPLICABLE: Text(en="the site has no such part", zh="场所无此类部位"),
}

SIGNATORIES = (
    Text(en="Owner or client", zh="建设（委托）单位"),
    Text(en="Contractor", zh="设计施工单位"),
    Text(en="Supervisor", zh="监理单位"),
    Text(en="Operator", zh="使用（物业）单位"),
    Text(en="Head of the acceptance group", zh="验收组组长"),
)
"""Who signs an acceptance (GB 50348-2018, 10.1)."""

LABELS = {
    "title": Text(en="Acceptance report", zh="验收报告"),
    "eyebrow": Text(en="Security of the place · access control with consent", zh="安全防范工程 · 知情同意的出入口控制"),
    "verdict": Text(en="Verdict", zh="验收结论"),
    "blocked": Text(en="Must not be handed over", zh="不得交付使用"),
    "blocked_law": Text(en="New housing whose security facilities fail acceptance", zh="新建住宅安防设施验收不合格"),
    "summary_fails": Text(en="{} fail the site", zh="{} 项导致不通过"),
    "summary_open": Text(en="{} are open", zh="{} 项待核验或整改"),
    "summary_none": Text(en="{} do not weigh on the verdict", zh="{} 项不影响结论"),
    "findings_of": Text(en="{} findings:", zh="共 {} 项："),
    "kind": Text(en="Kind of site", zh="场所类别"),
    "regime": Text(en="Legal regime", zh="适用条款"),
    "checked": Text(en="Checked", zh="核查时间"),
    "file": Text(en="Site file", zh="场所文件"),
    "extent": Text(en="Extent", zh="规模"),
    "extent_of": Text(
        en="{points} access points, {cameras} cameras, {devices} devices",
        zh="{points} 个出入口，{cameras} 台摄像机，{devices} 台设备",
    ),
    "report_id": Text(en="Report", zh="报告编号"),
    "digest": Text(en="SHA-256 of the findings", zh="核查内容 SHA-256"),
    "plan": Text(en="Plan", zh="平面图"),
    "rules": Text(en="Rules, worst first", zh="条目核查表（由重到轻）"),
    "rule": Text(en="Rule", zh="条目"),
    "subject": Text(en="Where", zh="对象"),
    "status": Text(en="Status", zh="状态"),
    "finding": Text(en="Finding and basis", zh="核查情况与依据"),
    "remedy": Text(en="What to do, or what is offered", zh="整改措施或可提供的内容"),
    "measured": Text(en="Measured figures", zh="实测数据"),
    "nothing_measured": Text(
        en="Nothing was measured. `zbsec accept --measure` measures on the running site.",
        zh="未进行测量。可在运行的场所上执行 zbsec accept --measure 进行测量。",
    ),
    "quantity": Text(en="Quantity", zh="测量项目"),
    "reading": Text(en="Reading", zh="测量值"),
    "bound": Text(en="Bound", zh="限值"),
    "how": Text(en="Instrument, by whom, when", zh="仪器、测量人、时间"),
    "not_measured": Text(en="not measured", zh="未测量"),
    "samples_of": Text(en="worst of {}, median {}", zh="{} 次中最差，中位数 {}"),
    "simulated": Text(en="on a simulated device", zh="模拟设备"),
    "no_instrument": Text(en="looked at, no instrument", zh="目视，未用仪器"),
    "calibrated": Text(en="calibrated to {}", zh="校准有效期至 {}"),
    "so": Text(en="so", zh="是"),
    "not_so": Text(en="not so", zh="否"),
    "within": Text(en="within", zh="符合"),
    "beyond": Text(en="beyond", zh="超限"),
    "retest": Text(en="retest", zh="复测"),
    "gate": Text(en="Activation gate for face methods", zh="人脸方式启用审查"),
    "no_face": Text(
        en="No access point has a face method, so none passes the gate.", zh="本场所无人脸通行方式，无须启用审查。"
    ),
    "active": Text(en="may run", zh="可以启用"),
    "inactive": Text(en="stays off", zh="不得启用"),
    "step": Text(en="Step", zh="步骤"),
    "answer": Text(en="Answer", zh="结果"),
    "reason": Text(en="Reason", zh="理由"),
    "law": Text(en="Law", zh="依据"),
    "stated": Text(en="stated", zh="据声明"),
    "ok": Text(en="ok", zh="通过"),
    "refuse": Text(en="refused", zh="拒绝"),
    "unknown": Text(en="unknown", zh="未知"),
    "evidence": Text(en="Evidence", zh="证据清单"),
    "paper": Text(en="Paper", zh="材料"),
    "reference": Text(en="Reference", zh="编号或说明"),
    "date": Text(en="Date", zh="日期"),
    "hash": Text(en="SHA-256 of the file", zh="文件 SHA-256"),
    "no_file": Text(en="no file at hand", zh="未附文件"),
    "hash_note": Text(
        en="A hash stands where the reference names a file beside the site file; it tells whether a copy is the same "
        "file, not whether it is genuine.",
        zh="编号指向场所文件旁的文件时列出其哈希值；哈希只说明副本是否一致，不证明文件真伪。",
    ),
    "questions": Text(en="Open questions", zh="待答问题"),
    "no_questions": Text(en="Nothing is unknown, and nothing waits to be verified.", zh="无未知或待核验事项。"),
    "question": Text(en="What is unknown or not verified", zh="未知或未核验事项"),
    "settle": Text(en="What settles it", zh="如何解决"),
    "answered": Text(en="Answer, date", zh="答复及日期"),
    "signatures": Text(en="Signatures", zh="签署"),
    "party": Text(en="Party", zh="单位"),
    "name": Text(en="Name", zh="姓名"),
    "opinion": Text(en="Opinion", zh="意见"),
    "seal": Text(en="Signature, seal, date", zh="签字（盖章）、日期"),
    "digital": Text(
        en="A digital signature lies beside the file and is checked with: zbsec report verify FILE --key PUBLIC.pem",
        zh="数字签名随文件另附，核验命令：zbsec report verify 文件 --key 公钥.pem",
    ),
    "legend": Text(en="Status marks", zh="状态图例"),
    "abbreviations": Text(en="Abbreviations", zh="缩略语"),
    "laws": Text(
        en="CC Civil Code · CK check of this library · FPL Fire Protection Law · "
        "FRM face-recognition measures, Order 19 of 2025 · G requirement of this library · "
        "NDR network data regulations 2025 · PIPL personal information protection law · R rule of "
        "the Zibo notice of 2020 · SPC Supreme People's Court, 法释〔2021〕15号 · VSR video regulations, Order 799",
        zh="CC 民法典 · CK 本库核查项 · FPL 消防法 · FRM 人脸识别技术应用安全管理办法 · G 本库要求 · "
        "NDR 网络数据安全管理条例 · "
        "PIPL 个人信息保护法 · R 淄政办字〔2020〕64号条目 · SPC 法释〔2021〕15号 · "
        "VSR 公共安全视频图像信息系统管理条例（国务院令第799号）",
    ),
    "limits": Text(en="Limits of this report", zh="报告的局限"),
    "caveat": Text(
        en="This report reads what the site file states, and figures where somebody measured. It proves no paper "
        "genuine. What is not verified counts as open, never as passed. It is no legal advice.",
        zh="本报告核对场所文件的声明及已有的实测数据，不证明文件真伪。未核验事项视为待办，不视为通过。本报告不构成法律意见。",
    ),
}
