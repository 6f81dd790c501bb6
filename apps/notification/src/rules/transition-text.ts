import type { Transition } from '@orderweave/contracts';

const written = new WeakMap<Transition, string>();

/** A transition as JSON without line breaks, written once however many tables keep it. */
export function transitionText(transition: Transition): string {
  let text = written.get(transition);
  if (text === undefined) written.set(transition, (text = JSON.stringify(transition)));
  return text;
}
