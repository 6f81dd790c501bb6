import { setTimeout as sleep } from 'node:timers/promises';
import { CustomerActivity } from '@orderweave/contracts';
import { OffsetStore, wideStatement, type Database } from '@orderweave/postgres';
import type { KafkaAccess } from '@orderweave/stream';
import type { Logger } from 'pino';
import { readClocks } from '../clock/clock.store.js';
import type { PolicyDirectory } from '../policies/policy-directory.js';
import { ActivityReplay, type Positions } from './activity-replay.js';
import { compareStates } from './compare-states.js';
import { exchangeStates, NotAtRestError } from './exchange-states.js';
import { missingFrom, readLogEnds } from './log-ends.js';
import { migrateShadow, openPatient, openShadow, schemasOf, type ShadowPlace } from './shadow-schema.js';
import { ShadowState } from './shadow-state.js';
import { atStandstill } from './standstill.js';
import { readFooting, takeOver } from './take-over.store.js';

const { topic } = CustomerActivity;
export const CONSUMER = 'segmentation';
const LOCK_NOT_AVAILABLE = '55P03';
/** Messages behind the live service at which it is asked to stand still: few enough for a moment. */
const NEAR = 2_000n;
const REST_WITHIN_MS = 5_000;
const ATTEMPTS = 10;
const PAUSE_MS = 200;

/** What rebuilds work with. */
export interface RebuildParts {
  readonly database: Database;
  readonly kafka: KafkaAccess;
  /** Not that of the live service: it is read from the shadow. */
  readonly policies: () => PolicyDirectory;
  readonly wallNow: () => number;
  /** What the live service still has to do besides reading activities; empty when it is at rest. */
  readonly unfinished: () => Promise<string[]>;
  readonly log: Logger;
}

/** How many messages are recorded in the shadow, of how many that the live service has read. */
export interface ReplayProgress {
  readonly replayed: number;
  readonly total: number;
}

/** One process at work on one shadow: brings it up to the live service, compares, exchanges. Close it, whatever happens. */
export class ReplaySession {
  private readonly live: OffsetStore;
  private stopped = false;

  private constructor(
    private readonly parts: RebuildParts,
    private readonly place: ShadowPlace,
    private readonly shadow: Database,
    private readonly state: ShadowState,
    private readonly replay: ActivityReplay,
  ) {
    this.live = new OffsetStore(parts.database, CONSUMER);
  }

  /** Opens a rebuild's shadow, makes it if it is not there, and begins to read where it was left. Throws `LogIncompleteError`. */
  static async open(parts: RebuildParts, rebuildId: number): Promise<ReplaySession> {
    const { database, kafka, wallNow, log } = parts;
    const place = await schemasOf(database, rebuildId);
    await migrateShadow(database, place);
    const shadow = openShadow(database, place.shadowName);
    const state = new ShadowState({ database: shadow, schemas: place, policies: parts.policies(), wallNow, log });
    const replay = new ActivityReplay(kafka, state, log);
    const session = new ReplaySession(parts, place, shadow, state, replay);
    try {
      const ends = await readLogEnds(kafka);
      missingFrom(ends, (await state.offsets.positions()).get(topic) ?? new Map());
      await state.prepare();
      await refuseStrangers(shadow, parts.policies());
      await replay.start(ends.map(({ partition }) => partition));
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** Records what the live service has read, until it is near; or until it is stopped. */
  async catchUp(): Promise<void> {
    for (;;) {
      await this.replay.reach(await this.livePositions());
      if (this.stopped) return;
      await this.state.follow();
      const behind = sum(await this.livePositions()) - sum(this.replay.positions);
      if (behind <= NEAR) return;
    }
  }

  /** Makes anew what follows from the messages that are recorded. */
  settle(): Promise<void> {
    return this.state.settle();
  }

  /** Compares both as of a moment at which they have read the same; the live service goes on as soon as that moment is held. */
  async compare(rebuildId: number): Promise<void> {
    await this.atSamePlace((release) =>
      this.shadow.transaction(async (tx) => {
        await tx.execute(wideStatement('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ'));
        if ((await readFooting(tx, this.place.live)) !== (await readFooting(tx, this.place.shadow))) {
          throw new NotAtRestError('A day has turned, or a policy or model was added');
        }
        await release();
        await compareStates(tx, this.place, rebuildId);
      }),
    );
  }

  /** Puts the shadow in place of the live state, or back. */
  async exchange(rebuildId: number): Promise<void> {
    const patient = openPatient(this.parts.database);
    try {
      await this.atSamePlace(async () => {
        await this.shadow.transaction((tx) => takeOver(tx, this.place));
        await patient.transaction((tx) =>
          exchangeStates(tx, { rebuildId, place: this.place, consumer: CONSUMER, topic }),
        );
      });
    } finally {
      await patient.close();
    }
  }

  /** How far the shadow is. */
  async progress(): Promise<ReplayProgress> {
    return { replayed: Number(sum(this.replay.positions)), total: Number(sum(await this.livePositions())) };
  }

  /** Has `catchUp` return early. */
  stop(): void {
    this.stopped = true;
    this.replay.abandon();
  }

  async close(): Promise<void> {
    await this.replay.stop().catch((error: Error) => this.parts.log.info({ err: error }, 'the replay ended badly'));
    await this.shadow.close();
  }

  private async atSamePlace(work: (release: () => Promise<void>) => Promise<void>): Promise<void> {
    const { database, unfinished, log } = this.parts;
    const parts = { database, consumer: CONSUMER, topic, unfinished, withinMs: REST_WITHIN_MS, log };
    for (let attempt = 1; ; attempt++) {
      try {
        await this.catchUp();
        return await atStandstill(parts, async (release) => {
          await this.replay.reach(await this.livePositions());
          if (this.stopped) throw new NotAtRestError('The rebuild was stopped');
          await this.state.complete();
          await work(release);
        });
      } catch (error) {
        const isBusy = (error as { code?: string }).code === LOCK_NOT_AVAILABLE;
        if (attempt === ATTEMPTS || this.stopped || !(isBusy || error instanceof NotAtRestError)) throw error;
        log.info({ err: error, attempt }, 'the live state and the shadow are not at the same place yet');
        await sleep(PAUSE_MS);
        if (isBusy) continue;
        await this.catchUp();
        await this.settle();
      }
    }
  }

  private async livePositions(): Promise<Positions> {
    return (await this.live.positions()).get(topic) ?? new Map<number, bigint>();
  }
}

/** Messages of tenants that are not configured are set aside: what is known of them would be gone. */
async function refuseStrangers(shadow: Database, policies: PolicyDirectory): Promise<void> {
  const clocks = await readClocks(shadow);
  const strangers = clocks.map(({ tenant }) => tenant).filter((tenant) => !policies.has(tenant));
  if (strangers.length === 0) return;
  throw new Error(
    `The live state holds tenants that are not configured: ${strangers.join(', ')}; add them to TENANTS.`,
  );
}

function sum(positions: Positions): bigint {
  return [...positions.values()].reduce((total, next) => total + next, 0n);
}
