import type { Card } from './card.js';

/** The tools that an alert can be sent through. `webhook` is Standard Webhooks; `…-app` is a company's own app that writes to people. */
export const CHANNELS = [
  ...(['webhook', 'feishu', 'feishu-app', 'wecom', 'wecom-app', 'dingtalk', 'dingtalk-app'] as const),
  ...(['slack', 'teams', 'email', 'sms'] as const),
] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** At most `messages` in any `perMs` milliseconds. */
export interface Rate {
  readonly messages: number;
  readonly perMs: number;
}

/** What a tool allows, as it documents it. */
export interface ChannelLimits {
  /** Largest request body, in bytes of UTF-8. */
  readonly bodyBytes: number;
  readonly rates: readonly Rate[];
  /** What all endpoints that share an app may be sent together. */
  readonly appRates?: readonly Rate[];
  /** Where that is written. */
  readonly source: string;
}

/** Where an endpoint of a chat tool is, with what it takes to speak to it. */
export interface ChannelTarget {
  readonly url: string;
  /** The secret that messages are signed with, where the tool signs. */
  readonly secret?: string | undefined;
}

/** A request to make. */
export interface OutgoingRequest {
  /** POST without it. */
  readonly method?: 'GET';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a tool answered. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/**
 * What an answer means. `retry`: again later, not before `afterMs` if given. `refused`: this message will never be taken.
 * `gone`: no message will, so the endpoint is disabled.
 */
export type AnswerVerdict =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs?: number }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'gone'; readonly reason: string };

/** A chat tool: how a card looks there, how a request is signed, what an answer means. */
export interface ChatChannel {
  readonly name: ChannelName;
  readonly limits: ChannelLimits;
  /** The card as the tool's document; shortened until its body is within the limits. `now` in epoch milliseconds. */
  request(card: Card, target: ChannelTarget, now: number): OutgoingRequest;
  read(answer: Answer): AnswerVerdict;
}
