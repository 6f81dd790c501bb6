import en from './words-en.js';
import zh from './words-zh.js';

const WORDS = { en, 'zh-CN': zh };

/** Who uses the page and how; `people` are the sales team's names for who may know them, else null; `today` is the tenant's day. */
export const session = {
  key: new URLSearchParams(location.hash.slice(1)).get('key') ?? sessionStorage.getItem('key'),
  locale: localStorage.getItem('locale') ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en'),
  people: null,
  today: null,
  /** Called when the key is not known. */
  onRefused: () => {},
};

/** The words of the language in use. */
export const w = () => WORDS[session.locale];

export function setLocale(locale) {
  session.locale = locale;
  localStorage.setItem('locale', locale);
}

/** A day, YYYY-MM-DD, so many days on. */
export function addDays(day, days) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
