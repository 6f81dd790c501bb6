import { call, queryOf, read } from './api.js';
import { failed } from './alert-list.js';
import { $, button, choice, dayName, el, text } from './dom.js';
import { addDays, session, w } from './session.js';

let person;
let week;

/** Shows whom a salesperson sees to in a week, by day. */
export async function showWeek() {
  const plan = await read(`v1/visit-plan?${queryOf({ person, week })}`);
  week = plan.week;
  // Who sells nothing has no week of their own.
  const other = session.people?.find((name) => name !== plan.person);
  if (person === undefined && other !== undefined && plan.visits.length === 0) {
    person = other;
    return showWeek();
  }
  const shift = (days) => () => {
    week = weekOf(addDays(mondayOf(plan.week), days));
    showWeek().catch(failed);
  };
  const days = [...new Set(plan.visits.map(({ day }) => day))];
  const names = session.people && [...new Set([plan.person, ...session.people])].map((name) => [name, name]);
  $('week').replaceChildren(
    el(
      'div',
      { className: 'bar' },
      text('h2', w().weekOf(plan.week)),
      text('span', w().planned(plan.visits.length - plan.left, plan.left), 'soft'),
      el('span', { className: 'space' }),
      names
        ? choice(w().person, names, plan.person, (name) => {
            person = name;
            showWeek().catch(failed);
          })
        : '',
      el('span', { className: 'pair' }, button(w().before, shift(-7)), button(w().after, shift(7))),
      button('CSV', () => download(plan).catch(failed)),
    ),
    ...days.map((day) =>
      dayOf(
        day,
        plan.visits.filter((visit) => visit.day === day),
      ),
    ),
    plan.visits.length ? '' : el('p', { className: 'empty', textContent: w().noVisits }),
  );
}

function dayOf(day, visits) {
  const items = visits.map((visit) =>
    el(
      'li',
      {},
      el(
        'p',
        { className: 'row' },
        text('span', visit.kindName, visit.why === 'stopped' ? 'tag critical' : 'tag'),
        text('strong', visit.name),
        visit.tier
          ? text('span', visit.previousTier ? `${visit.previousTier} → ${visit.tier}` : visit.tier, 'soft')
          : null,
      ),
      el('p', {}, text('span', visit.reason, 'soft'), ' ', visit.aim),
    ),
  );
  const title = day ? dayName(day) : w().noRoom;
  return el('section', {}, text('h3', `${title} · ${visits.length}`), el('ul', { className: 'tasks' }, ...items));
}

async function download(plan) {
  const path = `v1/visit-plan?${queryOf({ person: plan.person, week: plan.week })}`;
  const file = await (await call(path, { headers: { accept: 'text/csv' } })).blob();
  const link = el('a', { href: URL.createObjectURL(file), download: `visit-plan-${plan.week}.csv` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The Monday of an ISO week, such as 2026-W48: the week of 4 January is the first. */
function mondayOf(isoWeek) {
  const [year, number] = isoWeek.split('-W');
  const fourth = `${year}-01-04`;
  return addDays(fourth, (Number(number) - 1) * 7 - weekday(fourth));
}

/** The ISO week of a day: that of its Thursday, whose year it bears. */
function weekOf(day) {
  const thursday = addDays(day, 3 - weekday(day));
  const year = thursday.slice(0, 4);
  const number = Math.floor((Date.parse(thursday) - Date.parse(`${year}-01-01`)) / (7 * 86_400_000)) + 1;
  return `${year}-W${String(number).padStart(2, '0')}`;
}

/** 0 for Monday to 6 for Sunday. */
const weekday = (day) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
