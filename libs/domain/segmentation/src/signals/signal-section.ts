import Type, { type TObject } from 'typebox';
import { fillIn, type PolicySection } from '../policy/policy-section.js';
import { DEFAULT_SIGNAL_POLICY, validateSignalPolicy, type SignalPolicy } from './signal-policy.js';

const CLOSED = { additionalProperties: false };
const COUNT = (description: string) => Type.Integer({ minimum: 1, maximum: 3650, description });
const CHANCE = Type.Number({
  exclusiveMinimum: 0,
  exclusiveMaximum: 1,
  description: 'Chance of it by accident that is accepted',
});

const SAMPLE = {
  recent: Type.Integer({ minimum: 1, maximum: 20, description: 'Latest values, which are compared with those before' }),
  earlierLeast: Type.Integer({ minimum: 1, maximum: 40, description: 'Values before that are asked for' }),
  earlierMost: Type.Integer({ minimum: 1, maximum: 40, description: 'Values before that are looked at' }),
  accident: CHANCE,
};
const SHIFT = (ratio: string): TObject =>
  Type.Object({ ...SAMPLE, ratio: Type.Number({ exclusiveMinimum: 0, maximum: 100, description: ratio }) }, CLOSED);
const ABSENCE = (description: string): TObject =>
  Type.Object(
    {
      daysLeast: Type.Integer({ minimum: 2, maximum: 1000, description: 'Purchase days with it that make it usual' }),
      missesLeast: COUNT('Purchase days without it since'),
      accident: CHANCE,
      gaps: Type.Number({ minimum: 0, maximum: 100, description: 'Median gaps of its own since the last time' }),
      silence: COUNT('Days since the last time'),
      forgottenAfter: COUNT('Days since the last time after which it is no longer usual'),
    },
    { ...CLOSED, description },
  );

/** Signals ahead of the risk (see each finder's own rule). */
export const SIGNAL_SECTION: PolicySection<SignalPolicy> = {
  schema: Type.Object(
    {
      rhythm: SHIFT('Median of the latest gaps ÷ median before, at least'),
      value: SHIFT('Median of the latest order values ÷ median before, at most'),
      returns: Type.Object({ ...SAMPLE, returnsLeast: COUNT('Returns among the latest orders') }, CLOSED),
      product: ABSENCE('A usual product that is overdue though others are bought'),
      category: ABSENCE('A category that was dropped'),
      channel: ABSENCE('A channel that fell silent while another lives'),
      complaint: Type.Object(
        {
          days: COUNT('Days without an order after a complaint'),
          gaps: Type.Number({
            minimum: 0,
            maximum: 100,
            description: 'Median gaps without an order after a complaint',
          }),
          forgottenAfter: COUNT('Days after which it is no longer said'),
        },
        CLOSED,
      ),
      endAfterSilence: COUNT('Days of silence from which the risk says all'),
    },
    { ...CLOSED, description: 'Signs of trouble that come before a risk' },
  ),
  defaults: DEFAULT_SIGNAL_POLICY,
  complete: fillIn,
  check: validateSignalPolicy,
};
