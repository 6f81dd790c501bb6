import type { Card } from './card.js';

/** How much of a card is kept: characters a line, lines a list. */
const STEPS = [
  { line: 400, lines: 8 },
  { line: 200, lines: 4 },
  { line: 120, lines: 2 },
  { line: 60, lines: 1 },
  { line: 40, lines: 0 },
] as const;

/** The longest form of a card whose rendering fits, and that rendering; the shortest form if none does. */
export function fitCard<T>(card: Card, render: (card: Card) => T, fits: (rendered: T) => boolean): T {
  let rendered = render(card);
  for (const step of STEPS) {
    if (fits(rendered)) return rendered;
    rendered = render(shorten(card, step));
  }
  return rendered;
}

/** Text of at most so many characters, cut with an ellipsis; never within a character. */
export function cutText(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

/** Bytes of a document's JSON in UTF-8. */
export function jsonBytes(document: unknown): number {
  return Buffer.byteLength(JSON.stringify(document));
}

function shorten(card: Card, { line, lines }: (typeof STEPS)[number]): Card {
  const cut = (list: readonly string[], most: number) => list.slice(0, most).map((text) => cutText(text, line));
  const { nextStep, figures } = card;
  return {
    ...card,
    title: cutText(card.title, line),
    summary: cutText(card.summary, line),
    figures: figures.slice(0, lines + 2).map(({ label, value }) => ({ label, value: cutText(value, line) })),
    why: cut(card.why, lines),
    restore: cut(card.restore, lines),
    nextStep: nextStep && { play: cutText(nextStep.play, line), steps: cut(nextStep.steps, lines) },
  };
}
