import { send } from './api.js';
import { button, choice, dayName, el, text } from './dom.js';
import { session, w } from './session.js';

/** A task: what, for whom and until when; an open one can be done, left out or moved. `onOpen` leads to its alert. */
export function taskItem(task, { onChanged, onFailed, onOpen, withCustomer }) {
  const state = task.overdue ? w().late : (w().outcomes[task.outcome] ?? w().taskStates[task.state]);
  const head = el(
    'p',
    { className: 'row' },
    text('span', task.kindName, 'tag'),
    text('span', dayName(task.dueDay), task.overdue ? 'late' : 'soft'),
    text('span', state, task.overdue ? 'late' : 'soft'),
    text('span', task.assignee ?? w().nobody, 'soft'),
  );
  const opens = onOpen && task.alert;
  const whom = withCustomer
    ? opens
      ? button(task.customer.name, () => onOpen(task.alert), 'link')
      : text('strong', task.customer.name)
    : null;
  const what = el('p', {}, whom, whom ? ' ' : null, task.text);
  const item = el('li', { className: task.state === 'open' ? '' : 'done' }, head, what);
  if (task.note) item.append(text('p', task.note, 'soft'));
  if (task.state !== 'open') return item;
  const hints = withCustomer ? [...task.points, ...task.offers] : [];
  if (hints.length)
    item.append(
      el('details', {}, text('summary', w().hints, 'soft'), el('ul', {}, ...hints.map((hint) => text('li', hint)))),
    );
  item.append(acts(task, { onChanged, onFailed }));
  return item;
}

function acts(task, { onChanged, onFailed }) {
  const path = `v1/tasks/${encodeURIComponent(task.id)}`;
  const outcome = choice(w().outcome, Object.entries(w().outcomes));
  const note = el('input', { placeholder: w().note, ariaLabel: w().note, maxLength: 2000 });
  const said = () => (note.value ? { note: note.value } : {});
  const act = (method, where, body) => () => send(method, where, body()).then(onChanged).catch(onFailed);
  const day = el('input', { type: 'date', min: session.today ?? '', value: task.dueDay, ariaLabel: w().move });
  day.onchange = () => day.value && act('PATCH', path, () => ({ dueDay: day.value, ...said() }))();
  return el(
    'div',
    { className: 'acts' },
    el(
      'span',
      { className: 'pair' },
      button(
        w().done,
        act('POST', `${path}/complete`, () => ({ outcome: outcome.value, ...said() })),
      ),
      outcome,
    ),
    note,
    button(w().skip, act('POST', `${path}/skip`, said)),
    el('label', { className: 'pair' }, text('span', w().move, 'soft'), day),
  );
}
