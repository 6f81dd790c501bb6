/**
 * Chinese words of what customers say of goods, delivery and service, by tone on AFINN's scale; written for this project, so free of others'
 * licences. What stands here with its negation (不满意) is known as a whole.
 */
const BY_TONE: readonly (readonly [tone: number, words: string])[] = [
  [4, '完美 惊喜 超级棒 太棒了 强烈推荐 无可挑剔 物超所值 赞不绝口'],
  [
    3,
    '非常好 很棒 真棒 优秀 出色 满意 喜欢 感谢 好评 推荐 五星 点赞 靠谱 贴心 热情 周到 放心 值得 好用 好吃 漂亮 精致 高效',
  ],
  [
    2,
    '不错 很好 挺好 还好 正品 划算 实惠 便宜 及时 迅速 很快 快捷 方便 舒服 耐心 专业 友好 干净 新鲜 完好 细心 合适 准时 信赖 认可 回购 实用 好看 谢谢 解决了 没问题 没毛病',
  ],
  [1, '可以 顺利 正常 清楚 尚可 一般般好'],
  [-1, '一般 一般般 凑合 勉强 偏贵 有点慢 有点贵 不便 不清楚'],
  [
    -2,
    '不好 不行 慢 太慢 很慢 太贵 迟到 延误 延迟 拖延 敷衍 冷淡 粗糙 瑕疵 掉色 漏发 错发 少发 发错 破损 破了 坏了 坏的 故障 缺货 麻烦 问题 异味 不符 不合适 不方便 不专业 不及时 没人理 不理 推诿 扯皮 退货 不值 后悔 可惜',
  ],
  [
    -3,
    '失望 不满 不满意 不喜欢 不推荐 差评 差劲 很差 太差 质量差 态度差 难用 难吃 难看 生气 气愤 投诉 抱怨 糟糕 受损 损坏 过期 变质 发霉 劣质 假的 虚假 不靠谱 退款 再也不买 再也不会 不会再买',
  ],
  [-4, '骗子 欺骗 欺诈 上当 假货 垃圾 恶心 恶劣 黑心 极差 气死 无法容忍 忍无可忍 坑人 太坑'],
];

export const CHINESE_TONES: ReadonlyMap<string, number> = new Map(
  BY_TONE.flatMap(([tone, words]) => words.split(' ').map((word) => [word, tone] as const)),
);

/** Characters of the longest word. */
export const LONGEST_CHINESE_WORD = Math.max(...[...CHINESE_TONES.keys()].map((word) => word.length));

/** A negation at the end of what stands before a word, with at most two characters in between. */
export const CHINESE_NEGATIONS = /(?:不|没有|没|未|别|并非|毫无|无)(?:太|是|怎么|那么|够|算|会|能|很|再|有)?$/u;
