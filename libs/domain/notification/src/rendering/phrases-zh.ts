import type { Happening, Phrases } from './phrases.js';

const STATES: Readonly<Record<string, string>> = {
  potential: '潜在',
  intent: '意向',
  new: '新客',
  growing: '成长',
  mature: '成熟',
  losing: '流失中',
  churned: '已流失',
  reacquired: '挽回',
  healthy: '健康',
  watch: '需关注',
  'at-risk': '有流失风险',
  lost: '已流失',
  high: '高',
  mid: '中',
  low: '低',
};
const REASONS: Readonly<Record<string, string>> = {
  'tenant-age': '数据天数',
  'last-intent': '最近一次意向',
  'recent-purchase-days': '近三个月下单天数',
  'growth-month': '统计截至',
  'ordering-customers': '当月下单客户数',
  'customers-ahead': '排在前面的客户数',
  'published-tier': '当时公布的等级',
  'previous-net-amount': '上月净额',
  'month-to-date': '本月至今净额',
  'days-since-first-purchase': '距首次下单',
  cause: '原因',
  'order-chance': '未来 30 天内下单的可能性',
  'best-order-chance': '上次下单后曾为',
  'chance-lost': '其中已失去',
};
const STEPS: Readonly<Record<string, string>> = { call: '电话', visit: '拜访', message: '消息', offer: '优惠' };
const UNITS: Readonly<Record<string, string>> = {
  days: '天',
  gaps: '倍',
  times: '倍',
  'purchase-days': '天',
  customers: '位客户',
};

/** Simplified Chinese. */
export const zh: Phrases = {
  title,
  state: (name) => STATES[name] ?? name,
  reasonName: (name) => REASONS[name] ?? name,
  silence: (days) => `已 ${days} 天未下单`,
  silenceInGaps: (days, times, gap) => `已 ${days} 天未下单，是平常间隔（${gap} 天）的 ${times} 倍`,
  silenceThreshold: (days, times) => `对该客户的界限是 ${days} 天${times ? `（至少 ${times} 倍间隔）` : ''}`,
  lastPurchase: (day) => `上次下单是 ${day}`,
  important: (effective) => `属于重点客户，因此提前按「${effective}」处理`,
  firstPurchase: (day) => `首次下单是 ${day}`,
  purchaseDays: (count) => `至今共有 ${count} 个下单日`,
  returned: (day, silence) => (silence ? `沉默 ${silence} 天后，于 ${day} 重新下单` : `于 ${day} 重新下单`),
  growth: (last, before, times) => `最近三个月 ${last}，再往前三个月 ${before}${times ? `，为其 ${times} 倍` : ''}`,
  amount: (month, amount, previous, closed) =>
    `${month}净额 ${amount}${previous ? `（${closed ? '上月' : '此前'} ${previous}）` : ''}`,
  rank: (ahead, of) => `当月 ${of} 位下单客户中有 ${ahead} 位排在前面`,
  share: (share, cut) => `排在前面的占 ${share}${cut ? `，分界为 ${cut}` : ''}`,
  tiers: (month, tier, previous) => `${month}等级为 ${tier}${previous ? `，上月为 ${previous}` : ''}`,
  generic: (name, { value, threshold, previous }) => {
    const beside = [threshold && `界限 ${threshold}`, previous && `此前 ${previous}`].filter(Boolean).join('，');
    return `${name}：${value}${beside ? `（${beside}）` : ''}`;
  },
  orders: (list) => `最近的订单：${list.map(({ day, amount, order }) => `${day} ${amount}（${order}）`).join('、')}`,
  restoreTier: (tier, amount, month, open) =>
    open ? `${month}内再增加 ${amount} 即可达到 ${tier} 级` : `${month}还差 ${amount} 就是 ${tier} 级`,
  restoreByOrder: (day) => `现在下一单即可恢复正常；若到 ${day}（含）仍没有订单，情况会进一步恶化`,
  unit: (value, unit) => (UNITS[unit] ? `${value} ${UNITS[unit]}` : value),
  sentence: (clauses) => `${clauses.join('，')}。`,
  step: (afterDays, kind, text) =>
    `${afterDays === 0 ? '今天' : `第 ${afterDays} 天`} · ${STEPS[kind] ?? kind}：${text}`,
  every: (days) => {
    if (days === 7) return '此后每周跟进';
    return days % 7 === 0 ? `此后每 ${days / 7} 周跟进` : `此后每 ${days} 天跟进`;
  },
};

function title({ kind, label, basis, customer, month, from, to }: Happening): string {
  if (kind === 'tier') {
    if (label === 'abnormal-stop') return `异常停单：${customer} ${month}没有成交（上月为 ${from} 级）`;
    if (label === 'sleeping') return `进入沉睡：${customer} ${month}没有成交（上月为 ${from} 级）`;
    if (label === 'up') return `等级上升：${customer} ${month}为 ${to} 级（上月为 ${from} 级）`;
    if (label === 'down') return `等级下降：${customer} ${month}为 ${to} 级（上月为 ${from} 级）`;
    const how = basis === 'restated' ? '更正后' : '目前';
    return `${customer} ${month}等级${how}由 ${from ?? '无'} 变为 ${to ?? '无'}`;
  }
  if (kind === 'stage') {
    if (to === STATES['new']) return `新客户：${customer} 首次下单`;
    if (to === STATES['reacquired']) return `挽回成功：${customer} 重新下单`;
    if (to === STATES['churned']) return `客户流失：${customer} 已长期未下单`;
    if (to === STATES['losing']) return `正在流失：${customer} 该下单而未下单`;
  }
  if (kind === 'risk' && to) return `风险变化：${customer} ${to}`;
  if (kind === 'behind-pace') return `进度落后：${customer} 本月明显低于以往同期`;
  if (kind === 'feedback') return `客户反馈：${customer} ${to ?? ''}`.trim();
  return `${customer}：由 ${from ?? '无'} 变为 ${to ?? '无'}`;
}
