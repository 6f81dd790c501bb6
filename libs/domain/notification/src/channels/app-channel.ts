import type { Card } from './card.js';
import type { Answer, AnswerVerdict, ChannelLimits, ChannelName, OutgoingRequest } from './channel.js';

/** Whom an app writes to, and where its tool is. */
export interface AppTarget {
  /** Where the tool is, without a path; by default its public address. */
  readonly url?: string | undefined;
  /** The people's ids in the tool. */
  readonly to: readonly string[];
}

/** What lets an app speak, and for how long. */
export interface AppToken {
  readonly token: string;
  readonly lifeMs: number;
}

/** How a message is sent this time. */
export interface AppSending {
  readonly token: string;
  /** Attempts before the message was sent again on purpose: within a round the tool is to show it once. */
  readonly round: number;
}

/** A tool that a company's own app writes to people through: it asks for a token, and each message carries that. */
export interface AppChannel<T extends AppTarget = AppTarget> {
  readonly name: ChannelName;
  readonly limits: ChannelLimits;
  /** Names the app that sends; no secret. */
  appOf(target: T): string;
  askToken(target: T): OutgoingRequest;
  /** The token, or why there is none. */
  readToken(answer: Answer): AppToken | AnswerVerdict;
  /** The card as the tool's document; shortened until it is within the limits. */
  request(card: Card, target: T, sending: AppSending): OutgoingRequest;
  /** Whether an answer says that the token is no longer good, so that a new one may help. */
  refusesToken(answer: Answer): boolean;
  read(answer: Answer, target: T): AnswerVerdict;
}

/** An address of a tool's API, at the place that the target says or the tool's own. */
export function apiAddress({ url }: AppTarget, home: string, path: string): string {
  return new URL(path, url ?? home).href;
}

/** What it means that a message did not reach some: it went out and would reach the others twice, so that it is not tried again. */
export function readMissed({ to }: AppTarget, missed: readonly string[], why: string): AnswerVerdict {
  if (missed.length === 0) return { kind: 'accepted' };
  const reason = `did not reach ${missed.join(', ')} (${why})`;
  return { kind: missed.length >= to.length ? 'gone' : 'refused', reason };
}

/** A token by the names that a tool gives to it and to its life in seconds. */
export function takeToken(document: Record<string, unknown> | undefined, names: readonly [string, string]) {
  const [token, seconds] = names.map((name) => document?.[name]);
  if (typeof token !== 'string' || token === '' || !(Number(seconds) > 0)) return undefined;
  return { token, lifeMs: Number(seconds) * 1000 } satisfies AppToken;
}
