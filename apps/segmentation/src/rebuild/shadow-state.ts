import { MonthAmountChanged, type MonthAmount } from '@orderweave/contracts';
import {
  emit,
  OffsetStore,
  statement,
  wideStatement,
  type Claim,
  type Database,
  type Emission,
  type Transaction,
} from '@orderweave/postgres';
import { BatchRunner, type Flow, type Received, type Slice } from '@orderweave/stream';
import type { Logger } from 'pino';
import { Sweeper } from '../deadlines/sweeper.js';
import { LadderMemory } from '../ladder/ladder-memory.js';
import { beginModelPass } from '../models/model-pass.store.js';
import { TenantMoments } from '../models/tenant-moments.js';
import type { PolicyDirectory } from '../policies/policy-directory.js';
import { readCustomerIds } from '../segments/customer-facts.store.js';
import { segmentationTopology } from '../topology.js';
import { readWindows, refreshWindows } from '../windows/customer-window.store.js';
import { publishStandings } from '../windows/standing.store.js';
import { WindowLadders } from '../windows/window-ladders.js';
import { REBUILT_TABLES } from './rebuilt-tables.js';
import type { Schemas } from './shadow-schema.js';
import { carryOver, takeOver } from './take-over.store.js';

/** Customers in one transaction. */
const PAGE = 5_000;
const LADDER_BATCH = 2_000;
/** Standings in one statement: it compares each with each. */
const FEW = 500;

const AN_AMOUNT_A_MONTH = statement(
  'shadow.months',
  `SELECT DISTINCT ON (month) customer_id, month, amount::text, version FROM month_amount WHERE tenant = $1 ORDER BY month, customer_id`,
);

type AmountRow = { customer_id: string; month: string; amount: string; version: number };

/** What a shadow is made of. */
export interface ShadowParts {
  /** Connections to the shadow; they must be silent. */
  readonly database: Database;
  readonly schemas: Schemas;
  readonly policies: PolicyDirectory;
  readonly wallNow: () => number;
  readonly log: Logger;
}

/**
 * The service's state made anew in a schema of its own, by the service's own handlers: the ledger from the messages, then what follows from
 * it, as of the day of the live clock. It never turns a day by itself: days, models and closed months are those of the live state.
 */
export class ShadowState {
  readonly offsets: OffsetStore;
  private readonly ledger: BatchRunner;
  private readonly ladder: Flow;
  private readonly moments: TenantMoments;
  private readonly memory: LadderMemory;
  private amounts: Emission[] = [];
  /** What follows from the ledger was made; from then on it follows. */
  private following = false;
  private epoch = 0;

  constructor(private readonly parts: ShadowParts) {
    const { database, policies, wallNow, log } = parts;
    if (!database.options.silent) throw new Error('A shadow must not publish');
    this.moments = new TenantMoments(policies, wallNow);
    this.memory = new LadderMemory(policies);
    const { moments, memory } = this;
    const { service, flows } = segmentationTopology({ policies, moments, memory, wallNow, dayTurned: () => undefined });
    this.offsets = new OffsetStore(database, service);
    this.ladder = flows.find(({ consumes }) => consumes.includes(MonthAmountChanged as Flow['consumes'][number]))!;
    const ledger = flows.find(({ emits }) => emits.includes(MonthAmountChanged as Flow['consumes'][number]))!;
    this.ledger = new BatchRunner(this.gathering(ledger), { service, database, offsets: this.offsets, log });
  }

  /** Takes up the days, models and policies of the live state: orders are judged by them. Call it before the first message. */
  async prepare(): Promise<void> {
    await this.parts.database.transaction((tx) => carryOver(tx, this.parts.schemas));
  }

  /** Records a slice of a partition. */
  apply(claim: Claim, slice: Slice, alive: () => boolean): Promise<void> {
    return this.ledger.run(claim, slice, alive);
  }

