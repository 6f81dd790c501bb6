import {
  closeAlert,
  alertKey,
  chosenAlert,
  failed,
  loadAlerts,
  loadCounts,
  moveBy,
  openAlert,
  startAlerts,
  takeAlert,
  wordAlerts,
} from './alert-list.js';
import { showAlert } from './alert-detail.js';
import { read } from './api.js';
import { $, el, hush } from './dom.js';
import { follow } from './follow.js';
import { showResults } from './results.js';
import { session, setLocale, w } from './session.js';
import { showTasks } from './tasks.js';
import { showWeek } from './week.js';

const TABS = ['alerts', 'tasks', 'week', 'results'];
/** A task grows overdue without an event; who leaves the page open hears of it. */
const COUNT_EVERY_MS = 300_000;
/** A mark says that there is much; how much is said where it is listed. */
const MOST_SHOWN = 999;
const counts = { unread: 0, due: 0 };
let tab = 'alerts';

if (location.hash) history.replaceState(null, '', location.pathname + location.search);

const taskParts = { onChanged: loadCounts, onOpen: openFromElsewhere };
const shows = {
  alerts: () => loadAlerts(),
  tasks: () => showTasks(taskParts),
  week: () => showWeek(),
  results: () => showResults(openFromElsewhere),
};

function showTab(name) {
  if (name !== tab) hush();
  tab = name;
  for (const other of TABS) $(other).hidden = other !== name;
  document.body.classList.toggle('elsewhere', name !== 'alerts');
  showCounts();
  shows[name]().catch(failed);
}

async function openFromElsewhere(id) {
  showTab('alerts');
  await openAlert(id).catch(failed);
}

/** The tabs with what waits behind each. */
function showCounts() {
  const marks = { alerts: counts.unread, tasks: counts.due };
  const focused = document.activeElement?.dataset?.tab;
  $('tabs').replaceChildren(
    ...TABS.map((name) => {
      const badge = marks[name]
        ? el('span', { className: 'badge', textContent: marks[name] > MOST_SHOWN ? `${MOST_SHOWN}+` : marks[name] })
        : null;
      const node = el('button', { type: 'button', onclick: () => showTab(name) }, w().tabs[name], badge);
      node.dataset.tab = name;
      if (badge)
        node.ariaLabel = `${w().tabs[name]}, ${name === 'alerts' ? w().unread(marks[name]) : w().dueTasks(marks[name])}`;
      if (name === tab) node.setAttribute('aria-current', 'page');
      return node;
    }),
  );
  if (focused) $('tabs').querySelector(`[data-tab="${focused}"]`)?.focus();
  $('seen').hidden = counts.unread === 0;
  document.title = counts.unread ? `(${counts.unread}) ${w().name}` : w().name;
}

function takeCounts({ unread = counts.unread, tasks }) {
  counts.unread = unread;
  if (tasks) counts.due = tasks.overdue + tasks.today;
  showCounts();
}

function word() {
  document.documentElement.lang = session.locale;
  $('name').textContent = w().name;
  $('tabs').ariaLabel = w().parts;
  $('back').ariaLabel = w().back;
  $('language').textContent = w().other;
  $('language').lang = session.locale === 'en' ? 'zh-CN' : 'en';
  $('leave').textContent = w().leave;
  $('askTitle').textContent = w().ask;
  $('askHint').textContent = w().askHint;
  $('enter').textContent = w().enter;
  $('askFault').textContent = w().wrong;
  wordAlerts();
  showCounts();
}

function signIn(wrong) {
  $('askFault').hidden = !wrong;
  if (!$('ask').open) $('ask').showModal();
}
session.onRefused = () => signIn(true);

async function start() {
  if (!session.key) return signIn(false);
  await loadAlerts();
  sessionStorage.setItem('key', session.key);
  // Whose work there is to see; a salesperson has only their own.
  session.people = await read('v1/sales-team').then(
    ({ people }) => people.map(({ name }) => name),
    () => null,
  );
  word();
  showAlert(null, {});
  showTab(tab);
  // A card's button leads to one alert.
  const asked = new URLSearchParams(location.search).get('alert');
  if (asked) await openAlert(asked).catch(() => {});
  void goOn();
}

function goOn() {
  return follow({
    onAlert: takeAlert,
    onUnread: (unread) => takeCounts({ unread }),
  });
}

$('ask').addEventListener('cancel', (event) => event.preventDefault());
$('ask').addEventListener('close', () => {
  session.key = $('key').value.trim();
  start().catch(() => {});
});
$('leave').onclick = () => {
  sessionStorage.removeItem('key');
  location.reload();
};
$('language').onclick = () => {
  setLocale(session.locale === 'en' ? 'zh-CN' : 'en');
  word();
  if (tab !== 'alerts') loadAlerts().catch(failed);
  showTab(tab);
  const open = chosenAlert();
  if (open) openAlert(open).catch(failed);
  else showAlert(null, {});
  void goOn();
};
document.addEventListener('keydown', (event) => {
  const typing = event.target.closest('input, textarea, select, dialog');
  if (event.ctrlKey || event.metaKey || event.altKey || tab !== 'alerts') return;
  if (event.key === 'Escape' && !$('ask').open) return typing ? event.target.blur() : chosenAlert() && closeAlert();
  if (typing) return;
  const key = event.key.toLowerCase();
  const moves = { arrowdown: 1, j: 1, arrowup: -1, k: -1 };
  const deed = moves[key] ? () => moveBy(moves[key]) : key === '/' ? () => $('search').focus() : alertKey(key);
  if (!deed) return;
  event.preventDefault();
  void deed();
});
setInterval(() => session.key && loadCounts().catch(() => {}), COUNT_EVERY_MS);
startAlerts(takeCounts);
word();
start().catch((error) => error.status !== 401 && failed(error));
