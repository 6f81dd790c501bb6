import type { Reason, Transition } from '@orderweave/contracts';
import type { Locale } from '../locale.js';
import { wordMeasure } from './word-measure.js';
import type { Phrases, WordedReason } from './phrases.js';

/** Units that a reason's name makes more exact: feedback is given so many times, growth is so many times as much. */
const UNIT_OF: Readonly<Record<string, string>> = { 'matching-feedback': 'occasions' };
const NOT_KNOWN = 'unknown';

/** A transition's reasons on the way to sentences: those that were told are not told again. */
export class ReasonTeller {
  private readonly told = new Set<string>();
  private readonly byName: ReadonlyMap<string, Reason>;

  constructor(
    readonly transition: Transition,
    private readonly locale: Locale,
    private readonly words: Phrases,
  ) {
    this.byName = new Map(transition.because.inputs.map((reason) => [reason.name, reason]));
  }

  /** Whether it speaks of a closed month. */
  get closed(): boolean {
    return this.transition.basis === 'final';
  }

  /** Whether a reason is there and has not been told. */
  has(name: string): boolean {
    return this.byName.has(name) && !this.told.has(name);
  }

  /** A reason in words, or undefined if the transition does not have it (by any of its names) or has told it; it counts as told. */
  take(...names: string[]): WordedReason | undefined {
    const name = names.find((one) => this.has(one));
    if (name === undefined) return undefined;
    this.told.add(name);
    return this.worded(this.byName.get(name)!, false);
  }

  /** Counts reasons as told without telling them. */
  skip(...names: string[]): void {
    for (const name of names) this.told.add(name);
  }

  /** What has no sentence of its own: name, value, threshold, value before. */
  rest(): string[] {
    const conditions = this.transition.kind === 'segment';
    return this.transition.because.inputs
      .filter(({ name }) => !this.told.has(name))
      .map((reason) => {
        const worded = this.worded(reason, true);
        const name = this.words.reasonName(reason.name);
        return conditions ? this.words.condition(name, worded) : this.words.generic(name, worded);
      });
  }

  private worded(reason: Reason, withUnit: boolean): WordedReason {
    const { currency } = this.transition.because;
    const { value, threshold, previous } = reason;
    const unit = UNIT_OF[reason.name] ?? reason.unit ?? '';
    const word = (measure: string | number | undefined, finer = 0) => {
      if (measure === undefined) return undefined;
      const text = wordMeasure(measure, { reason, currency, locale: this.locale, words: this.words, finer });
      return withUnit && measure !== NOT_KNOWN ? this.words.unit(text, unit) : text;
    };
    const limit = word(threshold);
    // A measure just short of its limit must not read as if it were there.
    const finer = [0, 1, 2, 3, 4].find((one) => value === threshold || word(value, one) !== limit);
    return { reason, value: word(value, finer), threshold: limit, previous: word(previous) } as WordedReason;
  }
}