  /** Makes everything that follows from the ledger, whatever of it was there before. */
  async settle(): Promise<void> {
    const { database, schemas, policies } = this.parts;
    this.following = false;
    this.amounts = [];
    this.epoch++;
    await this.prepare();
    await this.analyze();
    const tenants = policies.all().map(({ tenant }) => tenant);
    for (const tenant of tenants) await this.measureWindows(tenant);
    await database.transaction((tx) => takeOver(tx, schemas));
    for (const tenant of tenants) await this.placeAll(tenant);
    for (const tenant of tenants) await this.moveLadders(tenant);
    for (const tenant of tenants) await database.transaction((tx) => beginModelPass(tx, tenant, { everybody: true }));
    await new Sweeper(database, this.moments, this.parts.wallNow).sweep();
    await this.analyze();
    this.following = true;
  }

  /** Has the ladders follow what was recorded since they were settled, or since the last call. */
  async follow(): Promise<void> {
    while (this.amounts.length > 0) await this.moveBy(this.amounts.splice(0, LADDER_BATCH));
  }

  /** Has everything follow, at rest: who was recorded since is judged by its own history too. */
  async complete(): Promise<void> {
    const { database, schemas, wallNow } = this.parts;
    await this.follow();
    await database.transaction((tx) => takeOver(tx, schemas, ['customer']));
    await new Sweeper(database, this.moments, wallNow).sweep();
  }

  /** The ledger's flow, whose amounts wait for `follow` instead of going through Kafka. */
  private gathering(flow: Flow): Flow {
    const handle: Flow['handle'] = async (events, tx, context) => {
      const handled = await flow.handle(events, tx, context);
      if (!this.following) return {};
      const amounts = (handled?.emits ?? []).filter(({ event }) => event.type === MonthAmountChanged.type);
      tx.onCommit(() => this.amounts.push(...amounts));
      return {};
    };
    return { ...flow, handle };
  }

  private async measureWindows(tenant: string): Promise<void> {
    const moment = (await this.moments.load(this.parts.database, [tenant])).get(tenant)!;
    const { value, frequency } = moment.policy;
    const of = {
      tenant,
      day: moment.day,
      windows: { amountDays: value.windowDays, frequencyDays: frequency.windowDays },
    };
    for (let after: string | undefined = ''; after !== undefined;) {
      const ids = await readCustomerIds(this.parts.database, tenant, after, PAGE);
      await this.parts.database.transaction((tx) => refreshWindows(tx, of, ids));
      after = ids.at(-1);
    }
  }

  /** Puts everybody's band and group down before the ladders open, a few at a time. */
  private async placeAll(tenant: string): Promise<void> {
    const moment = (await this.moments.load(this.parts.database, [tenant])).get(tenant)!;
    await this.parts.database.transaction(async (tx) => {
      const ladders = new WindowLadders(moment.policy);
      await ladders.rebuild(readWindows(tx, tenant));
      for (const standings of ladders.settleAll()) {
        for (let at = 0; at < standings.length; at += FEW) {
          await publishStandings(tx, tenant, standings.slice(at, at + FEW));
        }
      }
    });
  }

  /** Every month is settled once: by one amount of it, whosever that is. */
  private async moveLadders(tenant: string): Promise<void> {
    for (const month of await this.parts.database.query<AmountRow>(AN_AMOUNT_A_MONTH, [tenant])) {
      await this.moveBy([changed(tenant, month)]);
    }
  }

  private async moveBy(amounts: readonly Emission[]): Promise<void> {
    const { topic } = MonthAmountChanged;
    const events = amounts.map((amount): Received => {
      return { ...amount, topic, partition: 0, offset: '0', timestamp: 0, traceparent: undefined, headers: {} };
    });
    const context = { topic, partition: 0, epoch: String(this.epoch) };
    await this.parts.database.transaction((tx: Transaction) => this.ladder.handle(events, tx, context));
  }

  /** Statements of orders are planned once a connection: by tables that were empty they would be planned badly. */
  private async analyze(): Promise<void> {
    await this.parts.database.query(wideStatement(`ANALYZE ${[...REBUILT_TABLES.keys()].join(', ')}`));
  }
}

function changed(tenant: string, { customer_id: customerId, month, amount, version }: AmountRow): Emission {
  const told: MonthAmount = { tenant, customerId, month, amount, version, order: 'rebuild/0' };
  return emit(MonthAmountChanged, told) as Emission;
}
