import { queryOf, read } from './api.js';
import { failed } from './alert-list.js';
import { $, button, choice, el, money, percent, table, text, when } from './dom.js';
import { addDays, session, w } from './session.js';

const GROUPS = ['rule', 'person', 'team', 'month'];
let by = 'rule';
let span = 30;

/** Shows what alerts brought in, how they were seen to, and what being alerted changed. `onOpen` leads to an alert. */
export async function showResults(onOpen) {
  const period = { from: addDays(session.today, 1 - span), to: session.today };
  const query = queryOf(period);
  const [outcome, quality, recovered, uplift] = await Promise.all([
    read(`v1/reports/outcome?${queryOf({ ...period, by })}`),
    read(`v1/reports/service-quality?${query}`),
    read(`v1/outcomes?${queryOf({ ...period, outcome: 'recovered', limit: 20 })}`),
    // Who was held out is not for salespeople.
    read(`v1/reports/uplift?${queryOf({ ...period, by: 'rule' })}`).catch(() => null),
  ]);
  const names = by === 'rule' ? outcome : await read(`v1/reports/outcome?${query}`);
  const ruleName = new Map(names.items.map(({ key, name }) => [key, name]));
  const again = () => showResults(onOpen).catch(failed);
  $('results').replaceChildren(
    el(
      'div',
      { className: 'bar' },
      text('h2', w().results),
      text('span', `${outcome.from} – ${outcome.to}`, 'soft'),
      el('span', { className: 'space' }),
      choice(
        w().period,
        [30, 90, 365].map((days) => [days, w().lastDays(days)]),
        span,
        (days) => {
          span = Number(days);
          again();
        },
      ),
      choice(
        w().groups.label,
        GROUPS.map((name) => [name, w().groups[name]]),
        by,
        (name) => {
          by = name;
          again();
        },
      ),
    ),
    tiles(outcome.total, quality.total),
    outcomeTable(outcome),
    qualityTable(quality),
    ...(uplift ? [upliftTable(uplift, ruleName)] : []),
    recoveredTable(recovered, onOpen),
    text('p', w().creditNote, 'soft'),
  );
}

const amountsOf = ({ amounts }) => amounts.map(({ amount, currency }) => money(amount, currency)).join(' + ') || '–';
const ordersOf = ({ amounts }) => String(amounts.reduce((sum, { orders }) => sum + orders, 0));
const hours = (value) => (value === null ? '–' : w().hours(Math.round(value * 10) / 10));
const share = (part, whole) => (whole ? percent(part / whole) : '–');

function tiles(total, quality) {
  const { p50, p90 } = total.hoursToContact;
  const tile = (label, value, more) => el('div', {}, text('dt', label), text('dd', value), text('dd', more, 'soft'));
  return el(
    'dl',
    { className: 'tiles' },
    tile(w().brought, amountsOf(total), w().fromOrders(ordersOf(total))),
    tile(w().recoveredAlerts, share(total.recovered, total.winnable), w().of(total.recovered, total.winnable)),
    tile(w().winBack, percent(total.winBack.rate), w().of(total.winBack.recovered, total.winBack.over)),
    tile(w().inTime, percent(quality.withinSlaShare), w().of(quality.withinSla, quality.withinSla + quality.overdue)),
    tile(w().untilContact, hours(p50), p90 === null ? '' : w().ninety(hours(p90))),
  );
}

function outcomeTable({ items }) {
  const { columns } = w();
  const heads = [
    w().groups[by],
    columns.alerts,
    columns.contacted,
    columns.recovered,
    columns.orders,
    columns.amount,
    columns.median,
  ];
  const rows = items.map((item) => [
    item.name || w().nobody,
    String(item.alerts),
    share(item.contacted, item.alerts),
    item.winnable ? `${item.recovered} / ${item.winnable}` : '–',
    ordersOf(item),
    amountsOf(item),
    hours(item.hoursToContact.p50),
  ]);
  return table(w().outcomeBy(w().groups[by]), heads, rows);
}

function qualityTable({ items }) {
  const { columns } = w();
  const heads = [
    w().groups.person,
    columns.alerts,
    columns.inTime,
    columns.late,
    columns.needless,
    columns.waiting,
    columns.escalated,
  ];
  const rows = items.map((item) => [
    item.key || w().nobody,
    ...[String(item.alerts), percent(item.withinSlaShare)],
    ...[item.overdue, item.needless, item.waiting, item.escalated].map(String),
  ]);
  return table(w().quality, heads, rows);
}

function upliftTable({ items }, ruleName) {
  const { columns } = w();
  const points = (value) =>
    (value * 100).toLocaleString(session.locale, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  const arm = ({ share, recovered, customers }) =>
    customers ? `${percent(share)} (${recovered} / ${customers})` : '–';
  const rows = items.map(({ rule, alerted, heldOut, shareUplift, note }) => [
    ruleName.get(rule) ?? rule,
    arm(alerted),
    arm(heldOut),
    shareUplift
      ? w().points(points(shareUplift.estimate), points(shareUplift.lower), points(shareUplift.upper))
      : (note ?? '–'),
  ]);
  return table(w().uplift, [w().groups.rule, columns.alerted, columns.heldOut, columns.uplift], rows, 'notes');
}

function recoveredTable({ items }, onOpen) {
  const { columns } = w();
  const rows = items.map((item) => [
    button(item.customerName, () => onOpen(item.alertId), 'link'),
    item.ruleName,
    item.owner ?? w().nobody,
    item.first ? when(item.first.placedAt) : '–',
    item.currency ? money(item.amount, item.currency) : '–',
  ]);
  return table(
    w().recoveredList,
    [w().customer, w().groups.rule, w().owner, columns.ordered, columns.amount],
    rows,
    'texts',
  );
}
