import { MonthAmountChanged, type Activity, type MonthAmount, type Profile } from '@orderweave/contracts';
import { formatAmount } from '@orderweave/domain-ordering';
import { emit, type Emission, type Transaction } from '@orderweave/postgres';
import { deadLetter, drop, type Handled, type Outcome, type Received } from '@orderweave/stream';
import { catchUp, isBehind } from '../deadlines/catch-up.js';
import { judgeCustomer } from '../deadlines/judge-customer.js';
import { publishJudgement, scheduleNext } from '../deadlines/publish-judgement.js';
import { observeTransitions } from '../metrics/segmentation-metrics.js';
import type { TenantMoment } from '../models/tenant-moment.js';
import type { TenantMoments } from '../models/tenant-moments.js';
import type { PolicyDirectory } from '../policies/policy-directory.js';
import { noteSignals, type TouchedCustomer } from '../signals/note-signals.js';
import type { Change } from '../transitions/change.js';
import { dressTransitions, tellTransitions } from '../transitions/compose-transitions.js';
import { applyEntries, type TouchedMonths } from './apply-entries.js';
import { newCustomer, type CustomerState } from './customer-state.js';
import { lockCustomers, saveCustomers } from './customer.store.js';
import { customerKey, gatherBatch, type CustomerNews } from './gather-batch.js';
import { replaceEntries, type Replaced } from './ledger-entry.store.js';
import { saveMonthAmounts, type MonthAmountRow } from './month-amount.store.js';
import { inOrder, lastRevision, occasionOf } from './order-occasion.js';
import { saveProfiles } from './profile.store.js';

/** What the ledger works with. */
export interface LedgerParts {
  readonly policies: PolicyDirectory;
  readonly moments: TenantMoments;
  /** Epoch milliseconds, for the delay from order to transition. */
  readonly wallNow: () => number;
  /** Told when customers that a committed batch has changed wait to be judged by signals. */
  readonly signalsNoted?: () => void;
}

/** The ledger: what each document contributes, the months' sums, and stage and risk as of the tenant's day. */
export function activityHandler({ policies, moments, wallNow, signalsNoted = () => undefined }: LedgerParts) {
  return async function applyActivity(
    events: readonly (Received<Profile> | Received<Activity>)[],
    tx: Transaction,
  ): Promise<Handled> {
    const outcomes = new Map<Received, Outcome>();
    const known = events.filter((received) => {
      const { tenant } = received.payload;
      if (policies.has(tenant)) return true;
      outcomes.set(received, deadLetter('UNKNOWN_TENANT', new Error(`tenant "${tenant}" is not configured`)));
      return false;
    });
    const batch = gatherBatch(known);
    const [states, replaced] = await Promise.all([loadStates(tx, batch), replaceDocuments(tx, batch, outcomes)]);
    saveProfiles(
      tx,
      [...batch.values()].flatMap(({ profile }) => profile ?? []),
    );
    const at = await moments.load(tx, [...new Set([...batch.values()].map(({ tenant }) => tenant))]);
    const changedCustomers: TouchedCustomer[] = [];
    const written: CustomerState[] = [];
    const amounts: MonthAmountRow[] = [];
    const changes: Change[] = [];
    const emits: Emission[] = [];
    for (const [news, found] of replaced) {
      const documents = inOrder(found);
      const state = states.get(news.key)!;
      const moment = at.get(news.tenant)!;
      changedCustomers.push({ before: state.ledger, state, moment, revisedAt: lastRevision(documents, moment) });
      const { touched, changed } = judgeAnew(state, news, documents, moment);
      changes.push(...changed);
      state.version++;
      written.push(state);
      emits.push(...tellAmounts(state, touched, news, amounts));
    }
    const noted = noteSignals(tx, changedCustomers, signalsNoted);
    const saved = saveCustomers(tx, written);
    saveMonthAmounts(tx, amounts);
    const [dressed] = await Promise.all([dressTransitions(tx, changes, at), noted, saved]);
    emits.push(...(await tellTransitions(tx, dressed)));
    observeTransitions(tx, changes, known, wallNow);
    return { emits, outcomes };
  };
}

async function loadStates(
  tx: Transaction,
  batch: ReadonlyMap<string, CustomerNews>,
): Promise<Map<string, CustomerState>> {
  const wanted = [...batch.values()].filter(({ activities }) => activities.size > 0);
  const found = await lockCustomers(tx, wanted);
  const states = new Map(found.map((state) => [customerKey(state.tenant, state.customerId), state]));
  for (const { tenant, customerId } of wanted) {
    const key = customerKey(tenant, customerId);
    if (!states.has(key)) states.set(key, newCustomer(tenant, customerId));
  }
  return states;
}

async function replaceDocuments(
  tx: Transaction,
  batch: ReadonlyMap<string, CustomerNews>,
  outcomes: Map<Received, Outcome>,
): Promise<Map<CustomerNews, Replaced[]>> {
  const newest = [...batch.values()].flatMap(({ activities }) => [...activities.values()]);
  const { replaced, stale } = await replaceEntries(tx, newest);
  for (const { received } of stale) outcomes.set(received, drop('stale-activity'));
  const byCustomer = new Map<CustomerNews, Replaced[]>();
  for (const one of replaced) {
    const { customer } = one.document;
    const documents = byCustomer.get(customer);
    if (documents) documents.push(one);
    else byCustomer.set(customer, [one]);
  }
  return byCustomer;
}

function judgeAnew(
  state: CustomerState,
  news: CustomerNews,
  documents: readonly Replaced[],
  moment: TenantMoment,
): { touched: TouchedMonths; changed: Change[] } {
  // What time alone has changed comes first, as if the sweeper had been quicker than the order.
  const changed = isBehind(state, moment) ? catchUp(state, moment) : [];
  const touched = applyEntries(state, documents);
  const day = Math.max(moment.day, state.ledger.purchaseDays.at(-1) ?? moment.day);
  const occasion = occasionOf(state, news, documents, moment);
  changed.push(...publishJudgement(state, judgeCustomer(state, day, moment), moment, occasion));
  scheduleNext(state, moment);
  return { touched, changed };
}

function tellAmounts(
  state: CustomerState,
  touched: TouchedMonths,
  { activities }: CustomerNews,
  rows: MonthAmountRow[],
): Emission[] {
  const { tenant, customerId, version } = state;
  return [...touched].map(([month, order]) => {
    const amount = state.amounts.get(month) ?? 0n;
    rows.push({ tenant, month, customerId, amount, version });
    const told: MonthAmount = { tenant, customerId, month, amount: formatAmount(amount), version, order };
    const { activity, received } = activities.get(order)!;
    if (activity.revisedAt !== undefined) told.revisedAt = activity.revisedAt;
    if (activity.cause === 'identity') told.moved = true;
    return emit(MonthAmountChanged, told, received);
  });
}
