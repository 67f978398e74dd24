"""Fifty questions as readers ask them, each with the first finds that answer it, judged by hand over the shipped content.

A find is named by its kind and a part of its title. Several are named where a reader would be served by either.
"""

QUESTIONS: dict[str, set[str]] = {
    # articles of the Regulation, by number and by subject
    "条例第九条": {"article 第九条"},
    "第26条": {"article 第二十六条"},
    "第三十条": {"article 第三十条"},
    "施行日期": {"article 第三十条", "lesson 条例导读"},
    "碳足迹": {"article 第十五条"},
    "横琴": {"article 第二十九条"},
    "深合区": {"article 第二十九条"},
    "市长质量奖": {"article 第二十八条", "lesson 品牌、诚信与市长质量奖", "award （示例）海湾市市长质量奖"},
    "质量月": {"article 第二十五条", "campaign 质量月"},
    "质量融资增信": {"article 第二十三条"},
    "质量保险": {"article 第二十四条"},
    # SQLite and PostgreSQL weigh them differently.
    "科普基地": {"article 第二十六条", "note 帮助：学校编辑", "policy （示例）质量教育科普基地开放支持"},
    # lessons, by their subject
    "首席质量官的来历": {"lesson 首席质量官：来历、定位与能力"},
    "聘任文件怎么写": {"lesson 聘任与授权文件怎么写"},
    "一票否决权怎么行使": {"lesson “一票否决”权的行使"},
    "否决权": {"lesson “一票否决”权的行使"},
    "年度述职": {"lesson 履职记录与年度述职"},
    "FMEA": {"lesson FMEA与措施优先级"},
    "失效模式": {"lesson FMEA与措施优先级"},
    "过程能力 Cpk": {"lesson 过程能力Cp、Cpk、Pp、Ppk"},
    "测量系统分析": {"lesson 测量系统分析"},
    "MSA": {"lesson 测量系统分析"},
    "控制图怎么看": {"lesson 看懂控制图的信号", "lesson 控制图的选择与判读"},
    "OC曲线": {"lesson 验收抽样与OC曲线"},
    "抽样检验": {"lesson 抽样检验入门", "lesson 验收抽样与OC曲线"},
    "首件检验": {"lesson 首件、巡检、末件"},
    "不合格品怎么处置": {"lesson 不合格品"},
    "次品": {"lesson 不合格品"},
    "召回": {"lesson 缺陷与召回", "lesson 召回与下架时我做什么"},
    "应急演练": {"lesson 应急演练"},
    "投诉怎么处理": {"lesson 投诉与舆情处理"},
    "日管控": {"lesson 日管控的组织"},
    "周排查": {"lesson 周排查与治理报告"},
    "月调度": {"lesson 月度调度会议"},
    "风险管控清单": {"lesson 风险管控清单"},
    "供应商质量控制": {"lesson 供应商质量控制"},
    "供方": {"lesson 供应商质量控制"},
    "质量成本": {"lesson 质量成本"},
    "8D": {"lesson 问题解决：PDCA、8D、DMAIC", "case （示例）一起虚焊投诉的8D：两个根因，一个都不能少"},
    "卓越绩效": {"lesson 卓越绩效模式"},
    "成熟度自评": {"lesson 质量管理成熟度自评"},
    "追溯体系": {"lesson 追溯体系"},
    "防错": {"lesson 防错与现场管理"},
    "数字化": {"lesson 数字化、智能化质量管控"},
    # courses and what the site says of itself
    "质量安全员课程": {"course 质量安全员"},
    "首席质量官课程": {"course 首席质量官"},
    "隐私政策": {"note 隐私"},
    "申诉": {"note 申诉"},
    "考试规则": {"note 考试规则"},
    "证书不是什么": {"note"},
    "無障礙": {"note 无障碍"},
}
ENGLISH: dict[str, set[str]] = {
    "Article 9": {"article Article 9"},
    "privacy": {"note Privacy"},
    "recall": {"lesson"},
    "measurement system analysis": {"lesson Measurement system analysis"},
}
