import { BandLadder } from '../ladder/band-ladder.js';
import {
  DEFAULT_VALUE_POLICY,
  resolveValueCuts,
  VALUE_BANDS,
  type ValueBand,
  type ValuePolicy,
} from './value-policy.js';

/**
 * The exact value bands of a tenant's customers by their net amounts of the trailing window. As with tiers, who has no positive
 * amount is not among them: it counts neither for n nor has it a band.
 */
export class ValueLadder extends BandLadder<ValueBand> {
  constructor(policy: ValuePolicy = DEFAULT_VALUE_POLICY) {
    super({ ...resolveValueCuts(policy), names: VALUE_BANDS });
  }
}
