import { REASONS, SIGNAL_ENDS, STATES, UNITS } from './names-zh.js';
import type { CauseType, Happening, Phrases, TellableScore } from './phrases.js';

const STEPS: Readonly<Record<string, string>> = { call: '电话', visit: '拜访', message: '消息', offer: '优惠' };
const SCORES: Readonly<Record<TellableScore, string>> = { nps: 'NPS', csat: '满意度', review: '评价' };
const CAUSES: Readonly<Record<CauseType, string>> = {
  order: '该客户的订单',
  policy: '规则调整，不是客户的行为有变化',
  model: '模型更新，不是客户的行为有变化',
  identity: '客户资料的合并或拆分',
};
/** Simplified Chinese. */
export const zh: Phrases = {
  title,
  state: (name) => (Object.hasOwn(STATES, name) ? STATES[name]! : name),
  knows: (name) => Object.hasOwn(STATES, name) || /^[A-D]$/.test(name),
  list: '、',
  reasonName: (name) => (Object.hasOwn(REASONS, name) ? REASONS[name]! : name.replaceAll('-', ' ')),
  silence: (days) => `已 ${days} 天未下单`,
  silenceInGaps: (days, times, gap) => `已 ${days} 天未下单，是平常间隔（${gap} 天）的 ${times} 倍`,
  silenceThreshold: (days, times) => `对该客户的界限是 ${days} 天${times ? `（至少 ${times} 倍间隔）` : ''}`,
  lastPurchase: (day) => `上次下单是 ${day}`,
  important: (effective) => `属于重点客户，因此提前按「${effective}」处理`,
  orderedToday: (gap) => `当天已下单${gap ? `，平常间隔 ${gap} 天` : ''}`,
  firstPurchase: (day, ago, limit) =>
    `首次下单是 ${day}${ago && ago !== '0' ? `，距今 ${ago} 天${beside('界限', limit, ' 天')}` : ''}`,
  purchaseDays: (count, limit) => `至今共有 ${count} 个下单日${beside('界限', limit, ' 个')}`,
  noPurchaseDay: '没有有效的下单：只有报价或退货，或者订单已取消、已全额退款',
  returned: (day, silence, limit) =>
    silence
      ? `沉默 ${silence} 天${beside('视为流失的界限', limit, ' 天')}后，于 ${day} 重新下单`
      : `于 ${day} 重新下单`,
  growth: (last, before, times, limit) =>
    `最近三个月净额 ${last}${before ? `，再往前三个月 ${before}` : ''}${times ? `，为其 ${times} 倍${beside('界限', limit, ' 倍')}` : ''}`,
  countedThrough: (month, closedOn) => `统计到 ${month}${closedOn ? `（${closedOn}结账）` : ''}`,
  orderChance: (chance, limit) => `未来 30 天内下单的可能性为 ${chance}${beside('界限', limit)}`,
  bestChance: (best) => `上次下单后最高曾为 ${best}`,
  chanceLost: (share, limit) => `已失去其中 ${share}${beside('界限', limit)}`,
  amount: (month, amount, previous, closed) =>
    `${month}净额 ${amount}${previous ? `（${closed ? '上月' : '此前'} ${previous}）` : ''}`,
  rank: (ahead, of) => `当月 ${of} 位下单客户中有 ${ahead} 位排在前面`,
  share: (share, cut) => `排在前面的占 ${share}${cut ? `，分界为 ${cut}` : ''}`,
  tiers: (month, tier, previous) => `${month}等级为 ${tier}${previous ? `，上月为 ${previous}` : ''}`,
  unranked: (of) => `未进入当月排名（当月共 ${of} 位下单客户）`,
  publishedTier: (tier) => `结账时公布的等级为 ${tier}`,
  soFar: (month, amount, usual, months) =>
    `${month}至今净额 ${amount}${usual ? `，往常同期为 ${usual}${months ? `（前 ${months} 个月平均）` : ''}` : ''}`,
  paceLimit: (limit, missing) => `达到 ${limit} 才算跟上进度${missing ? `，还差 ${missing}` : ''}`,
  lastMonthTier: (tier) => `上月等级为 ${tier}`,
  trailing: (days, amount, previous) => `近 ${days} 天净额 ${amount}${beside('此前', previous)}`,
  valueRank: (ahead, of) => `${of} 位有净额的客户中有 ${ahead} 位排在前面`,
  unvalued: (of) => `净额不为正，不参与价值分层（共 ${of} 位客户参与）`,
  recency: (score, previous) => `最近购买 ${score} 分${beside('此前', previous, ' 分')}`,
  frequency: (score, previous) => `购买频次 ${score} 分${beside('此前', previous, ' 分')}`,
  monetary: (score, previous) => `购买金额 ${score} 分${beside('此前', previous, ' 分')}`,
  scores: (scores, customers) =>
    `在 ${customers} 位客户中的评分（5 分最高，每分约占五分之一客户）：${scores.join('、')}`,
  unscored: (customers) => `期间没有下单，不再评分（共 ${customers} 位客户参与评分）`,
  windowPurchaseDays: (days, count) => `近 ${days} 天有 ${count} 个下单日`,
  complained: (day) => `${day ? `${day} ` : ''}提出投诉`,
  scored: ({ kind, value, most, limit, previous, day }) => {
    const others = [`满分 ${most} 分`, limit && `${limit} 分及以下为低分`, previous && `此前 ${previous} 分`];
    return `${day ? `${day} ` : ''}${SCORES[kind]} ${value} 分（${others.filter(Boolean).join('，')}）`;
  },
  about: (order, product) =>
    `涉及${[order && `订单 ${order}`, product && `产品 ${product}`].filter(Boolean).join('、')}`,
  recentGap: (now, before) => `近期约每 ${now} 天下单一次${before ? `，以往约每 ${before} 天一次` : ''}`,
  recentValue: (now, before) => `近期每次下单约 ${now}${before ? `，以往约 ${before}` : ''}`,
  lastWithIt: (day, days) => `最近一次购买是 ${day}${days ? `，距今 ${days} 天` : ''}`,
  usuallyWithIt: (days, gap) => `此前有 ${days} 个下单日购买过，通常间隔 ${gap} 天`,
  withoutIt: (days) => `此后 ${days} 个下单日都没有购买`,
  returnsOf: (returned, orders) => `最近 ${orders} 个订单中有 ${returned} 个退货`,
  returnsBefore: (returned, orders) => `再往前 ${orders} 个中有 ${returned} 个`,
  afterComplaint: (day, days) => `${day}投诉后 ${days} 天未再下单`,
  accident: (chance) => `纯属偶然的可能性为 ${chance}%`,
  generic: (name, { value, threshold, previous }) => {
    const others = [threshold && `界限 ${threshold}`, previous && `此前 ${previous}`].filter(Boolean).join('，');
    return `${name}：${value}${others ? `（${others}）` : ''}`;
  },
  condition: (name, { value, threshold }) => `${name}：${value}${beside('条件', threshold)}`,
  orders: (list) => `最近的订单：${list.map(({ day, amount, order }) => `${day} ${amount}（${order}）`).join('、')}`,
  restoreTier: (tier, amount, month, open) =>
    open ? `${month}内再增加 ${amount} 即可达到 ${tier} 级` : `${month}还差 ${amount} 就是 ${tier} 级`,
  restorePace: (amount, month) => `${month || '本月'}再增加 ${amount} 即不再落后`,
  restoreBand: (band, amount, days) => `${days ? `近 ${days} 天` : ''}净额再增加 ${amount} 即可达到「${band}」价值`,
  restoreByOrder: (day) => `现在下一单即可恢复正常；若到 ${day}（含）仍没有订单，情况会进一步恶化`,
  winBack: '现在下一单即可挽回',
  healthyUntil: (day) => `若到 ${day}（含）仍没有订单，风险会上升`,
  stageUntil: (stage, day) => `若没有新订单，「${stage}」最晚到 ${day}（含）为止`,
  growthJudged: (day) => `是否「成长」将在 ${day} 结账时判断`,
  growsBy: (count, day) => `到 ${day}（含）累计 ${count} 个下单日即为「成长」`,
  firstOrder: '一旦下单即为「新客」',
  restoreRecency: '现在下一单，「最近购买」即为 5 分',
  othersMoved: '该客户的金额没有变化，名次因其他客户的金额变化而变动',
  amountsExpired: '较早的订单已不在计入的期间内',
  signalEnds: (signal) => (Object.hasOwn(SIGNAL_ENDS, signal) ? SIGNAL_ENDS[signal] : undefined),
  cause: (type, ref) => `起因：${CAUSES[type]}${ref ? ` ${ref}` : ''}`,
  unit: (value, unit) => (Object.hasOwn(UNITS, unit) ? `${value}${UNITS[unit]}` : value),
  sentence: (clauses) => `${clauses.join('，')}。`,
  step: (afterDays, kind, text) =>
    `${afterDays === 0 ? '今天' : `第 ${afterDays} 天`} · ${STEPS[kind] ?? kind}：${text}`,
  every: (days) => {
    if (days === 7) return '此后每周跟进';
    return days % 7 === 0 ? `此后每 ${days / 7} 周跟进` : `此后每 ${days} 天跟进`;
  },
};

