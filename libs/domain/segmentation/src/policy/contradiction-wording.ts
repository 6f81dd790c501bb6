/** The rules between members of a policy as `check` of a section states them, and in Chinese. */
const CHINESE: readonly (readonly [english: RegExp, chinese: string])[] = [
  [/^must be a whole number of days, (\d+) or more$/, '必须是整天数，不小于 $1'],
  [/^must be whole days, (\d+) or more$/, '必须是整天数，不小于 $1'],
  [/^must be whole days, not below (\S+)$/, '必须是整天数，不小于 $1'],
  [
    /^must be a whole number, 2 or more, as 1 would leave nobody occasional$/,
    '必须是整数，不小于 2：取 1 时没有偶尔客户',
  ],
  [/^must be a whole number, (\d+) or more$/, '必须是整数，不小于 $1'],
  [/^must be a day of the month$/, '必须是当月的某一天（1 至 31）'],
  [/^must not be below (\S+), nor that 0$/, '不得小于 $1，后者必须大于 0'],
  [/^must not be below (\S+)$/, '不得小于 $1'],
  [/^must not be less than (\S+)$/, '不得小于 $1'],
  [/^must not exceed (\S+)$/, '不得大于 $1'],
  [/^must not fall from watch to lost$/, '从 watch 到 lost 不得减小'],
  [/^must be from 0 to 1$/, '必须在 0 到 1 之间'],
  [/^must be above 0 and below 1$/, '必须大于 0 且小于 1'],
  [/^must be above 0 and not above 1$/, '必须大于 0 且不大于 1'],
  [/^must be above 0$/, '必须大于 0'],
  [/^must be (\d+) or more$/, '不得小于 $1'],
  [/^must be (\d+) at most, (\S+) (\d+)$/, '最大为 $1，$2 最大为 $3'],
  [/^must be rank-20-60-20, revenue-80-15-5 or custom$/, '必须是 rank-20-60-20、revenue-80-15-5 或 custom'],
  [/^must be rank or revenue$/, '必须是 rank 或 revenue'],
  [/^must be two shares, such as (.+)$/, '必须是两个份额，例如 $1'],
  [/^must be a share from 0 to 1 with at most (\d+) decimals$/, '必须是 0 到 1 之间、最多 $1 位小数的份额'],
  [/^must be a decimal amount of 0 or more$/, '必须是不小于 0 的十进制金额'],
  [/^must be a list of blocks$/, '必须是区块的列表'],
  [/^must be a name in kebab-case, such as (\S+)$/, '必须是小写连字符形式的名称，例如 $1'],
  [/^must be two scores from 1 to 5, the lower first, such as (.+)$/, '必须是两个 1 到 5 的得分，小的在前，例如 $1'],
  [/^must give a group to (.+) and (\d+) more$/, '必须给 $1 等组合指定分组，另有 $2 个'],
  [/^must give a group to (.+)$/, '必须给 $1 指定分组'],
  [/^must not overlap, as they do at (.+) and (\d+) more$/, '不得重叠，现于 $1 等处重叠，另有 $2 处'],
  [/^must not overlap, as they do at (.+)$/, '不得重叠，现于 $1 重叠'],
];

/** A rule between members in Chinese; as it is where it is not known. */
export function chineseContradiction(rule: string): string {
  for (const [english, chinese] of CHINESE) if (english.test(rule)) return rule.replace(english, chinese);
  return rule;
}
