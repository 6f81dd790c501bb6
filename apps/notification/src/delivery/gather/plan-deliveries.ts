import type { Transition } from '@orderweave/contracts';
import {
  calendarFor,
  DEFAULT_GROUPING,
  NO_TEAM,
  SEVERITIES,
  tellAt,
  type RaisedBy,
  type SalesTeam,
  type Telling,
  type WorkingCalendar,
} from '@orderweave/domain-notification';
import type { DeliveryKey } from '../delivery.store.js';
import { wantsAlert, type EndpointRow } from '../endpoints/endpoint.store.js';

/** An alert that people are to be told of. */
export interface Notifiable {
  readonly id: string;
  readonly rule: string;
  readonly severity: Telling['severity'];
  /** Who is told now, besides the endpoints that belong to nobody. */
  readonly recipients: readonly string[];
  readonly muted?: string | null | undefined;
  /** The rule under which it was raised may name the channels that are told. */
  readonly raisedBy?: RaisedBy | null | undefined;
  readonly transition: Transition;
}

/** A delivery with its moment, epoch milliseconds; `gather`ed ones wait until then for others of the endpoint. */
export interface PlannedDelivery extends DeliveryKey {
  readonly dueAt: number;
  readonly gather: boolean;
}

/** What a plan is made by. */
export interface PlanContext {
  readonly now: number;
  readonly teams: ReadonlyMap<string, SalesTeam>;
  /** By `tenant/endpoint`. */
  readonly lastTold: ReadonlyMap<string, number>;
  readonly calendarOf: (tenant: string) => WorkingCalendar;
}

/** More urgent alerts than these at one moment for one place are one message. */
const MOST_URGENT_CARDS = 3;

/** Which endpoints are told of which alerts, and when. Programs are told of each at once. */
export function planDeliveries(
  alerts: readonly Notifiable[],
  endpoints: readonly EndpointRow[],
  context: PlanContext,
): PlannedDelivery[] {
  const told = alerts.filter(({ muted }) => !muted);
  const planned = told.flatMap((alert) =>
    endpoints.filter((one) => concerns(alert, one, context.teams)).map((one) => plan(alert, one, context)),
  );
  return collapseStorms(planned, endpoints, context);
}

/**
 * Urgent alerts do not wait for each other, but a month that closes stops many customers at one moment: so many for one place wait as
 * briefly as others do, and are one message.
 */
function collapseStorms(
  planned: readonly PlannedDelivery[],
  endpoints: readonly EndpointRow[],
  { now, teams }: PlanContext,
): PlannedDelivery[] {
  const programs = new Set(endpoints.filter(({ channel }) => channel === 'webhook').map(({ id }) => id));
  const keyOf = ({ tenant, endpointId }: PlannedDelivery) => `${tenant}/${endpointId}`;
  const atOnce = new Map<string, number>();
  for (const one of planned) if (!one.gather) atOnce.set(keyOf(one), (atOnce.get(keyOf(one)) ?? 0) + 1);
  return planned.map((one) => {
    if (one.gather || programs.has(one.endpointId) || atOnce.get(keyOf(one))! <= MOST_URGENT_CARDS) return one;
    const { waitSeconds } = teams.get(one.tenant)?.grouping ?? DEFAULT_GROUPING;
    return { ...one, dueAt: now + waitSeconds * 1000, gather: true };
  });
}

function concerns(
  { rule, severity, recipients, raisedBy, transition: { tenant, kind } }: Notifiable,
  endpoint: EndpointRow,
  teams: PlanContext['teams'],
): boolean {
  if (endpoint.tenant !== tenant || (endpoint.person && !recipients.includes(endpoint.person))) return false;
  if (raisedBy?.rule.channels && !raisedBy.rule.channels.includes(endpoint.channel)) return false;
  const least = teams.get(tenant)?.people.find(({ name }) => name === endpoint.person)?.minSeverity;
  if (least && SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(least)) return false;
  return wantsAlert(endpoint.filter, { severity, kind, rule });
}

function plan(
  { id, severity, transition: { tenant } }: Notifiable,
  endpoint: EndpointRow,
  { now, teams, lastTold, calendarOf }: PlanContext,
): PlannedDelivery {
  const key = { tenant, alertId: id, endpointId: endpoint.id };
  if (endpoint.channel === 'webhook') return { ...key, dueAt: now, gather: false };
  const { people, grouping = DEFAULT_GROUPING } = teams.get(tenant) ?? NO_TEAM;
  const person = people.find(({ name }) => name === endpoint.person);
  const telling = { severity, now, lastTold: lastTold.get(`${tenant}/${endpoint.id}`) ?? 0 };
  const dueAt = tellAt(telling, person, grouping, calendarFor(person, calendarOf(tenant)));
  return { ...key, dueAt, gather: dueAt > now };
}
