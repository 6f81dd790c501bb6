import type { Emission, Transaction } from '@orderweave/postgres';
import type { EventDefinition, PayloadOf } from '@orderweave/contracts';
import type { Outcome } from './consume/outcome.js';

/** An event as it came off Kafka. */
export interface Received<T = unknown> {
  readonly event: EventDefinition<T>;
  readonly payload: T;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** Broker or producer time, epoch milliseconds. */
  readonly timestamp: number;
  readonly traceparent: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where a batch stands. `epoch` rises when the partition changes hands: state kept in memory for it must then be rebuilt. */
export interface BatchContext {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: string;
}

/** What a handler returns: the events that follow, and what is to become of records that are not simply done. */
export interface Handled {
  readonly emits?: readonly Emission[];
  /** Records that are dropped or dead-lettered; all others are `ok`. */
  readonly outcomes?: ReadonlyMap<Received, Outcome>;
}

type ReceivedOf<D extends readonly EventDefinition[]> = { [K in keyof D]: Received<PayloadOf<D[K]>> }[number];

/** Handles one batch within one transaction; all or nothing. */
export type BatchHandler<T extends Received = Received> = (
  events: readonly T[],
  tx: Transaction,
  context: BatchContext,
) => Promise<Handled | void>;

/** One arrow of a topology: these events go to this handler, and those may come out. */
export interface Flow {
  readonly consumes: readonly EventDefinition[];
  readonly handlerName: string;
  readonly handle: BatchHandler;
  readonly emits: readonly EventDefinition[];
  /** While the process is behind, its batches wait up to a second for more: of work that costs less the more of it comes together. */
  readonly lingers: boolean;
}

/** How a flow is run. */
export type FlowSettings = Partial<Pick<Flow, 'lingers'>>;

/** A whole service as one picture: which event goes to which handler and what comes out. */
export interface Topology {
  readonly service: string;
  readonly flows: readonly Flow[];
}

/** Whether a received event is of the given definition; narrows its payload. */
export function isEvent<T>(received: Received, event: EventDefinition<T>): received is Received<T> {
  return received.event === (event as EventDefinition);
}

/** Starts a flow; events that share a topic must be named in one `on`, so that they keep their order. */
export function on<D extends readonly EventDefinition[]>(...consumes: D) {
  return {
    run(handle: BatchHandler<ReceivedOf<D>>, { lingers = false }: FlowSettings = {}) {
      const flow = (emits: readonly EventDefinition[]): Flow => ({
        consumes,
        handlerName: handle.name || 'handler',
        handle: handle as unknown as BatchHandler,
        emits,
        lingers,
      });
      return {
        emits: (...events: EventDefinition[]): Flow => flow(events),
        emitsNothing: (): Flow => flow([]),
      };
    },
  };
}

/** A flow that begins outside Kafka, with requests or timers: `from('POST /v1/orders').emits(OrderRecorded)`. */
export function from(origin: string) {
  return {
    emits: (...emits: EventDefinition[]): Flow => ({
      consumes: [],
      handlerName: origin,
      handle: async () => undefined,
      emits,
      lingers: false,
    }),
  };
}

/** Assembles a service's flows; throws when two flows would read the same topic. */
export function topology(service: string, ...flows: Flow[]): Topology {
  const readers = new Map<string, string>();
  for (const { consumes, handlerName } of flows) {
    for (const topic of new Set(consumes.map((event) => event.topic))) {
      const other = readers.get(topic);
      if (other)
        throw new Error(`${service}: both ${other} and ${handlerName} read ${topic}; use one on(…) for that topic`);
      readers.set(topic, handlerName);
    }
  }
  return Object.freeze({ service, flows });
}
