import { call } from './api.js';
import { $ } from './dom.js';
import { session, w } from './session.js';

let stream = null;
let lastId = null;

/** Follows the alerts as they come; resumes where it was after a break. */
export async function follow({ onAlert, onUnread }) {
  stream?.abort();
  const mine = (stream = new AbortController());
  while (!mine.signal.aborted) {
    try {
      const headers = lastId ? { 'last-event-id': lastId } : {};
      const response = await call(`v1/alerts/stream?locale=${session.locale}`, { headers, signal: mine.signal });
      showLive(true);
      let rest = '';
      for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
        const events = (rest + chunk).split('\n\n');
        rest = events.pop();
        for (const event of events) take(event, { onAlert, onUnread });
      }
    } catch (error) {
      if (mine.signal.aborted || error.status === 401) return;
    }
    showLive(false);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}

function take(event, { onAlert, onUnread }) {
  const lines = event.split('\n');
  const line = (name) => lines.find((one) => one.startsWith(`${name}: `))?.slice(name.length + 2);
  const data = line('data');
  if (!data) return;
  lastId = line('id') ?? lastId;
  if (line('event') === 'unread') onUnread(JSON.parse(data).unread);
  else onAlert(JSON.parse(data));
}

function showLive(on) {
  $('dot').classList.toggle('live', on);
  $('status').textContent = on ? w().live : w().lost;
}
