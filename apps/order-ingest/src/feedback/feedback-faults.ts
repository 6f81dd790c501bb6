import { FEEDBACK_SCALES, FeedbackSubmission } from '@orderweave/contracts';
import { parseInstant } from '@orderweave/domain-ordering';
import { Compile } from 'typebox/compile';
import type { TLocalizedValidationError } from 'typebox/error';
import { Settings } from 'typebox/system';
import type { FeedbackFault, FeedbackRule } from './feedback-fault.js';

const validator = Compile(FeedbackSubmission);
/** More findings of the validator than that are not reported: nobody reads them. */
const MOST_FINDINGS = 200;
const SHOWN = 200;
const DAY_MS = 86_400_000;
// PostgreSQL keeps neither U+0000 nor half a character.
const UNSTORABLE = /[\0\p{Cs}]/u;

type Loose = Readonly<Record<string, unknown>>;

/** Everything that is wrong with one word of feedback, one fault a field. `now`: the wall clock, epoch milliseconds. */
export function feedbackFaults(value: unknown, now: number): FeedbackFault[] {
  const faults = validator.Check(value) ? [] : shapeFaults(value);
  const faulty = new Set(faults.map(({ field }) => field));
  const more = isRecord(value)
    ? [...textFaults(value), ...scoreFaults(value), ...timeFaults(value, now), ...nameFaults(value)]
    : [];
  return [...faults, ...more.filter(({ field }) => !faulty.has(field))];
}

function shapeFaults(value: unknown): FeedbackFault[] {
  const faults = new Map<string, FeedbackFault>();
  for (const { keyword, params, instancePath: field } of findingsOf(value)) {
    if (keyword === 'required') {
      for (const name of (params as { requiredProperties: string[] }).requiredProperties)
        faults.set(`${field}/${name}`, { field: `${field}/${name}`, rule: 'required' });
    } else if (keyword !== 'additionalProperties' && !faults.has(field)) {
      faults.set(field, {
        field,
        ...shown(value, field),
        rule: keyword === 'boolean' ? 'unknown-field' : 'not-allowed',
      });
    }
  }
  return [...faults.values()];
}

/** The validator stops after eight findings unless told otherwise, for everybody, hence put back. */
function findingsOf(value: unknown): TLocalizedValidationError[] {
  const { maxErrors } = Settings.Get();
  Settings.Set({ maxErrors: MOST_FINDINGS });
  try {
    return validator.Errors(value);
  } finally {
    Settings.Set({ maxErrors });
  }
}

/** What stands at a place, for whoever sent it; the words of a customer are not repeated. */
function shown(root: unknown, field: string): { value?: unknown } {
  if (field === '' || field === '/text') return {};
  const parts = field.split('/').slice(1);
  const value = parts.reduce<unknown>((node, part) => {
    return (node as Loose | undefined | null)?.[part.replaceAll('~1', '/').replaceAll('~0', '~')];
  }, root);
  if (typeof value === 'string') return { value: value.slice(0, SHOWN) };
  return typeof value === 'object' && value !== null ? {} : { value };
}

function textFaults(value: unknown, field = ''): FeedbackFault[] {
  if (typeof value === 'string') return UNSTORABLE.test(value) ? [{ field, rule: 'unstorable-text' }] : [];
  if (typeof value !== 'object' || value === null || field.split('/').length > 4) return [];
  return Object.entries(value).flatMap(([name, member]) => textFaults(member, `${field}/${name}`));
}

function scoreFaults({ kind, score }: Loose): FeedbackFault[] {
  const stated = score === undefined ? {} : { value: score };
  if (kind === 'complaint')
    return score === undefined ? [] : [{ field: '/score', ...stated, rule: 'score-on-complaint' }];
  if (typeof kind !== 'string' || !Object.hasOwn(FEEDBACK_SCALES, kind)) return [];
  const { least, most } = FEEDBACK_SCALES[kind as keyof typeof FEEDBACK_SCALES];
  const limit = `${least}–${most}`;
  // A review may have words alone; what is asked with a scale must be answered on it.
  if (score === undefined) return kind === 'review' ? [] : [{ field: '/score', rule: 'score-missing', limit }];
  const fits = typeof score === 'number' && Number.isInteger(score) && score >= least && score <= most;
  return fits ? [] : [{ field: '/score', ...stated, rule: 'score-off-scale', limit }];
}

function timeFaults(value: Loose, now: number): FeedbackFault[] {
  return (['givenAt', 'updatedAt'] as const).flatMap((name): FeedbackFault[] => {
    const text = value[name];
    if (typeof text !== 'string') return [];
    const rule = timeRule(parseInstant(text), now);
    return rule ? [{ field: `/${name}`, value: text.slice(0, SHOWN), rule }] : [];
  });
}

function timeRule(instant: number | undefined, now: number): FeedbackRule | undefined {
  if (instant === undefined) return 'no-such-instant';
  if (instant < 0) return 'too-early';
  return instant > now + DAY_MS ? 'in-the-future' : undefined;
}

function nameFaults({ order, identifiers }: Loose): FeedbackFault[] {
  const named = order !== undefined || (Array.isArray(identifiers) && identifiers.length > 0);
  return named ? [] : [{ field: '', rule: 'nobody' }];
}

function isRecord(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
