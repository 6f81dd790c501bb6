import { session } from './session.js';

/** An answer of the service that is no success, with its status. */
export class Refused extends Error {
  constructor(status) {
    super(`status ${status}`);
    this.status = status;
  }
}

/** Asks the service, as the caller and in the language of the page. @throws Refused */
export async function call(path, options = {}) {
  const response = await fetch(path, {
    ...options,
    headers: { authorization: `Bearer ${session.key}`, 'accept-language': session.locale, ...options.headers },
  });
  if (response.status === 401) session.onRefused();
  if (!response.ok) throw new Refused(response.status);
  return response;
}

export const read = async (path) => (await call(path)).json();

/** Sends a body as JSON and returns the answer. */
export async function send(method, path, body) {
  const headers = { 'content-type': 'application/json' };
  return (await call(path, { method, headers, body: JSON.stringify(body) })).json();
}

/** A query of what is stated; empty texts and undefined are left out. */
export function queryOf(values) {
  const stated = Object.entries(values).filter(([, value]) => value !== undefined && value !== '' && value !== null);
  return new URLSearchParams([...stated, ['locale', session.locale]]);
}
