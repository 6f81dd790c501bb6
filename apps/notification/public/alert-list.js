import { queryOf, read, send } from './api.js';
import { showAlert } from './alert-detail.js';
import { $, button, el, hush, notify, text, when } from './dom.js';
import { session, w } from './session.js';

const ACTIVE = ['open', 'delivered'];
let alerts = new Map();
let next = null;
let chosen = null;
/** Where in the list the chosen one is, or was when it left. */
let place = 0;
/** What the open alert allows, by key. */
let keyActs = {};
/** Only the answer to the last question is shown. */
let asked = 0;
let onCounts = () => {};

export const alertKey = (key) => keyActs[key];
export const chosenAlert = () => chosen;

function states() {
  const { value } = $('state');
  return value === 'todo' ? ACTIVE : value === 'all' ? null : [value];
}

/** Whether an alert that has just come is of those that are listed; a search is asked anew instead. */
function fits(alert) {
  const among = states()?.includes(alert.state) ?? true;
  const owner = $('owner').value;
  return (
    among &&
    (!$('severity').value || alert.severity === $('severity').value) &&
    (!owner || alert.customer.owner === owner)
  );
}

/** Reads the list anew, or on. */
export async function loadAlerts(more) {
  const mine = ++asked;
  const query = queryOf({
    ...{ state: states()?.join(','), severity: $('severity').value, owner: $('owner').value },
    ...{ search: $('search').value.trim(), cursor: more ? next : undefined },
  });
  const page = await read(`v1/alerts?${query}`);
  if (mine !== asked) return;
  if (!more) alerts = new Map();
  for (const alert of page.items) alerts.set(alert.id, alert);
  next = page.next;
  showList();
  await loadCounts();
}

/** How much waits, of alerts and of tasks. */
export async function loadCounts() {
  const [counts, tasks] = await Promise.all([read('v1/alerts/counts'), read('v1/tasks/counts')]);
  session.today = tasks.day;
  $('counts').textContent = w().active(counts.active);
  onCounts({ tasks });
}

function showList(fresh) {
  const sorted = [...alerts.values()].sort((a, b) =>
    a.raisedAt === b.raisedAt ? (a.id < b.id ? 1 : -1) : a.raisedAt < b.raisedAt ? 1 : -1,
  );
  const items = sorted.map((alert) => el('li', {}, itemOf(alert, fresh)));
  if (next)
    items.push(
      el(
        'li',
        { className: 'empty' },
        button(w().more, () => loadAlerts(true).catch(failed)),
      ),
    );
  if (items.length === 0) items.push(el('li', { className: 'empty' }, ...nothing().map((line) => text('p', line))));
  const top = $('list').scrollTop;
  const focused = document.activeElement;
  const focusedAt = listed().indexOf(focused);
  $('list').replaceChildren(...items);
  $('list').scrollTop = top;
  // Whoever moves by keyboard stays where they are while alerts come and go.
  const left = listed();
  if (focusedAt >= 0)
    (find(focused.dataset.id) ?? left[Math.min(focusedAt, left.length - 1)])?.focus({ preventScroll: true });
  const at = left.findIndex(({ dataset }) => dataset.id === chosen);
  if (at >= 0) place = at;
}

/** Why the list is empty; what was settled already is mostly what a search misses. */
function nothing() {
  const search = $('search').value.trim();
  if (!search) return [w().none, w().noneHint];
  return [w().noneFound(search), ...(states() ? [w().noneFoundHint] : [])];
}

function itemOf(alert, fresh) {
  const done = ACTIVE.includes(alert.state) ? '' : ' done';
  const className = `item ${alert.severity}${done}${alert.id === fresh ? ' fresh' : ''}`;
  const facts = [w()[alert.severity], w()[alert.state], when(alert.raisedAt)];
  if (session.people) facts.push(alert.customer.owner ?? w().nobody);
  const item = el(
    'button',
    { type: 'button', className, onclick: () => openAlert(alert.id).catch(failed) },
    text('span', alert.title, 'title'),
    text('span', alert.summary, 'summary'),
    text('span', facts.join(' · '), 'soft'),
  );
  item.setAttribute('aria-current', String(alert.id === chosen));
  item.dataset.id = alert.id;
  return item;
}
const listed = () => [...$('list').querySelectorAll('button.item')];
const find = (id) => listed().find((item) => item.dataset.id === id);

