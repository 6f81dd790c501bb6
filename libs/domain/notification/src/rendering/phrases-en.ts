import { REASONS, SIGNAL_ENDS, STATES, UNITS } from './names-en.js';
import type { CauseType, Happening, Phrases, TellableScore } from './phrases.js';

const STEPS: Readonly<Record<string, string>> = { call: 'call', visit: 'visit', message: 'message', offer: 'offer' };
const SCORES: Readonly<Record<TellableScore, string>> = { nps: 'NPS', csat: 'satisfaction', review: 'review' };
const CAUSES: Readonly<Record<CauseType, string>> = {
  order: 'the cause is the customer’s order',
  policy: 'the cause is a change of the rules, not of what the customer does',
  model: 'the cause is a newer model, not a change of what the customer does',
  identity: 'the cause is that customer records were merged or separated',
};
/** English. */
export const en: Phrases = {
  title,
  state: (name) => (Object.hasOwn(STATES, name) ? STATES[name]! : name),
  // States whose own name does are told as they are.
  knows: (name) => Object.hasOwn(STATES, name) || /^[a-z-]+$|^[A-D]$/.test(name),
  list: ', ',
  reasonName: (name) => (Object.hasOwn(REASONS, name) ? REASONS[name]! : name.replaceAll('-', ' ')),
  silence: (days) => `no order for ${daysOf(days)}`,
  silenceInGaps: (days, times, gap) => `no order for ${daysOf(days)}, ${times} times the usual gap of ${daysOf(gap)}`,
  silenceThreshold: (days, times) =>
    `the limit for this customer is ${daysOf(days)}${times ? ` (at least ${times} usual gaps)` : ''}`,
  lastPurchase: (day) => `the last order was on ${day}`,
  important: (effective) => `an important customer, so treated as ${effective} early`,
  orderedToday: (gap) => `ordered on this day${gap ? `; the usual gap is ${daysOf(gap)}` : ''}`,
  firstPurchase: (day, ago, limit) =>
    `the first order was on ${day}${ago && ago !== '0' ? `, ${daysOf(ago)} ago${beside('limit', limit)}` : ''}`,
  purchaseDays: (count, limit) => `${daysOf(count)} with orders so far${beside('limit', limit)}`,
  noPurchaseDay:
    'no order counts: there are only quotes or credit notes, or what was ordered was cancelled or refunded in full',
  returned: (day, silence, limit) =>
    `ordered again on ${day}` +
    (silence ? ` after ${daysOf(silence)} of silence${limit ? ` (lost from ${daysOf(limit)} on)` : ''}` : ''),
  growth: (last, before, times, limit) =>
    `${last} in the last three months${before ? `, ${before} in the three before` : ''}` +
    (times ? ` (${times} times${limit ? `, the limit is ${limit}` : ''})` : ''),
  countedThrough: (month, closedOn) => `counted through ${month}${closedOn ? `, closed on ${closedOn}` : ''}`,
  orderChance: (chance, limit) => `the chance of an order in the next 30 days is ${chance}${beside('limit', limit)}`,
  bestChance: (best) => `since the last order it had been up to ${best}`,
  chanceLost: (share, limit) => `${share} of that is gone${beside('limit', limit)}`,
  amount: (month, amount, previous, closed) =>
    `net amount of ${month} ${amount}${previous ? ` (${closed ? 'the month before' : 'before'}: ${previous})` : ''}`,
  rank: (ahead, of) => `${ahead} of the month's ${of} ordering customers are ahead`,
  share: (share, cut) => `${share} are ahead${cut ? `, the cut is at ${cut}` : ''}`,
  tiers: (month, tier, previous) => `tier ${tier} in ${month}${previous ? `, ${previous} the month before` : ''}`,
  unranked: (of) => `not ranked among the month's ${of} ordering customers`,
  publishedTier: (tier) => `tier ${tier} was published at the close`,
  soFar: (month, amount, usual, months) =>
    `net amount of ${month || 'the month'} so far ${amount}` +
    (usual ? `, usually ${usual} by this day${months ? ` (${meanOf(months)})` : ''}` : ''),
  paceLimit: (limit, missing) => `on pace from ${limit}${missing ? `, ${missing} is missing` : ''}`,
  lastMonthTier: (tier) => `tier ${tier} last month`,
  trailing: (days, amount, previous) => `net amount of the last ${days} days ${amount}${beside('before', previous)}`,
  valueRank: (ahead, of) => `${ahead} of the ${of} customers with a net amount are ahead`,
  unvalued: (of) => `without a positive net amount, so not among the ${of} customers in value bands`,
  recency: (score, previous) => `recency ${score}${beside('before', previous)}`,
  frequency: (score, previous) => `frequency ${score}${beside('before', previous)}`,
  monetary: (score, previous) => `monetary value ${score}${beside('before', previous)}`,
  scores: (scores, customers) =>
    `scores from 1 to 5 (best), each for about a fifth of ${customers} customers: ${scores.join(', ')}`,
  unscored: (customers) => `no order in the days that count, so no scores (${customers} customers have them)`,
  windowPurchaseDays: (days, count) => `${daysOf(count)} with orders in the last ${daysOf(days)}`,
  complained: (day) => `complained${day ? ` on ${day}` : ''}`,
  scored: ({ kind, value, most, limit, previous, day }) => {
    const others = [limit && `low up to ${limit}`, previous && `before ${previous}`].filter(Boolean).join(', ');
    return `${SCORES[kind]} ${value} of ${most}${day ? ` on ${day}` : ''}${others ? ` (${others})` : ''}`;
  },
  about: (order, product) =>
    `it is about ${[order && `order ${order}`, product && `product ${product}`].filter(Boolean).join(' and ')}`,
  recentGap: (now, before) =>
    `orders now come ${daysOf(now)} apart${before ? `, it used to be ${daysOf(before)}` : ''}`,
  recentValue: (now, before) => `an order is now worth ${now}${before ? `, it used to be ${before}` : ''}`,
  lastWithIt: (day, days) => `last ordered on ${day}${days ? `, ${daysOf(days)} ago` : ''}`,
  usuallyWithIt: (days, gap) => `ordered on ${daysOf(days)} before, usually ${daysOf(gap)} apart`,
  withoutIt: (days) => `${daysOf(days)} with orders since, none of it`,
  returnsOf: (returned, orders) => `${returned} of the last ${orders} orders were returned`,
  returnsBefore: (returned, orders) => `${returned} of the ${orders} before`,
  afterComplaint: (day, days) => `a complaint on ${day}, and no order in the ${daysOf(days)} since`,
  accident: (chance) => `the chance that this is an accident is ${chance}%`,
  generic: (name, { value, threshold, previous }) => {
    const others = [threshold && `limit ${threshold}`, previous && `before ${previous}`].filter(Boolean).join(', ');
    return `${name}: ${value}${others ? ` (${others})` : ''}`;
  },
  condition: (name, { value, threshold }) => `${name}: ${value}${beside('condition', threshold)}`,
  orders: (list) => `last orders: ${list.map(({ day, amount, order }) => `${day} ${amount} (${order})`).join('; ')}`,
  restoreTier: (tier, amount, month, open) =>
    open ? `${amount} more in ${month} brings tier ${tier}` : `${amount} short of tier ${tier} in ${month}`,
  restorePace: (amount, month) => `${amount} more in ${month || 'the month'} ends being behind`,
  restoreBand: (band, amount, days) =>
    `${amount} more net${days ? ` within ${days} days` : ''} brings the ${band} value band`,
  restoreByOrder: (day) => `an order now restores the customer; with none by the end of ${day} it gets worse`,
  winBack: 'an order now wins the customer back',
  healthyUntil: (day) => `with no order by the end of ${day} the risk rises`,
  stageUntil: (stage, day) => `without another order “${stage}” ends after ${day} at the latest`,
  growthJudged: (day) => `growth is judged at the close on ${day}`,
  growsBy: (count, day) => `${daysOf(count)} with orders by the end of ${day} make the customer growing`,
  firstOrder: 'an order makes a new customer',
  restoreRecency: 'an order now makes recency 5',
  othersMoved: 'the customer’s own amount is the same; the place moved because those of others changed',
  amountsExpired: 'older orders are past the days that count',
  signalEnds: (signal) => (Object.hasOwn(SIGNAL_ENDS, signal) ? SIGNAL_ENDS[signal] : undefined),
  cause: (type, ref) => `${CAUSES[type]}${ref ? ` ${ref}` : ''}`,
  unit: (value, unit) => (Object.hasOwn(UNITS, unit) ? `${value}${UNITS[unit]![value === '1' ? 0 : 1]}` : value),
  sentence: (clauses) => `${capital(clauses.join('; '))}.`,
  step: (afterDays, kind, text) =>
    `${afterDays === 0 ? 'today' : `day ${afterDays}`} · ${STEPS[kind] ?? kind}: ${text}`,
  every: (days) =>
    days === 7 ? 'then every week' : days % 7 === 0 ? `then every ${days / 7} weeks` : `then every ${days} days`,
};

