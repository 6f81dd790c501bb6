import { deepStrictEqual, throws } from 'node:assert/strict';

/** A pure, event-driven function: what it starts from, how an event changes it, what an input brings about. */
export interface Decider<State, Input, Event> {
  initial: State;
  evolve(state: State, event: Event): State;
  decide(state: State, input: Input): readonly Event[];
}

/** What can be asserted after `when`. */
export interface Outcome<State, Event> {
  /** Exactly these events come out, in this order; none means that nothing happens. */
  then(...events: Event[]): void;
  /** The state once the events that came out have been applied. */
  thenState(expected: State): void;
  /** The input is refused with an error like this. */
  thenThrows(expected: RegExp | Error): void;
}

/** Reads as a sentence: `given(decider, opened, paid).when(cancel).then(cancelled)`. */
export function given<State, Input, Event>(decider: Decider<State, Input, Event>, ...history: Event[]) {
  const evolve = (state: State, event: Event) => decider.evolve(state, event);
  return {
    when(input: Input): Outcome<State, Event> {
      const before = history.reduce(evolve, decider.initial);
      return {
        then: (...events) => deepStrictEqual([...decider.decide(before, input)], events),
        thenState: (expected) => deepStrictEqual(decider.decide(before, input).reduce(evolve, before), expected),
        thenThrows: (expected) => throws(() => decider.decide(before, input), expected),
      };
    },
  };
}
