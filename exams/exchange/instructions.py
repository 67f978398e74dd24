"""The words of the template's first sheet, in three languages: (what, how) line by line. Written, not translated by machine."""

INSTRUCTIONS = {
    "zh-hans": (
        (
            "怎样填写",
            "一行一题，在“题目”表里填写；案例题在“案例”表里填写，一小题一行。列的先后可以变，用不到的列可以空着或删掉。",
        ),
        ("示例", "编号以EXAMPLE-开头的行是示例，导入时会跳过，也可以直接删掉。"),
        (
            "编号",
            "同一编号再次导入就是更新：没变的跳过，变了的成为新版本，经另一人复核后才使用。没有编号时，系统按题目内容生成。",
        ),
        ("题型", "单选题、多选题、判断题、填空题、计算题、配对题、排序题、简答题；案例题在“案例”表。"),
        ("单选、多选", "选项写在选项A、选项B……；答案写字母，例如 B 或 ACD。"),
        ("判断", "答案写 对 或 错（√、×、T、F、正确、错误也可以）。"),
        ("填空", "题干里用四个下划线____表示一个空。答案按空用分号隔开，同一空的几种写法用 | 隔开，例如：九|9; 1978。"),
        ("计算", "答案写数字；允差写 0.05 或 2%；单位写在“单位”列。"),
        ("配对", "每个选项写一对，用 | 隔开，例如：人 | 资格名单。干扰项只写右边：| 销售排名。答案留空。"),
        ("排序", "选项按显示的次序写，答案写正确次序，例如 BAC。答案留空表示选项已按正确次序写好，导入时会打乱。"),
        ("简答、案例", "答案（评分要点）一行一点，行末写分数，例如：停止放行并隔离（2分）。各点相加等于分值。"),
        ("评分规则", "多选题默认：错选不得分，少选每个选项得0.5分。可以改为全对才得分，或按选项赋分（答案写 A=1, C=0.5）。"),
        ("难度", "1（易）到5（难）。"),
        ("能力领域", "写考试和领域，例如 QSO:S1, CQO:A。没有领域的题不会被抽到。"),
        ("其他语言", "右边折叠的列是繁体和英文，点列上方的“+”展开。填了题干，就要把选项一并填上。"),
        ("公式", "单元格里不要用公式；以 = 开头的文字，请先把单元格设为文本。"),
    ),
    "zh-hant": (
        (
            "怎樣填寫",
            "一行一題，在「題目」表裏填寫；案例題在「案例」表裏填寫，一小題一行。列的先後可以變，用不到的列可以空着或刪掉。",
        ),
        ("示例", "編號以EXAMPLE-開頭的行是示例，匯入時會跳過，也可以直接刪掉。"),
        (
            "編號",
            "同一編號再次匯入就是更新：沒變的跳過，變了的成為新版本，經另一人覆核後才使用。沒有編號時，系統按題目內容生成。",
        ),
        ("題型", "單選題、多選題、判斷題、填空題、計算題、配對題、排序題、簡答題；案例題在「案例」表。"),
        ("單選、多選", "選項寫在選項A、選項B……；答案寫字母，例如 B 或 ACD。"),
        ("判斷", "答案寫 對 或 錯（√、×、T、F、正確、錯誤也可以）。"),
        ("填空", "題幹裏用四個下劃線____表示一個空。答案按空用分號隔開，同一空的幾種寫法用 | 隔開，例如：九|9; 1978。"),
        ("計算", "答案寫數字；允差寫 0.05 或 2%；單位寫在「單位」列。"),
        ("配對", "每個選項寫一對，用 | 隔開，例如：人 | 資格名單。干擾項只寫右邊：| 銷售排名。答案留空。"),
        ("排序", "選項按顯示的次序寫，答案寫正確次序，例如 BAC。答案留空表示選項已按正確次序寫好，匯入時會打亂。"),
        ("簡答、案例", "答案（評分要點）一行一點，行末寫分數，例如：停止放行並隔離（2分）。各點相加等於分值。"),
        ("評分規則", "多選題預設：錯選不得分，少選每個選項得0.5分。可以改為全對才得分，或按選項賦分（答案寫 A=1, C=0.5）。"),
        ("難度", "1（易）到5（難）。"),
        ("能力領域", "寫考試和領域，例如 QSO:S1, CQO:A。沒有領域的題不會被抽到。"),
        ("其他語言", "右邊摺疊的列是簡體和英文，點列上方的「+」展開。填了題幹，就要把選項一併填上。簡體題幹必須有。"),
        ("公式", "單元格裏不要用公式；以 = 開頭的文字，請先把單元格設為文本。"),
    ),
    "en": (
        (
            "How to fill it in",
            "One question per row on “Questions”; cases go on “Cases”, one row per part. Columns may be moved, left "
            "empty or removed.",
        ),
        ("Examples", "Rows whose code starts with EXAMPLE- are examples. An import leaves them out; you may delete them."),
        (
            "Code",
            "A known code updates that question: unchanged rows are skipped, changed ones become a new version once a "
            "second person approves. Without a code one is made of the wording.",
        ),
        (
            "Type",
            "Single choice, Multiple choice, True or false, Fill in, Calculation, Matching, Ordering, Short answer; "
            "cases on their own sheet.",
        ),
        ("Choice", "Choices in Option A, Option B …; the answer is a letter or letters: B, or ACD."),
        ("True or false", "T or F."),
        (
            "Fill in",
            "Four underscores ____ mark a blank. Answers to several blanks are parted by ; and several wordings for "
            "one by | as in: nine|9; 1978.",
        ),
        ("Calculation", "The answer is a number; the tolerance 0.05 or 2%; the unit has its own column."),
        (
            "Matching",
            "One pair in each option: Man | list of staff. A counterpart that fits nothing: | sales ranking. Leave "
            "the answer empty.",
        ),
        (
            "Ordering",
            "Options as they are shown; the answer is the right order: BAC. No answer means the options stand in "
            "their right order and are shuffled.",
        ),
        (
            "Short answer, case",
            "One marking point per line with its marks at the end: separate the lot (2 marks). The points add up to the marks.",
        ),
        (
            "Marking rule",
            "Multiple choice by default: a wrong tick earns nothing, each right one 0.5 if some are missing. Or: All "
            "or nothing; Marks per choice (answer A=1, C=0.5).",
        ),
        ("Difficulty", "1 (easy) to 5 (hard)."),
        ("Areas", "Exam and area: QSO:S1, CQO:A. A question without an area is never drawn."),
        (
            "Other languages",
            "The folded columns to the right are Chinese; press + above them. Where a question is given, give its "
            "options too. The Simplified wording must be there.",
        ),
        ("Formulas", "Use none. For a text that begins with = set the cell to Text first."),
    ),
}