function beside(name: string, value: string | undefined): string {
  return value ? ` (${name} ${value})` : '';
}

function meanOf(months: string): string {
  return months === '1' ? 'as in the month before' : `mean of the ${months} months before`;
}

function title(happening: Happening): string {
  const { kind, label, basis, customer, month, from, to } = happening;
  if (kind === 'tier') {
    if (label === 'abnormal-stop') return `Abnormal stop: ${customer} bought nothing in ${month} (tier ${from} before)`;
    if (label === 'sleeping') return `Falling asleep: ${customer} bought nothing in ${month} (tier ${from} before)`;
    if (label === 'up') return `Tier up: ${customer} is ${to} in ${month} (${from} before)`;
    if (label === 'down') return `Tier down: ${customer} is ${to} in ${month} (${from} before)`;
    const how = basis === 'restated' ? 'restated' : 'now';
    if (!to) return `${customer}: ${how} without a tier A to C in ${month} (was ${from ?? 'none'})`;
    return `${customer}: tier of ${month} ${how} ${to} (${from ? `was ${from}` : 'no tier before'})`;
  }
  if (kind === 'stage') {
    if (to === 'new') return `New customer: first order of ${customer}`;
    if (to === 'reacquired') return `Won back: ${customer} orders again`;
    if (to === 'churned') return `Lost: ${customer} has not ordered for long`;
    if (to === 'losing') return `Slipping away: ${customer} is overdue`;
    return `Stage: ${customer} is ${to ?? 'in none'}${from ? ` (was ${from})` : ''}`;
  }
  if (kind === 'risk' && to) return `Risk: ${customer} is ${to}`;
  if (kind === 'risk') return `Risk: ${customer} has none any more (was ${from ?? 'none'})`;
  if (kind === 'behind-pace') return `Behind pace: ${customer} is far below its usual month`;
  if (kind === 'value-band') return bandTitle(happening);
  if (kind === 'rfm')
    return `RFM group: ${customer} is in ${quoted(to) ?? 'none any more'} (${quoted(from) ?? 'none'} before)`;
  if (kind === 'segment') {
    const name = happening.segment ?? to ?? from ?? '';
    return to === null ? `Left segment “${name}”: ${customer}` : `Entered segment “${name}”: ${customer}`;
  }
  if (kind === 'signal')
    return `Early sign: ${customer}, ${to ?? ''}${happening.subject ? ` (${happening.subject})` : ''}`;
  if (kind === 'feedback') {
    if (to === 'complaint') return `Complaint: ${customer} waits for an answer`;
    if (to === 'detractor') return `Dissatisfied: ${customer} gave a low score`;
    return `Content again: ${customer} gave a good score after a bad word`;
  }
  return `${customer}: ${to ?? 'none'} (was ${from ?? 'none'})`;
}

function bandTitle({ customer, from, to, direction }: Happening): string {
  if (!to) return `Value band: ${customer} has none any more (${from ?? 'none'} before)`;
  const how = direction === 'up' ? 'Value up' : direction === 'down' ? 'Value down' : 'Value band';
  return `${how}: ${customer} is of ${to} value (${from ?? 'no band'} before)`;
}

function quoted(state: string | null): string | undefined {
  return state === null ? undefined : `“${state}”`;
}

function daysOf(count: string): string {
  return `${count} ${count === '1' ? 'day' : 'days'}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