function beside(name: string, value: string | undefined, unit = ''): string {
  return value ? `（${name} ${value}${unit}）` : '';
}

function title(happening: Happening): string {
  const { kind, label, basis, customer, month, from, to } = happening;
  if (kind === 'tier') {
    if (label === 'abnormal-stop') return `异常停单：${customer} ${month}没有成交（上月为 ${from} 级）`;
    if (label === 'sleeping') return `进入沉睡：${customer} ${month}没有成交（上月为 ${from} 级）`;
    if (label === 'up') return `等级上升：${customer} ${month}为 ${to} 级（上月为 ${from} 级）`;
    if (label === 'down') return `等级下降：${customer} ${month}为 ${to} 级（上月为 ${from} 级）`;
    const how = basis === 'restated' ? '更正后' : '目前';
    if (!to) return `${customer} ${month}${how}不再有 A–C 等级（此前为 ${from ?? '无'}）`;
    return from
      ? `${customer} ${month}等级${how}由 ${from} 变为 ${to}`
      : `${customer} ${month}等级${how}为 ${to}（此前没有等级）`;
  }
  if (kind === 'stage') {
    if (to === STATES['new']) return `新客户：${customer} 首次下单`;
    if (to === STATES['reacquired']) return `挽回成功：${customer} 重新下单`;
    if (to === STATES['churned']) return `客户流失：${customer} 已长期未下单`;
    if (to === STATES['losing']) return `正在流失：${customer} 该下单而未下单`;
    return `阶段变化：${customer} ${from ? `由「${from}」` : ''}变为「${to ?? '无'}」`;
  }
  if (kind === 'risk' && to) return `风险变化：${customer} ${to}`;
  if (kind === 'risk') return `风险解除：${customer} 不再判断流失风险（此前${from ?? '无'}）`;
  if (kind === 'behind-pace') return `进度落后：${customer} ${month || '本月'}明显低于往常同期`;
  if (kind === 'value-band') return bandTitle(happening);
  if (kind === 'rfm') return `RFM 分组变化：${customer} ${to ? `为「${to}」` : '不再有分组'}（此前${quoted(from)}）`;
  if (kind === 'segment') {
    const name = happening.segment ?? to ?? from ?? '';
    return to === null ? `离开客群「${name}」：${customer}` : `进入客群「${name}」：${customer}`;
  }
  if (kind === 'signal')
    return `预警信号：${customer} ${to ?? ''}${happening.subject ? `（${happening.subject}）` : ''}`;
  if (kind === 'feedback') {
    if (to === STATES['complaint']) return `客户投诉：${customer} 等待答复`;
    if (to === STATES['detractor']) return `客户不满意：${customer} 给出低分`;
    return `恢复满意：${customer} 此前不满意，现给出好评`;
  }
  return `${customer}：由 ${from ?? '无'} 变为 ${to ?? '无'}`;
}

function bandTitle({ customer, from, to, direction }: Happening): string {
  if (!to) return `价值分层：${customer} 近期没有净额，不再分层（此前${quoted(from)}）`;
  if (!from) return `价值分层：${customer} 进入「${to}」价值（此前未分层）`;
  if (!direction) return `价值分层：${customer} 由「${from}」变为「${to}」`;
  const [name, verb] = direction === 'up' ? ['价值上升', '升为'] : ['价值下降', '降为'];
  return `${name}：${customer} 由「${from}」价值${verb}「${to}」价值`;
}

function quoted(state: string | null): string {
  return state ? `为「${state}」` : '没有';
}