/** Shows one alert, which is thereby read. */
export async function openAlert(id) {
  chosen = id;
  document.body.classList.add('open');
  showList();
  find(id)?.scrollIntoView({ block: 'nearest' });
  const alert = await read(`v1/alerts/${encodeURIComponent(id)}?locale=${session.locale}`);
  if (id !== chosen) return;
  keyActs = showAlert(alert, { onChanged: () => changed(id), onFailed: failed });
  // On a phone the list is gone, and with it what had the focus.
  if (!find(id)?.checkVisibility()) $('detail').querySelector('h2')?.focus();
  await send('POST', 'v1/alerts/seen', { alerts: [id] }).then(({ unread }) => onCounts({ unread }));
}

async function changed(id) {
  hush();
  await loadAlerts();
  if (chosen === id) await openAlert(id);
}

/** Leaves the open alert. */
export function closeAlert() {
  const was = chosen;
  chosen = null;
  document.body.classList.remove('open');
  showList();
  keyActs = showAlert(null, {});
  const left = listed();
  if (was) (find(was) ?? left[Math.min(place, left.length - 1)])?.focus();
}

/** Moves through the list by one, from where the focus is, else from the open alert, or from the gap that it has left. */
export function moveBy(by) {
  const items = listed();
  const at = items.findIndex((item) => item === document.activeElement);
  const from = at >= 0 ? at : items.findIndex((item) => item.dataset.id === chosen);
  const gap = chosen === null ? (by > 0 ? 0 : items.length) : place;
  const to = from < 0 ? gap + Math.min(by, 0) : from + by;
  items[Math.min(Math.max(to, 0), items.length - 1)]?.focus();
}

let soon;
/** Takes in an alert that was raised or has changed. */
export function takeAlert(alert) {
  const known = alerts.has(alert.id);
  if ($('search').value.trim() ? known && fits(alert) : fits(alert) || (known && alert.id === chosen))
    alerts.set(alert.id, alert);
  else alerts.delete(alert.id);
  showList(known ? undefined : alert.id);
  clearTimeout(soon);
  soon = setTimeout(() => loadCounts().catch(() => {}), 300);
}

/** A change that another person made first is shown; anything else is said to have failed. */
export function failed(error) {
  if (error.status === 401) return;
  notify(error.status === 409 ? w().stale : error.status === 403 ? w().forbidden : w().fault);
  if (error.status === 409 && chosen) changed(chosen).catch(() => {});
}

/** What the list listens to, and whom it tells of counts. */
export function startAlerts(tell) {
  onCounts = tell;
  for (const id of ['state', 'severity', 'owner']) $(id).onchange = () => loadAlerts().catch(failed);
  let typed;
  $('search').oninput = () => {
    clearTimeout(typed);
    typed = setTimeout(() => loadAlerts().catch(failed), 250);
  };
  $('back').onclick = closeAlert;
  $('seen').onclick = () =>
    send('POST', 'v1/alerts/seen', { until: new Date().toISOString() }).then(
      ({ unread }) => onCounts({ unread }),
      failed,
    );
}

/** Words what the list stands under. */
export function wordAlerts() {
  const fill = (id, label, options) => {
    const { value } = $(id);
    $(id).ariaLabel = label;
    $(id).replaceChildren(...options.map(([name, textContent]) => el('option', { value: name, textContent })));
    if (value) $(id).value = value;
  };
  $('search').placeholder = $('search').ariaLabel = w().search;
  $('list').ariaLabel = w().list;
  $('seen').textContent = w().seen;
  fill('state', w().states, [
    ['todo', w().todo],
    ...['acknowledged', 'snoozed', 'resolved', 'expired'].map((name) => [name, w()[name]]),
    ['all', w().all],
  ]);
  fill('severity', w().severities, [
    ['', w().every],
    ...['critical', 'warning', 'info'].map((name) => [name, w()[name]]),
  ]);
  $('owner').hidden = !session.people;
  if (session.people) fill('owner', w().owner, [['', w().everybody], ...session.people.map((name) => [name, name])]);
}
