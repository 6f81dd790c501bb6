import { send } from './api.js';
import { $, button, choice, el, notify, section, text, when } from './dom.js';
import { addDays, session, w } from './session.js';
import { taskItem } from './task-item.js';

const ACTIVE = ['open', 'delivered'];
const HANDED = ['escalate', 'reown'];

/** Shows an alert, or how to choose one; returns what can be done with it, by key. */
export function showAlert(alert, { onChanged, onFailed }) {
  if (!alert) {
    const keys = w().keys.flatMap(([name, what]) => [text('kbd', name), ` ${what}  `]);
    $('detail').replaceChildren(
      el('div', { className: 'empty' }, text('p', w().pick), el('p', { className: 'soft' }, ...keys)),
    );
    return {};
  }
  const note = el('textarea', { placeholder: w().note, maxLength: 2000, ariaLabel: w().note });
  const act = (action, more) => () =>
    send('POST', `v1/alerts/${encodeURIComponent(alert.id)}/${action}`, {
      ...(note.value && { note: note.value }),
      ...more?.(),
    })
      .then(onChanged)
      .catch(onFailed);
  const closed = alert.state === 'resolved' || alert.state === 'expired';
  const body = el(
    'article',
    {},
    el(
      'div',
      { className: 'row' },
      text('span', w()[alert.severity], `tag ${alert.severity}`),
      text('span', `${alert.ruleName} · ${w()[alert.state]}`, 'soft'),
    ),
    el('h2', { textContent: alert.title, tabIndex: -1 }),
    text('p', standing(alert), 'soft'),
    section(w().why, alert.why),
    alert.nextStep ? section(`${w().next} · ${alert.nextStep.play}`, alert.nextStep.steps, true) : null,
    section(w().restore, alert.restore),
    alert.outcome ? text('p', alert.outcome.text, 'good') : null,
    text('h3', w().customer),
    el('p', { className: 'whole' }, ...aboutCustomer(alert.customer)),
    closed ? el('div', { className: 'row acts' }, button(w().reopen, act('reopen'))) : [note, ways(alert, act)],
    taskSection(alert, { onChanged, onFailed }),
    section(w().history, alert.audit.map(tellEvent)),
    section(w().deliveries, alert.deliveries.map(tellDelivery)),
    el('details', {}, text('summary', w().raw, 'soft'), text('pre', JSON.stringify(alert.transition, null, 2))),
  );
  $('detail').replaceChildren(body);
  $('detail').scrollTop = 0;
  return {
    ...(ACTIVE.includes(alert.state) && { a: act('acknowledge') }),
    ...(!closed && alert.state !== 'snoozed' && { s: act('snooze') }),
  };
}

/** When it came, who was told, and who sees to it until when. */
function standing(alert) {
  const seen = alert.acknowledgedAt
    ? w().by(alert.acknowledgedBy, when(alert.acknowledgedAt))
    : `${w().due} ${when(alert.dueAt)}`;
  return [
    `${w().raised} ${when(alert.raisedAt)}`,
    alert.muted ? (w().muted[alert.muted] ?? alert.muted) : seen,
    alert.snoozedUntil && alert.state === 'snoozed' ? `${w().until} ${when(alert.snoozedUntil)}` : null,
    alert.recipients.length && !alert.muted ? `${w().told} ${alert.recipients.join(', ')}` : null,
  ]
    .filter(Boolean)
    .join(' · ');
}

function aboutCustomer(customer) {
  const facts = [
    customer.name,
    ...(customer.formerId ? [`${w().former} ${customer.formerId}`] : []),
    ...customer.identifiers.slice(0, 4).map(contact),
    `${w().owner}: ${customer.owner ?? w().nobody}`,
  ];
  return facts.flatMap((fact, at) => (at ? [' · ', fact] : [fact]));
}

const SCHEMES = { email: 'mailto', phone: 'tel' };
/** An identifier such as `phone:+8613800000000`; who is to call or write does so by it. */
function contact(identifier) {
  const [kind, ...rest] = identifier.split(':');
  const value = rest.join(':');
  if (!SCHEMES[kind]) return identifier;
  const address = encodeURIComponent(value).replace('%40', '@').replace('%2B', '+');
  return el('a', { href: `${SCHEMES[kind]}:${address}`, textContent: value });
}

/** What can be done with an alert that is not settled. */
function ways(alert, act) {
  const reason = choice(w().reason, [['', w().reason], ...Object.entries(w().reasons)], '');
  const later = choice(w().until, [['', w().nextDay], ...[3, 7, 14].map((days) => [days, w().inDays(days)])], '');
  // At the hour at which a day's work begins, by the watch of who reads this.
  const until = () =>
    later.value && { until: new Date(`${addDays(session.today, Number(later.value))}T09:00:00`).toISOString() };
  return el(
    'div',
    { className: 'acts' },
    ACTIVE.includes(alert.state) ? button(w().ack, act('acknowledge'), 'main') : null,
    alert.state === 'snoozed'
      ? null
      : el('span', { className: 'pair' }, button(w().snooze, act('snooze', until)), later),
    el(
      'span',
      { className: 'pair' },
      button(w().resolve, () => (reason.value ? act('resolve', () => ({ reason: reason.value }))() : ask(reason))),
      reason,
    ),
  );
}

/** Without its reason a settled alert teaches nobody. */
function ask(reason) {
  notify(w().reasonNeeded);
  reason.focus();
}

function taskSection(alert, parts) {
  if (!alert.tasks || alert.tasks.length === 0) return null;
  const items = alert.tasks.map((task) => taskItem(task, parts));
  return el('section', {}, text('h3', w().tasks), el('ul', { className: 'tasks' }, ...items));
}

function tellEvent({ at, actor, action, state, detail, note }) {
  const what = HANDED.includes(action) ? w()[action] : w()[state];
  const about =
    action === 'recover' ? w().recovered : (w().reasons[detail] ?? (action === 'snooze' ? when(detail) : detail));
  return [when(at), actor, what, about, note].filter(Boolean).join(' · ');
}

function tellDelivery({ name, channel, url, state, attempts, lastError }) {
  return [name ?? channel, url, w()[state], attempts > 1 ? w().attempts(attempts) : null, lastError]
    .filter(Boolean)
    .join(' · ');
}
