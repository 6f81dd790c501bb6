import { statement, textArray, type Transaction } from '@orderweave/postgres';
import type { EarlierAlert, NewAlert, WaitingRule } from '../alerts/alert.store.js';
import type { CalendarOf } from '../life/tenant-calendar.js';
import { keyOfCustomer, type CustomerId } from '../merges/customer-id.js';
import { byMember, FAMILIES, type Family, type Member } from '../merges/find-families.js';
import type { AlertMemory, AskedAlert, JudgedCustomer } from './decide-alerts.js';
import { insertRaised } from './insert-raised.js';

interface KnownAlert extends EarlierAlert {
  readonly waits: boolean;
}
type MemoryRow = Member & { rule: string | null; transitionId: string; effectiveAt: Date; waits: boolean };

// Of each customer's alerts those that are not settled, and those of the rules that speak once in a while only. The OFFSET keeps it
// at a look by customer: a join would be free to read all alerts.
const LOAD = statement(
  'stored-memory.load',
  `SELECT member.*, known.* FROM (${FAMILIES}) member LEFT JOIN LATERAL (
     SELECT rule, transition_id AS "transitionId", effective_at AS "effectiveAt", state NOT IN ('resolved', 'expired') AS waits FROM alert
     WHERE alert.tenant = member.tenant AND alert.customer_id = member."customerId"
       AND (state NOT IN ('resolved', 'expired') OR rule = ANY($3::text[])) OFFSET 0) known ON true`,
);

/** The alerts of the service: who the customers of a batch are and what they were alerted of, in one statement. */
export class StoredMemory implements AlertMemory {
  private alerts = new Map<string, KnownAlert[]>();

  constructor(
    private readonly tx: Transaction,
    private readonly calendarOf: CalendarOf,
  ) {}

  async findFamilies(judged: readonly JudgedCustomer[]): Promise<ReadonlyMap<string, Family>> {
    const throttled = new Set(judged.flatMap(({ rule }) => (rule.throttleDays ? [rule.id] : [])));
    const rows = await this.tx.query<MemoryRow & Record<string, unknown>>(LOAD, [
      textArray(judged.map(({ tenant }) => tenant)),
      textArray(judged.map(({ customerId }) => customerId)),
      textArray([...throttled]),
    ]);
    const members = new Map<string, Member>();
    this.alerts = new Map();
    for (const row of rows) {
      const { tenant, customerId, rule, transitionId, effectiveAt, waits } = row;
      const key = keyOfCustomer(row);
      members.set(key, row);
      if (rule === null) continue;
      const alert = { tenant, customerId, rule, transitionId, effectiveAt: effectiveAt.getTime(), waits };
      this.alerts.set(key, [...(this.alerts.get(key) ?? []), alert]);
    }
    return byMember([...members.values()]);
  }

  async findEarlier(asked: readonly AskedAlert[]): Promise<EarlierAlert[]> {
    const rules = new Set(asked.map(({ rule }) => rule));
    return this.alertsOf(asked).filter(({ rule }) => rules.has(rule));
  }

  async findWaiting(asked: readonly AskedAlert[]): Promise<WaitingRule[]> {
    return this.alertsOf(asked).filter(({ waits }) => waits);
  }

  insert(alerts: readonly NewAlert[]): Promise<ReadonlySet<string>> {
    return insertRaised(this.tx, alerts, this.calendarOf);
  }

  private alertsOf(customers: readonly CustomerId[]): KnownAlert[] {
    return [...new Set(customers.map(keyOfCustomer))].flatMap((key) => this.alerts.get(key) ?? []);
  }
}
