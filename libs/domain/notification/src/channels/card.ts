import type { AlertRule } from '../rules/rule-policy.js';
import type { Locale } from '../locale.js';

/** A figure with its name, both worded. */
export interface Figure {
  readonly label: string;
  readonly value: string;
}

/** What a card's buttons open; a button without an address is left out. */
export interface CardLinks {
  readonly acknowledge?: string | undefined;
  readonly snooze?: string | undefined;
  readonly open?: string | undefined;
}

/** A message to a person before it takes the form of a tool: plain text throughout, in the person's language. */
export interface Card {
  /** Names the message; the same in every attempt. */
  readonly id: string;
  readonly locale: Locale;
  readonly severity: AlertRule['severity'];
  /** What happened. */
  readonly title: string;
  /** One sentence: the figure that decided. */
  readonly summary: string;
  /** The customer's few figures. */
  readonly figures: readonly Figure[];
  /** Why, in sentences. */
  readonly why: readonly string[];
  readonly nextStep: { readonly play: string; readonly steps: readonly string[] } | null;
  /** What would bring the former state back. */
  readonly restore: readonly string[];
  readonly links: CardLinks;
}
