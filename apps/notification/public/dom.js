import { session } from './session.js';

export const $ = (id) => document.getElementById(id);

/** Builds an element; text is always text, never markup. */
export function el(tag, properties = {}, ...children) {
  const { className = '', attributes = {}, ...rest } = properties;
  const node = Object.assign(document.createElement(tag), rest);
  if (className) node.className = className;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

export const text = (tag, textContent, className = '') => el(tag, { textContent, className });

export function button(textContent, onclick, className = '') {
  return el('button', { type: 'button', textContent, onclick, className });
}

/** A choice of `[value, text]` pairs, with a name for those who do not see it. */
export function choice(label, options, chosen, onchange) {
  const select = el(
    'select',
    { ariaLabel: label },
    ...options.map(([value, name]) => el('option', { value, textContent: name })),
  );
  if (chosen !== undefined) select.value = chosen;
  if (onchange) select.onchange = () => onchange(select.value);
  return select;
}

/** A heading with a list below; nothing without entries. */
export function section(title, list, ordered) {
  if (!list || list.length === 0) return null;
  const entries = list.map((entry) => (typeof entry === 'string' ? text('li', entry) : el('li', {}, entry)));
  return el('section', {}, text('h3', title), el(ordered ? 'ol' : 'ul', {}, ...entries));
}

/** A table whose first column names the row; the others stand right, as numbers do, or in one of `texts` the last alone. A cell is a text or a node. */
export function table(caption, heads, rows, className = '') {
  const cell = (tag, content, scope) => {
    const node = el(tag, scope ? { attributes: { scope } } : {});
    node.append(content ?? '–');
    return node;
  };
  const head = el('tr', {}, ...heads.map((name) => cell('th', name, 'col')));
  const body = rows.map((row) =>
    el('tr', {}, ...row.map((one, at) => (at ? cell('td', one) : cell('th', one, 'row')))),
  );
  const whole = el(
    'table',
    { className },
    el('caption', { textContent: caption }),
    el('thead', {}, head),
    el('tbody', {}, ...body),
  );
  return el('div', { className: 'scroll', tabIndex: 0, role: 'region', ariaLabel: caption }, whole);
}

/** A moment in the language of the page. */
export const when = (moment) =>
  new Date(moment).toLocaleString(session.locale, { dateStyle: 'medium', timeStyle: 'short' });

/** A day, YYYY-MM-DD, with its weekday. */
export const dayName = (day) =>
  new Date(`${day}T12:00:00Z`).toLocaleDateString(session.locale, {
    month: 'short',
    day: 'numeric',
    weekday: 'short',
    timeZone: 'UTC',
  });

export const percent = (share) =>
  share === null || share === undefined
    ? '–'
    : share.toLocaleString(session.locale, { style: 'percent', maximumFractionDigits: 1 });

/** A decimal text with its currency. */
export const money = (amount, currency) =>
  Number(amount).toLocaleString(session.locale, { style: 'currency', currency, maximumFractionDigits: 2 });

let noticeEnds;
/** Says what happened, for some seconds. */
export function notify(message) {
  $('notice').textContent = message;
  $('notice').hidden = false;
  clearTimeout(noticeEnds);
  noticeEnds = setTimeout(hush, 8_000);
}

/** Takes back what was said: it holds no longer. */
export function hush() {
  $('notice').hidden = true;
}
