import Type from 'typebox';
import { DEFAULT_STAGE_POLICY, validateStagePolicy, type StagePolicy } from '../stage/stage-policy.js';
import { fillIn, type PolicySection } from './policy-section.js';
import { MOST_GRACE_DAYS } from './policy-timeline.js';

const closed = { additionalProperties: false };
const days = (description: string, minimum = 0, maximum = 3650) =>
  Type.Integer({ minimum, maximum, description: `${description}, days` });
const count = (description: string) => Type.Integer({ minimum: 1, maximum: 1000, description });

const Band = Type.Object(
  {
    q30: Type.Number({ minimum: 0, maximum: 1, description: 'Chance at least that no order comes in 30 days' }),
    chanceLost: Type.Number({
      exclusiveMinimum: 0,
      exclusiveMaximum: 1,
      description: 'Share at least of the best chance since the last order that is gone',
    }),
    overdue: Type.Number({
      exclusiveMinimum: 0,
      maximum: 1000,
      description: 'Silence at least, in typical gaps; without a usable model of purchases',
    }),
    silence: days('Silence at least', 1),
  },
  closed,
);
const Risk = Type.Object(
  {
    bands: Type.Object({ watch: Band, 'at-risk': Band, lost: Band }, closed),
    lostAfter: days('Silence at which a customer is lost whatever else says', 1),
    youngTenantDays: days("Since the tenant's first day, in which nobody is alerted"),
    youngTenantPurchaseDays: count('Purchase days from which a customer is judged in that time'),
  },
  { ...closed, description: 'When silence becomes a risk' },
);
const Growth = Type.Object(
  {
    enter: Type.Number({
      exclusiveMinimum: 0,
      maximum: 1000,
      description: 'Last three closed months ÷ the three before',
    }),
    leave: Type.Number({ exclusiveMinimum: 0, maximum: 1000, description: 'The same ratio below which growth ends' }),
    purchaseDays: count('Purchase days that the last three closed months ask for'),
    youngDays: days('First order less than this ago'),
    youngPurchaseDays: count('Purchase days that make a young customer grow'),
  },
  { ...closed, description: 'When a customer is growing' },
);

/** Stages and risk (design, sections 6 and 7), and the grace of months. What is left out is as before. */
export const STAGE_SECTION: PolicySection<StagePolicy> = {
  schema: Type.Object(
    {
      risk: Risk,
      growth: Growth,
      graceDays: days("After a month's last day until it is closed", 0, MOST_GRACE_DAYS),
      reacquiredDays: days('After the returning order in which a customer is reacquired'),
      newDays: days('First order at most this ago makes a new customer'),
      newPurchaseDays: count('Purchase days at which a customer is no longer new'),
      intentDays: days('In which a quote, draft, cart or inquiry shows an intent', 1),
    },
    { ...closed, description: 'Lifecycle stages, risk, and the grace of months' },
  ),
  defaults: DEFAULT_STAGE_POLICY,
  complete: fillIn,
  check: validateStagePolicy,
};
