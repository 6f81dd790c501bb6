import type { Happening, Phrases } from './phrases.js';

const STATES: Readonly<Record<string, string>> = { 'at-risk': 'at risk', lost: 'lost', watch: 'to be watched' };
const STEPS: Readonly<Record<string, string>> = { call: 'call', visit: 'visit', message: 'message', offer: 'offer' };
const UNITS: Readonly<Record<string, string>> = {
  days: 'days',
  gaps: 'typical gaps',
  times: 'times',
  'purchase-days': 'days with orders',
  customers: 'customers',
};
const REASONS: Readonly<Record<string, string>> = {
  'order-chance': 'chance of an order in the next 30 days',
  'best-order-chance': 'since the last order it had been',
  'chance-lost': 'share of it that is gone',
};

/** English. */
export const en: Phrases = {
  title,
  state: (name) => STATES[name] ?? name,
  reasonName: (name) => REASONS[name] ?? name.replaceAll('-', ' '),
  silence: (days) => `no order for ${days} days`,
  silenceInGaps: (days, times, gap) => `no order for ${days} days, ${times} times the usual gap of ${gap} days`,
  silenceThreshold: (days, times) =>
    `the limit for this customer is ${days} days${times ? ` (at least ${times} usual gaps)` : ''}`,
  lastPurchase: (day) => `the last order was on ${day}`,
  important: (effective) => `an important customer, so treated as ${effective} early`,
  firstPurchase: (day) => `the first order was on ${day}`,
  purchaseDays: (count) => `${count} ${count === '1' ? 'day' : 'days'} with orders so far`,
  returned: (day, silence) => `ordered again on ${day}${silence ? ` after ${silence} days of silence` : ''}`,
  growth: (last, before, times) =>
    `${last} in the last three months, ${before} in the three before${times ? ` (${times} times)` : ''}`,
  amount: (month, amount, previous, closed) =>
    `net amount of ${month} ${amount}${previous ? ` (${closed ? 'the month before' : 'before'}: ${previous})` : ''}`,
  rank: (ahead, of) => `${ahead} of the month's ${of} ordering customers are ahead`,
  share: (share, cut) => `${share} are ahead${cut ? `, the cut is at ${cut}` : ''}`,
  tiers: (month, tier, previous) => `tier ${tier} in ${month}${previous ? `, ${previous} the month before` : ''}`,
  generic: (name, { value, threshold, previous }) => {
    const beside = [threshold && `limit ${threshold}`, previous && `before ${previous}`].filter(Boolean).join(', ');
    return `${name}: ${value}${beside ? ` (${beside})` : ''}`;
  },
  orders: (list) => `last orders: ${list.map(({ day, amount, order }) => `${day} ${amount} (${order})`).join('; ')}`,
  restoreTier: (tier, amount, month, open) =>
    open ? `${amount} more in ${month} brings tier ${tier}` : `${amount} short of tier ${tier} in ${month}`,
  restoreByOrder: (day) => `an order now restores the customer; with none by the end of ${day} it gets worse`,
  unit: (value, unit) => (UNITS[unit] ? `${value} ${UNITS[unit]}` : value),
  sentence: (clauses) => `${capital(clauses.join('; '))}.`,
  step: (afterDays, kind, text) =>
    `${afterDays === 0 ? 'today' : `day ${afterDays}`} · ${STEPS[kind] ?? kind}: ${text}`,
  every: (days) =>
    days === 7 ? 'then every week' : days % 7 === 0 ? `then every ${days / 7} weeks` : `then every ${days} days`,
};

function title({ kind, label, basis, customer, month, from, to }: Happening): string {
  if (kind === 'tier') {
    if (label === 'abnormal-stop') return `Abnormal stop: ${customer} bought nothing in ${month} (tier ${from} before)`;
    if (label === 'sleeping') return `Falling asleep: ${customer} bought nothing in ${month} (tier ${from} before)`;
    if (label === 'up') return `Tier up: ${customer} is ${to} in ${month} (${from} before)`;
    if (label === 'down') return `Tier down: ${customer} is ${to} in ${month} (${from} before)`;
    return `${customer}: tier of ${month} ${basis === 'restated' ? 'restated' : 'now'} ${to ?? 'none'} (was ${from ?? 'none'})`;
  }
  if (kind === 'stage') {
    if (to === 'new') return `New customer: first order of ${customer}`;
    if (to === 'reacquired') return `Won back: ${customer} orders again`;
    if (to === 'churned') return `Lost: ${customer} has not ordered for long`;
    if (to === 'losing') return `Slipping away: ${customer} is overdue`;
  }
  if (kind === 'risk' && to) return `Risk: ${customer} is ${to}`;
  if (kind === 'behind-pace') return `Behind pace: ${customer} is far below its usual month`;
  if (kind === 'feedback') return `Feedback: ${customer} ${to ?? ''}`.trim();
  return `${customer}: ${to ?? 'none'} (was ${from ?? 'none'})`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
