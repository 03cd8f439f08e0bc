"""What each key of a scheme file is for, in a few words; the models say which keys there are and what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel

from subsidy.facts.declared import DeclaredFact
from subsidy.messages import Label
from subsidy.scheme.definition import (
    Band,
    Bearer,
    Benefit,
    Choice,
    Cited,
    Computed,
    Edition,
    Governs,
    Limit,
    Parameter,
    Reading,
    Rule,
    Source,
    Split,
    Tier,
    Titled,
)

COMMON: Final[Mapping[str, Label]] = {
    "zh": Label("中文名称", "the name in Chinese"),
    "en": Label("英文名称；不写则用中文", "the name in English; the Chinese one where it is left out"),
    "cite": Label(
        "依据：来源的键、空格、条款，如 `notice 三(一)`", "the source's key, a space, the clause: `notice 三(一)`"
    ),
}
MODELS: Final[Mapping[type[BaseModel], Label]] = {
    Edition: Label("整个文件：方案的一个版本", "The whole file: an edition of a scheme"),
    Titled: Label("名称", "A name"),
    Governs: Label("适用范围", "What it governs"),
    Source: Label("来源", "A source"),
    Parameter: Label("参数", "A parameter"),
    Reading: Label("口径", "A reading"),
    Choice: Label("口径的一种理解", "A choice of a reading"),
    DeclaredFact: Label("方案自己的事实", "A fact of its own"),
    Tier: Label("分档", "A tier"),
    Band: Label("分档的一行", "A band of a tier"),
    Computed: Label("定义或步骤", "A definition or a step"),
    Split: Label("分担", "A split"),
    Bearer: Label("分担者", "A bearer of a split"),
    Rule: Label("条件", "A rule"),
    Benefit: Label("补贴项", "A benefit"),
    Limit: Label("限额", "A limit"),
    Cited: Label("申报材料或说明", "A paper to hand in, or a note"),
}
KEYS: Final[Mapping[tuple[type[BaseModel], str], Label]] = {
    (Edition, "scheme"): Label("方案的名称，`地方/方案`", "the scheme's name, `city/scheme`"),
    (Edition, "edition"): Label(
        "版本的名称，写在引号里；文本没有日期的为 `undated`",
        "the edition's name, in quotes; `undated` where the text bears no date",
    ),
    (Edition, "title"): Label("方案的名称，给人看", "what the scheme is called"),
    (Edition, "authority"): Label("主管部门", "the authority"),
    (Edition, "governs"): Label("适用于哪些贷款", "which loans it governs"),
    (Edition, "sources"): Label("引用的文本", "the texts that are quoted"),
    (Edition, "parameters"): Label("文本中的数字", "the figures of the text"),
    (Edition, "readings"): Label("文本没有说清之处", "what the text leaves open"),
    (Edition, "facts"): Label("词汇里没有的事实，按路径", "facts that the vocabulary does not have, by path"),
    (Edition, "tiers"): Label("分档表", "tables of bands"),
    (Edition, "definitions"): Label("多处使用的值", "values that are used in several places"),
    (Edition, "splits"): Label("由几方分担的整体", "a whole that several bear"),
    (Edition, "eligibility"): Label("条件", "the rules"),
    (Edition, "benefits"): Label("补贴项", "the benefits"),
    (Edition, "limits"): Label("约束多笔贷款的[限额](limits.md)", "[what binds several loans](limits.md)"),
    (Edition, "materials"): Label("申报材料", "papers to hand in"),
    (Edition, "notes"): Label("读者应当知道的", "what a reader should know"),
    (Governs, "by"): Label("据以判断的日期事实", "the date fact that decides"),
    (Governs, "from"): Label("第一天", "the first day"),
    (Governs, "to"): Label("最后一天；不写则至另行通知", "the last day; until further notice where it is left out"),
    (Source, "title"): Label("文本的标题", "the text's title"),
    (Source, "issuer"): Label("发布单位", "who issued it"),
    (Source, "number"): Label("文号", "its number"),
    (Source, "issued"): Label("发布的日、月或年", "the day, month or year of issue"),
    (Source, "standing"): Label("来源的可靠程度", "how good the copy is"),
    (Source, "url"): Label("发布单位或直接转载者的网址", "the address at the issuer or a plain re-poster"),
    (Source, "note"): Label("关于这份文本的说明", "what to know of the copy"),
    (Parameter, "is"): Label("数值、日期，或一组文字", "a quantity, a day, or a list of texts"),
    (Parameter, "unpublished"): Label("没有公布，所以没有数值", "nobody published it, so it has no value"),
    (Parameter, "at_most"): Label(
        "未公布的，补充时最多填多少；比例不写则最多100%",
        "the most that may be supplied for an unpublished one; a share: 100%",
    ),
    (Parameter, "type"): Label(
        "类型；未公布的必须写，百分数本身是年利率时写 `rate`",
        "its kind: needed where it is unpublished; `rate` where a percentage is a yearly rate by itself",
    ),
    (Reading, "default"): Label("默认的理解", "the choice that is made unless another is asked for"),
    (Reading, "choices"): Label("各种理解，两种或更多", "the meanings, two or more"),
    (DeclaredFact, "type"): Label("类型", "its kind"),
    (DeclaredFact, "choices"): Label("文字的取值及其名称", "what a text may be, and its names"),
    (DeclaredFact, "at_least"): Label("最小值（含）", "the least value, itself allowed"),
    (DeclaredFact, "at_most"): Label("最大值（含）", "the greatest value, itself allowed"),
    (DeclaredFact, "example"): Label("例子", "an example"),
    (DeclaredFact, "help"): Label("说明", "what the name cannot say"),
    (DeclaredFact, "list"): Label(
        "一条记录的各个事实；写它就不写类型",
        "the facts of one record, in place of a type",
    ),
    (Tier, "by"): Label("按哪个值分档", "the value that chooses the band"),
    (Tier, "apply"): Label("整个取一档，或逐段计算", "the whole by one band, or slice by slice"),
    (Tier, "bands"): Label("各档，从低到高", "the bands, rising"),
    (Band, "below"): Label("上界（不含）", "the bound, not itself in the band"),
    (Band, "up_to"): Label("上界（含）", "the bound, itself in the band"),
    (Band, "is"): Label("这一档的值", "the band's value"),
    (Computed, "is"): Label("公式", "the formula"),
    (Computed, "round"): Label("方向和单位，如 `half-up 0.01元`", "a direction and a step, such as `half-up 0.01元`"),
    (Split, "of"): Label("被分担的整体", "the whole"),
    (Split, "among"): Label("由谁分担", "who bears it"),
    (Bearer, "is"): Label("比例、参数、公式，或 `rest`（其余）", "a share, a parameter, a formula, or `rest`"),
    (Rule, "require"): Label("必须成立的公式", "the formula that must hold"),
    (Rule, "presumed"): Label("推定成立，除非事实表明不成立", "it holds unless a fact shows that it does not"),
    (Rule, "otherwise"): Label("不成立时：不予补贴、暂停支付、仅提示", "what a rule that fails does"),
    (Benefit, "pays"): Label("给谁", "the payee"),
    (Benefit, "eligibility"): Label("只属于这一项的条件", "rules of this benefit alone"),
    (Benefit, "may_be_negative"): Label(
        "文件规定多退少补的，写 `yes`；否则金额可能为负的，拒绝",
        "`yes` where the text has money given back; else refused",
    ),
    (Benefit, "steps"): Label(
        "各步；名为 `amount` 的就是应补", "its steps; the one called `amount` is the entitlement"
    ),
    (Limit, "at_most"): Label(
        "金额上限，或计数上限如 `1笔`、`1项`", "a ceiling in money, or of a count such as `1笔` `1项`"
    ),
    (Limit, "ratio"): Label(
        "代替上限：每一金额按公布的比例", "instead of a ceiling: a published share of every amount"
    ),
    (Limit, "per"): Label("按什么分组", "what makes a group"),
    (Limit, "of"): Label("约束哪些补贴项；不写则全部", "the benefits that it binds; all where it is left out"),
    (Limit, "on"): Label(
        "不按补贴金额而按此计量，如 `loan.principal`",
        "what is measured in place of the amounts, such as `loan.principal`",
    ),
    (Limit, "across"): Label(
        "还涉及的其他方案，名称或 `地方/*`",
        "other schemes that it reaches, by name or `city/*`",
    ),
    (Limit, "keep"): Label("谁优先", "who comes first"),
    (Limit, "by"): Label("`first` 按哪个事实排先后", "the fact by which `first` goes"),
    (Limit, "partial"): Label("容不下全额的，是否给一部分", "whether who does not fit as a whole gets a part"),
    (Limit, "used"): Label("此前已用的额度", "what was used of it before"),
    (Limit, "instead"): Label("未保留的改得什么", "what one that is not kept gets in place of nothing"),
    (Limit, "round"): Label("方向和单位", "a direction and a step"),
}
