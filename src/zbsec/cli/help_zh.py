"""What ``--help`` says, in Chinese. What is not here is shown in English."""

from __future__ import annotations


def spoken(text: str) -> str:
    """A help text, a description or a heading in Chinese, as far as it is known."""
    return _HELP.get(_key(text), text)


def _key(text: str) -> str:
    """Words apart from how they are wrapped, and whether they stand in a list or as a sentence."""
    words = " ".join(text.split())
    return (words[:1].lower() + words[1:]).removesuffix(".")


_HELP = {
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示帮助并退出",
    "show program's version number and exit": "显示版本并退出",
    "print JSON": "输出 JSON",
    "language of what is printed (default: %(default)s, from the environment)": (
        "输出语言（默认 %(default)s，取自环境）"
    ),
    "access control with consent: gates, faces, plates, sites and uplinks": (
        "知情同意的出入口控制：闸门、人脸、号牌、场所与上行"
    ),
    "measure a running site for its acceptance": "为验收测量运行中的场所",
    "measure search, plate matching, faces or liveness here": "在本机测量检索、号牌匹配、人脸或活体检测",
    "check a site file against the rules of its kind": "按场所类别核查场所文件",
    "flags to build C and C++ programs with the core": "以本库内核编译 C、C++ 程序的参数",
    "play one whole gate, on real pictures": "用真实图像演示一个完整出入口",
    "work out who pays for a site, year by year": "测算各方逐年付款",
    "who is enrolled by face, their rights, keys, snapshots for the gates": "人脸登记、个人权利、密钥与出入口快照",
    "what is installed here": "本机安装情况",
    "list, fetch and check models": "列出、获取、核验模型",
    "camera coverage and enclosure of a plan": "平面图的摄像机覆盖与封闭方案",
    "read the plates in pictures": "识读图片中的号牌",
    "sign a report, or verify its signature": "签署报告或核验签名",
    "start a site file, see the taxonomy, ask the gate of a face method": "新建场所文件、查看分类、询问人脸启用审查",
    "measure a running site for its acceptance: times, alarms and clocks of GB 50396-2007. The site is "
    "opened by its file and its gates move. What is measured, and what could not be, goes into the file "
    "of measurements that the site file names (measurements under [site]), from where zbsec check reads "
    "it. Exit code 0: everything was measured and within its bound; 1: something was not; 2: a mistake "
    "that was named": (
        "为验收测量运行中的场所：GB 50396-2007 的时间、报警与时钟。按场所文件启动场所，闸门会动作。"
        "测得与未测得的均写入场所文件所指的测量记录文件（[site] 中的 measurements），供 zbsec check 读取。"
        "退出码 0：全部测得且合格；1：有未测得或不合格；2：有已指明的错误。"
    ),
    "path of the site file": "场所文件路径",
    "drive the site and measure; gates move": "驱动场所并测量；闸门会动作",
    "who measures, as the report names them (default: the user's name)": "测量人，写入报告（默认当前用户名）",
    "samples of each time (default: %(default)s)": "每项时间的样本数（默认 %(default)s）",
    "test plate, registered while measuring (default: %(default)s)": "测试号牌，仅测量期间登记（默认 %(default)s）",
    "an enrolled member, shown to the face lanes": "已登记成员及其照片，向人脸通道出示",
    "time server to compare the clock with (default: none is asked)": "用于比对时钟的时间服务器（默认不询问）",
    "how long to watch the clock (default: %(default)g)": "观察时钟的秒数（默认 %(default)g）",
    "last day of the calibration of this host's clock, where it has one": "本主机时钟校准有效期至（如有校准）",
    "file of measurements (default: the site file's)": "测量记录文件（默认为场所文件所指）",
    "check a site file against its kind: what is missing, what is refused, what nobody has verified": (
        "按场所类别核查场所文件：缺什么、什么不得设置、什么尚未核验。"
    ),
    "also write the report as one HTML file": "同时写出单一 HTML 报告",
    'also write it as PDF (pip install "zbsec[pdf]")': '同时写出 PDF（pip install "zbsec[pdf]"）',
    "also write it as OSCAL assessment-results": "同时写出 OSCAL assessment-results",
    "another plan for the report, PNG or SVG": "报告改用此平面图，PNG 或 SVG",
    "work out who pays what in which year, and what the law asks for first. Exit code 0: nothing is "
    "missing; 1: a vote or paper is missing or does not count; 2: the file has faults": (
        "测算各方逐年付款及法定前置条件。退出码 0：无缺项；1：表决或材料缺失或无效；2：文件有误。"
    ),
    "path of the funding file": "资金文件路径",
    'also draw it (pip install "zbsec[charts]")': '同时绘图（pip install "zbsec[charts]"）',
    "what the cameras of a plan see and must not see, and which passages of an open estate to close": (
        "平面图中摄像机看到什么、不得看到什么，以及开放小区应封闭哪些通道。"
    ),
    "what the cameras see": "摄像机覆盖",
    "which passages to close": "应封闭的通道",
    "the JSON Schema of a plan": "平面图的 JSON Schema",
    "coverage with occlusion, pixel density by class of IEC 62676-4, blind ground, wanted areas met, and "
    "maxima broken where identity may not be captured. Exit code 1: something is not met or a maximum is "
    "broken": (
        "考虑遮挡的覆盖、IEC 62676-4 像素密度等级、盲区、要求区域是否达标、不得识别处是否超限。退出码 1："
        "有未达标或超限。"
    ),
    "also the fewest cameras to add on the candidate places": "并求候选位置上最少增设的摄像机",
    "for --propose (%(default)g)": "用于 --propose（%(default)g）",
    "a .geojson or .toml file": ".geojson 或 .toml 文件",
    "draw it, before and after": "绘图，含前后对照",
    "the same as SVG": "同上，SVG 格式",
    "print JSON, with polygons": "输出 JSON，含多边形",
    "which passages to close so that the fewest stay open while every building keeps its access for fire "
    "engines, every walk its limit and everybody room to leave. Exit code 1: a proposal, not to be built": (
        "在保证消防通达、步行绕行与疏散的前提下，求保留最少的通道。退出码 1：仅为方案，不得实施。"
    ),
    "print the JSON Schema of a plan, for editors": "输出平面图的 JSON Schema，供编辑器使用。",
    "of a TOML plan (default: GeoJSON)": "TOML 平面图的（默认 GeoJSON）",
    "sign reports and verify signatures: Ed25519, or SM2 with SM3. keygen makes a pair of keys; sign "
    "writes FILE.sig.json beside each file; verify tells whether each file is, byte for byte, what was "
    "signed, and names what is wrong": (
        "签署报告与核验签名：Ed25519 或 SM2（SM3）。keygen 生成密钥对；sign 在文件旁写 FILE.sig.json；verify "
        "逐字节核验文件并指明问题。"
    ),
    "make a pair of keys": "生成密钥对",
    "sign files": "签署文件",
    "sign files: FILE.sig.json beside each": "签署文件：在各文件旁写 FILE.sig.json。",
    "verify signed files": "核验已签文件",
    "where the private key goes": "私钥的位置",
    "where the public key goes (PRIVATE.pub.pem)": "公钥的位置（PRIVATE.pub.pem）",
    "ed25519 or sm2 (default: %(default)s)": "ed25519 或 sm2（默认 %(default)s）",
    "hTML, PDF, JSON or any other file": "HTML、PDF、JSON 或任何文件",
    "private key, PKCS #8": "私钥，PKCS #8",
    "where it goes (default: FILE.sig.json)": "签名的位置（默认 FILE.sig.json）",
    "environment variable with the key's passphrase": "保存密钥口令的环境变量",
    "who answers for the signature (default: the user's name)": "签名责任人（默认当前用户名）",
    "exit code 0: every file is what was signed; 1: one is not; 2: a key or signature cannot be read": (
        "退出码 0：文件均与签名一致；1：有不一致；2：密钥或签名无法读取。"
    ),
    "the signed files": "已签文件",
    "public key of who signed": "签署人的公钥",
    "its signature (default: FILE.sig.json)": "其签名（默认 FILE.sig.json）",
    "start a site file, and see what the taxonomy holds: kinds, rules, words, figures, duties": (
        "新建场所文件，查看分类：类别、规则、用词、测量项、职责。"
    ),
    "print the starting file of a site kind": "输出某类场所的起始文件",
    "print the JSON Schema of a site file": "输出场所文件的 JSON Schema",
    "ask the activation gate of every face method in a site file": "询问场所文件中各人脸方式的启用审查",
    "what a site kind asks, and what became of it": "某类场所的要求及其现状",
    "the site kinds": "场所类别",
    "locations and capabilities": "部位与能力",
    "what is measured or looked at, with bound and clause": "测量与查看项，含限值与条款",
    "acceptance duties, funding modes, departments, differences of regime": "验收职责、资金模式、部门、适用条款差异",
    "a site kind, see: zbsec site kinds": "场所类别，见 zbsec site kinds",
    "print an invented site that passes instead": "改为输出一个虚构的合格场所",
    "the gallery of faces, for its operator: who is enrolled, what people may ask, what the gates are told": (
        "人脸库管理：谁已登记、个人可提出的要求、下发出入口的内容。"
    ),
    "take the machine's time for now, after a wrong later time was seen": "在出现错误的未来时间后，接受当前系统时间",
    "bring a gate's copy up to a snapshot or delta; an empty folder becomes a copy": (
        "用快照或增量更新出入口副本；空文件夹成为副本"
    ),
    "everything on record of a holder": "某持有人的全部记录",
    "put right what was written down wrongly of a consent": "更正同意书的错误记载",
    "erase a holder's template and key, and end the consents": "删除持有人的模板与密钥，并终止同意",
    "by what rule a face opens the gate, for a holder": "人脸开门的规则说明（某持有人）",
    "what a gallery is: site, model, ciphers, public key, last record": (
        "人脸库信息：场所、模型、算法、公钥、末条记录"
    ),
    "what is held of a holder, on what basis, how long": "持有某人哪些信息、依据与期限",
    "who is enrolled, and whether the consent lives": "谁已登记，同意是否有效",
    "make a site's key where there is none": "生成场所密钥（尚无时）",
    "put on record that a holder was asked and said no": "记录持有人已被询问并拒绝",
    "give the site a new key: everything is turned and sealed anew": "更换场所密钥：全部重新变换与加密",
    "after files were put back from a backup: bring them and the keys into step": "从备份恢复文件后，使其与密钥一致",
    "write what the gates of this site must know, signed": "写出下发本场所出入口的内容，已签名",
    "check a receipt": "核验回执",
    "folder of the gallery": "人脸库文件夹",
    "where the site's key is: file:/path, env:NAME, keyring:service/user or a pkcs11: URI": (
        "场所密钥的位置：file:/路径、env:变量名、keyring:服务/用户 或 pkcs11: URI"
    ),
    "folder of the holders' keys (FOLDER.keys)": "持有人密钥文件夹（FOLDER.keys）",
    "who handles this; it is put on record": "经办人，将记录在案",
    "why the later time was wrong": "较晚时间为何有误",
    "a snapshot or delta": "快照或增量",
    "the holder's reference": "持有人编号",
    "write the signed receipt as JSON": "将已签回执写成 JSON",
    "id of the consent": "同意书编号",
    "such as channel=paper": "例如 channel=paper",
    "nobody asks before (default: ever)": "此前不得再问（默认永不）",
    "where the new key is; it is there": "新密钥的位置；须已存在",
    "why the key is renewed": "更换密钥的原因",
    "where to write it": "写到何处",
    "a delta from this record (0: all)": "自此记录起的增量（0：全部）",
    "a receipt, or what --json printed": "回执，或 --json 的输出",
    "the key that the site has published": "场所公布的公钥",
    "what this installation is and can do: version, instruction set, and every name in its tables": (
        "本机安装及能力：版本、指令集与各表名称。"
    ),
    "models: which there are, where they lie; fetch them, check them": "模型：有哪些、在何处；获取与核验。",
    "which models there are, and which are installed": "有哪些模型，已装哪些",
    "fetch models, check them, install them": "获取、核验并安装模型",
    "whether installed models are the right ones and can be run": "已装模型是否正确且可运行",
    "where models lie, or are looked for": "模型所在或查找的位置",
    "look in this folder only": "只在此文件夹查找",
    "a list of models of your own": "自有模型清单",
    "models, or face backends, whose models are meant": "模型，或人脸后端（指其模型）",
    "models, or face backends, whose models are meant (default: all that are installed)": (
        "模型，或人脸后端（默认全部已装）"
    ),
    "models, or face backends, whose models are meant (default: the places themselves)": (
        "模型，或人脸后端（默认列出位置）"
    ),
    "a mirror's address, a folder, or the file itself": "镜像地址、文件夹或文件本身",
    "default: ZBSEC_MODELS, else the user's cache": "默认 ZBSEC_MODELS，否则为用户缓存",
    "longest silence (%(default)g)": "最长无应答秒数（%(default)g）",
    "picture files, or folders of them": "图片文件或其文件夹",
    "each picture is one plate and little else": "每张图片仅含一块号牌",
    "write the vehicles, windows and surroundings hidden": "写出车辆图片，车窗与周围已遮蔽",
    "folder for --show (%(default)s)": "--show 的文件夹（%(default)s）",
    "enrol everybody of a table of consents, in parallel, on a report that an interrupted run goes on from": (
        "按同意书表批量登记，多线程，依据可续作的记录"
    ),
    "a table of consents (see docs/gallery.md), or the folder with consents.csv; pictures beside it": (
        "同意书表（见 docs/gallery.md），或含 consents.csv 的文件夹；图片在其旁"
    ),
    "what became of each (FOLDER.enrolment.jsonl)": "逐人结果（FOLDER.enrolment.jsonl）",
    "of zbsec.faces.FACES (the best that is installed)": "zbsec.faces.FACES 中的名称（默认已装的最佳者）",
    "with the weights": "权重所在",
    "whose gallery it is: the id of the site; a new one needs it": "所属场所的 id；新建时必填",
    "threads (one for every core)": "线程数（默认每核一个）",
    "do without LightQNet, which refuses pictures that recognition fails on, where it is installed": (
        "不使用 LightQNet（已装时用于拒绝识别不了的图片）"
    ),
    "try those again who were refused": "重试曾被拒者",
    "enrol children under 14 too, on their guardian's consent; without it they are refused": (
        "凭监护人同意登记未满 14 周岁的儿童；不加此项则拒绝"
    ),
    "overwrite and delete the pictures of those who are enrolled": "覆写并删除已登记者的图片",
    "exact search with a threshold beside FAISS, hnswlib, USearch and a BLAS product. Peers run in turns "
    "with ours, one in memory at a time; answers are compared with a brute force in double precision": (
        "带阈值的精确检索，与 FAISS、hnswlib、USearch 及 BLAS 矩阵乘对照。各库与本库轮流运行，内存中每次"
        "只有一个；结果与双精度穷举比对。"
    ),
    "how many to search in (1000 to 1000000)": "被检索的数量（1000 至 1000000）",
    "kinds of data (all)": "数据种类（全部）",
    "what is asked (all)": "查询种类（全部）",
    "beside whom (all)": "对照对象（全部）",
    "of data and queries (%(default)s)": "数据与查询的随机种子（%(default)s）",
    "fewer sizes and settings, shorter measurements": "较少规模与设置，较短测量",
    "write results.json and plots there": "在此写入 results.json 与图表",
    "write JSON there; alone: print it": "在此写入 JSON；不带值则直接输出",
    "numbers a vector has (%(default)s)": "向量维数（%(default)s）",
    "of a search and of a build (%(default)s)": "检索与建库的线程数（%(default)s）",
    "seconds a peer may take to build; then it is reported as not within the budget (600; quick: 120)": (
        "对照库建库的秒数上限，超出则报告为超时（600；--quick 时 120）"
    ),
    "the soft plate match beside rapidfuzz's Levenshtein and a plain scan over the same costs, answers "
    "compared; with --photographs: reading plates in labelled pictures beside RapidOCR, with the failures "
    "and their causes": (
        "号牌软匹配，与 rapidfuzz 的 Levenshtein 及同代价逐条扫描对照并比对结果；加 --photographs 则识读"
        "已标注图片中的号牌，与 RapidOCR 对照，并列出失败及原因。"
    ),
    "photographs": "照片",
    "with --size, --data, --cases and --quick these have no meaning": (
        "与 --size、--data、--cases、--quick 同用时无意义。"
    ),
    "a folder with labels.csv and its pictures": "含 labels.csv 及其图片的文件夹",
    "write a page there, every failure as a picture": "在此写入网页，每个失败均附图片",
    "only these views of the labels (all)": "仅限标注中的这些视角（全部）",
    "at most so many pictures, evenly taken (all)": "图片数上限，均匀抽取（全部）",
    "of each network (%(default)s)": "每个网络的线程数（%(default)s）",
    "registered plates; 0: none (%(default)s)": "已登记号牌数；0 为无（%(default)s）",
    "books without the photographs' plates (%(default)s)": "不含照片所示号牌的号牌簿数（%(default)s）",
    "drive so many photographed vehicles past a lane's camera (%(default)s)": (
        "令照片中的这些车辆驶过车道摄像机（%(default)s）"
    ),
    "how well a face backend tells people apart (ISO/IEC 19795-1): ROC, DET, true accepts at false accept "
    "rates, equal error rate, open-set identification, by group where groups are labelled, and the "
    "thresholds that follow. What the photographs are too few for is said to be not measurable. FOLDER "
    "holds one folder of pictures a person, or identities.csv (file, person_id, of choice role and group)": (
        "人脸后端区分个人的能力（ISO/IEC 19795-1）：ROC、DET、各误识率下的通过率、等错误率、开集辨识，有"
        "分组标注时按组给出，并给出相应阈值。照片不足以测量的，注明不可测。FOLDER 内每人一个图片文件夹，"
        "或含 identities.csv（file、person_id，可选 role、group）。"
    ),
    "labelled photographs": "已标注照片",
    "a name of zbsec.faces.FACES (the best that is installed)": "zbsec.faces.FACES 中的名称（默认已装的最佳者）",
    "with the weights (see: zbsec models where)": "权重所在（见 zbsec models where）",
    "a table person_id,group": "表格，列为 person_id,group",
    "members to identify among; modelled where the people are too few (100 1000 10000)": (
        "辨识所在的成员数；人数不足时按模型推算（100 1000 10000）"
    ),
    "of people, for intervals (%(default)s)": "对人员的重抽样次数，用于区间（%(default)s）",
    "of the networks (%(default)s)": "各网络的线程数（%(default)s）",
    "of all that is drawn (%(default)s)": "全部抽样的随机种子（%(default)s）",
    "write a page there": "在此写入网页",
    "how well a liveness check tells people from pictures of them (ISO/IEC 30107-3): APCER of each kind of "
    "attack and the worst, BPCER, what one costs in the other, DET. FOLDER holds one folder of pictures a "
    "label (live, print, screen ...), or presentations.csv (file, label, of choice subject); a table of "
    "another name can be given instead": (
        "活体检测区分真人与其影像的能力（ISO/IEC 30107-3）：各类攻击及最差的 APCER、BPCER、两者的代价关系"
        "、DET。FOLDER 内每个标签（live、print、screen 等）一个图片文件夹，或含 presentations.csv（file、"
        "label，可选 subject）；也可给出其他名称的表格。"
    ),
    "labelled presentations, or their table": "已标注的呈现样本，或其表格",
    "the check (%(default)s)": "检测方法（%(default)s）",
    "what finds the faces (the best that is installed)": "用于定位人脸的后端（默认已装的最佳者）",
    "from which somebody is bona fide (its own)": "判为真人的分数下限（默认为其自带值）",
    "measure search, plate matching, faces or liveness here: beside other libraries, or on labelled photographs": (
        "在本机测量检索、号牌匹配、人脸或活体检测：与其他库对照，或用已标注照片。"
    ),
    "exact vector search": "精确向量检索",
    "soft plate matching": "号牌软匹配",
    "a face backend on labelled photographs": "人脸后端，用已标注照片",
    "a liveness check on labelled attacks": "活体检测，用已标注攻击样本",
    "how to build against the native core of this installation: what a C compiler, a linker or CMake has to be told": (
        "如何以本机所装内核编译程序：C 编译器、链接器或 CMake 所需的参数。"
    ),
    "what to print, in this order, on one line": "输出内容（按此顺序，一行）",
    "for the compiler": "用于编译器",
    "for the linker": "用于链接器",
    "for CMAKE_PREFIX_PATH or zbsec_DIR": "用于 CMAKE_PREFIX_PATH 或 zbsec_DIR",
    "the path of zbsec.h": "zbsec.h 的路径",
    "the path of the shared library": "共享库的路径",
    "play one gate of one estate, from camera to platform, on real pictures; ends with a report": (
        "用真实图像演示一个小区的一个出入口，从摄像机到平台，最后给出报告。"
    ),
    "folder for the report (%(default)s)": "报告文件夹（%(default)s）",
    "print one JSON document instead of the timeline": "输出一个 JSON 文档，不输出时间线",
    "enrol the face in this photograph instead": "改为登记此照片中的人脸",
    "also play this at the gate: file, folder, video, 0, rtsp://…": (
        "同时在人行闸机播放：文件、文件夹、视频、0、rtsp://…"
    ),
    "also play this at the barrier": "同时在车辆道闸播放",
    "register this plate too": "同时登记此号牌",
    "how long to follow a video (%(default)s)": "跟随视频的秒数（%(default)s）",
    "passages of members and vehicles (%(default)s)": "成员与车辆的通行次数（%(default)s）",
}
