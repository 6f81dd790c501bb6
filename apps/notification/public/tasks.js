import { queryOf, read } from './api.js';
import { failed } from './alert-list.js';
import { $, button, choice, el, notify, text } from './dom.js';
import { addDays, session, w } from './session.js';
import { taskItem } from './task-item.js';

const LOOK_AHEAD_DAYS = 7;
let person = '';
let asked = 0;

/** Shows what is to be done: what is late, today's, and the next days'. `parts` tell of changes and lead to alerts. */
export async function showTasks(parts) {
  const mine = ++asked;
  const counts = await read(`v1/tasks/counts?${new URLSearchParams(person && { assignee: person })}`);
  session.today = counts.day;
  const query = { assignee: person, dueBefore: addDays(counts.day, LOOK_AHEAD_DAYS + 1), limit: 100 };
  const pages = [await read(`v1/tasks?${queryOf(query)}`)];
  if (mine !== asked) return;
  render(pages, { counts, query, parts });
}

function render(pages, { counts, query, parts }) {
  const tasks = pages.flatMap(({ items }) => items);
  const { next } = pages.at(-1);
  const today = counts.day;
  const onChanged = () => showTasks(parts).then(parts.onChanged).catch(failed);
  const item = (task) => taskItem(task, { ...parts, onChanged, onFailed: failed, withCustomer: true });
  const group = (title, of) =>
    of.length
      ? el('section', {}, text('h3', `${title} · ${of.length}`), el('ul', { className: 'tasks' }, ...of.map(item)))
      : null;
  const more = async () => {
    const page = await read(`v1/tasks?${queryOf({ ...query, cursor: next })}`);
    render([...pages, page], { counts, query, parts });
  };
  $('tasks').replaceChildren(
    el(
      'div',
      { className: 'bar' },
      text('h2', w().tasks),
      text('span', w().taskCounts(counts), 'soft'),
      el('span', { className: 'space' }),
      personChoice(person, (name) => {
        person = name;
        showTasks(parts).catch(failed);
      }),
      button(w().calendar, () => copyCalendar().catch(() => notify(w().fault))),
    ),
    ...[
      group(
        w().overdueTasks,
        tasks.filter(({ dueDay }) => dueDay < today),
        counts.overdue,
      ),
      group(
        w().todayTasks,
        tasks.filter(({ dueDay }) => dueDay === today),
        counts.today,
      ),
      group(
        w().nextTasks(LOOK_AHEAD_DAYS),
        tasks.filter(({ dueDay }) => dueDay > today),
      ),
      tasks.length ? null : el('p', { className: 'empty', textContent: w().noTasks }),
      next
        ? el(
            'p',
            { className: 'empty' },
            button(w().more, () => more().catch(failed)),
          )
        : null,
    ].filter(Boolean),
  );
}

/** A choice of a person, for who may see others' work. */
export function personChoice(chosen, onchange) {
  if (!session.people) return '';
  return choice(w().person, [['', w().everybody], ...session.people.map((name) => [name, name])], chosen, onchange);
}

async function copyCalendar() {
  const { url } = await read('v1/calendar');
  try {
    await navigator.clipboard.writeText(url);
    notify(w().copied);
  } catch {
    // A page that is not served over TLS may not write there: then it is shown.
    notify(url);
  }
}
