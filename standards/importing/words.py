"""Words of lists for what the registry knows by a code: statuses, ranks, sub-systems. Pure."""

SUBSYSTEMS = {
    "ZD": ("指导层", "指导性文件", "法律法规"),
    "JC": ("通用基础",),
    "TG": ("服务提供",),
    "GL": ("服务管理",),
    "GZ": ("岗位工作",),
}
RANKS = {
    word: rank
    for rank, words in {
        "national": ("国家标准", "国标", "GB", "国家", "国家级"),
        "industry": ("行业标准", "行标", "行业", "部颁标准", "行业级"),
        "local": ("地方标准", "地标", "地方", "DB", "省级地方标准", "市级地方标准"),
        "group": ("团体标准", "团标", "团体", "协会标准"),
        "own": ("组织标准", "企业标准", "企标", "自制", "自制标准", "本单位", "本单位标准", "组织", "企业"),
        "law": ("法律法规", "法律", "法规", "行政法规", "部门规章", "规章"),
        "other": ("其他", "其它", "规范性文件", "政策文件", "国际标准", "国外标准"),
    }.items()
    for word in words
}
OBLIGATIONS = {
    "强制性": "mandatory",
    "强制": "mandatory",
    "推荐性": "recommended",
    "推荐": "recommended",
    "指导性": "guiding",
}
ORIGINS = {
    "自制": "own",
    "自制标准": "own",
    "制定": "own",
    "自行制定": "own",
    "采用": "adopted",
    "采用标准": "adopted",
    "引用": "adopted",
    "指导性文件": "guidance",
    "文件": "guidance",
    "法律法规": "guidance",
}
# What a list says of a state → the state of the registry; `unknown` is somebody's "to be looked up".
STATUSES = {
    word: status
    for status, words in {
        "in_force": ("现行", "有效", "现行有效", "在用", "是", "已发布", "已实施", "执行", "执行中"),
        "upcoming": ("即将实施", "待实施", "未实施", "已发布未实施"),
        "draft": (
            *("制定中", "待制定", "拟制定", "在编", "起草", "起草中", "编制中", "计划", "审查", "审查中"),
            *("报批", "征求意见", "在制定", "计划中"),
        ),
        "replaced": ("被代替", "已替代", "被替代", "已被代替", "已代替"),
        "withdrawn": ("废止", "作废", "已废止", "已作废", "失效"),
        "identified": ("待采用", "识别", "拟采用"),
        "abandoned": ("终止", "已终止"),
        "unknown": ("待查", "不详", "待核实", "待确认"),
    }.items()
    for word in words
}
EMPTY = {
    "",
    "-",
    "--",
    "—",
    "——",
    "－",
    "/",
    "／",
    "\\",
    "无",
    "暂无",
    "空",
    "N/A",
    "NA",
    "NONE",
    "NULL",
    "*",
}
