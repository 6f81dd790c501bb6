import type { Static, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';

/** One kind of event: where it goes, how it is keyed, what it looks like. The single source for code and AsyncAPI. */
export interface EventDefinition<T = unknown> {
  /** CloudEvents `type`, with the version of the payload: `orderweave.order-recorded.v1`. */
  readonly type: string;
  readonly topic: string;
  readonly schema: TSchema;
  /** Kafka key: messages of one key stay in order. */
  key(payload: T): string;
  /** Parses and checks the bytes of a message; throws `EventDecodeError` that names the field. */
  decode(value: Buffer): T;
}

/** Thrown when bytes are not the event that they claim to be. */
export class EventDecodeError extends Error {
  override name = 'EventDecodeError';
}

/** The payload type of an event definition. */
export type PayloadOf<D> = D extends EventDefinition<infer T> ? T : never;

/**
 * Declares an event. The schema is compiled at the first decode, so declaring costs nothing.
 * The payload is a type parameter of its own: worked out once, where `Static<S>` in each place takes the compiler forty times the work.
 */
export function defineEvent<S extends TSchema, T extends Static<S> = Static<S>>(definition: {
  type: string;
  topic: string;
  schema: S;
  key: (payload: T) => string;
}): EventDefinition<T> {
  let compiled: Validator | undefined;
  const decode = (value: Buffer): T => {
    const validator = (compiled ??= Compile(definition.schema) as unknown as Validator);
    let payload: unknown;
    try {
      payload = JSON.parse(value.toString('utf8'));
    } catch (error) {
      throw new EventDecodeError(`not JSON: ${(error as Error).message}`);
    }
    if (!validator.Check(payload)) {
      const [fault] = validator.Errors(payload);
      throw new EventDecodeError(`${fault?.instancePath || '/'} ${fault?.message ?? 'does not fit the schema'}`);
    }
    return payload as T;
  };
  return Object.freeze({ ...definition, decode });
}
