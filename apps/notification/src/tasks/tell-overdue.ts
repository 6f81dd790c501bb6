import { createHash } from 'node:crypto';
import { addWorkdays, calendarFor, composeOverdue, tellAt, weekOf, type Person } from '@orderweave/domain-notification';
import { formatDay, type Day } from '@orderweave/domain-ordering';
import type { Transaction } from '@orderweave/postgres';
import type { DeliveryQueue } from '../delivery/delivery-queue.js';
import type { NewDelivery } from '../delivery/delivery.store.js';
import { enabledEndpoints, type EndpointRow } from '../delivery/endpoints/endpoint.store.js';
import type { CalendarOf } from '../life/tenant-calendar.js';
import { publicUrl } from '../links/public-url.js';
import { loadTeams } from '../team/sales-team.store.js';
import { shownCustomer } from './shown-customer.js';
import type { OverdueNews } from './remind-people.js';

/** Nobody waits for others: it is one message of many tasks already. */
const AT_ONCE = { waitSeconds: 0, intervalSeconds: 0, stormOver: 1 };

/** Sends people what is overdue, a card each a day to each place that is theirs; quiet hours are kept. */
export async function tellOverdue(
  tx: Transaction,
  { queue, calendarOf }: { readonly queue: DeliveryQueue; readonly calendarOf: CalendarOf },
  { tenant, today, news }: { readonly tenant: string; readonly today: Day; readonly news: readonly OverdueNews[] },
): Promise<void> {
  if (news.length === 0) return;
  const endpoints = await enabledEndpoints(tx, [tenant]);
  const team = (await loadTeams(tx, [tenant])).get(tenant);
  const deliveries = news.flatMap((one) =>
    endpoints
      .filter((endpoint) => endpoint.person === one.reader && wants(endpoint) && wantsToday(personOf(one)))
      .map((endpoint) => deliveryOf(one, endpoint, today, dueAt(personOf(one)))),
  );
  await queue.add(tx, deliveries);

  function personOf({ reader }: OverdueNews): Person | undefined {
    return team?.people.find(({ name }) => name === reader);
  }

  /** Whoever wants to hear once a week hears as the week begins. */
  function wantsToday(person: Person | undefined): boolean {
    if (person?.minSeverity === 'critical') return false;
    return person?.digest !== 'weekly' || today === addWorkdays(weekOf(today).first, 0, calendarOf(tenant));
  }

  function dueAt(person: Person | undefined): number {
    const quiet = person?.quietHours && { quietHours: person.quietHours };
    const telling = { severity: 'warning', now: Date.now(), lastTold: 0 } as const;
    return tellAt(telling, quiet, AT_ONCE, calendarFor(person, calendarOf(tenant)));
  }
}

/** A reminder is a warning of no rule; programs are told of alerts alone. */
function wants({ channel, filter }: EndpointRow): boolean {
  return channel !== 'webhook' && (filter.severities?.includes('warning') ?? true);
}

function deliveryOf(
  { reader, of, tasks, count }: OverdueNews,
  { tenant, id: endpointId, locale }: EndpointRow,
  today: Day,
  dueAt: number,
): NewDelivery {
  const digest = createHash('sha256')
    .update([tenant, reader, of, formatDay(today)].join('\n'))
    .digest('hex');
  const id = `tr_${digest.slice(0, 24)}`;
  const base = publicUrl();
  const links = base ? { open: `${base}/` } : {};
  const told = tasks.map((task) => {
    const { kind, text, day, assignee } = task;
    return { customer: shownCustomer(task).name, kind, text, day, assignee };
  });
  return { tenant, alertId: id, endpointId, dueAt, card: composeOverdue(told, { id, locale, of, count, links }) };
}
