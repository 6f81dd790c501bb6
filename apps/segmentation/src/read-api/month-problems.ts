import type { Month } from '@orderweave/domain-ordering';
import type { Problem } from '@orderweave/service';
import { WordedProblem } from '../problems/worded-problem.js';

/** Text that names no month (400). */
export function noMonth(given: string): Problem {
  const fault = { field: 'month', value: given, rule: 'month' };
  return new WordedProblem(
    {
      status: 400,
      code: 'invalid-month',
      title: 'This is no month',
      faults: [{ ...fault, remedy: 'give a month as YYYY-MM, such as 2026-01' }],
    },
    { title: '这不是月份', faults: [{ ...fault, remedy: '请按 YYYY-MM 填写月份，例如 2026-01' }] },
  );
}

/** Final tiers are asked of a month that closes only at an instant to come, ISO 8601 (409). */
export function notClosed(month: Month, closesAt: string): Problem {
  const fault = { field: 'basis', value: 'final', rule: 'month-closed' };
  return new WordedProblem(
    {
      status: 409,
      code: 'month-not-closed',
      title: 'The month is not closed yet',
      detail: `${month} closes at ${closesAt} on the tenant's clock; until then ask for basis=live.`,
      faults: [{ ...fault, remedy: 'ask for basis=live, or for a month that GET /v1/months calls closed' }],
      extra: { closesAt },
    },
    {
      title: '该月尚未结账',
      detail: `${month} 按租户时钟将于 ${closesAt} 结账；在此之前请使用 basis=live。`,
      faults: [{ ...fault, remedy: '请使用 basis=live，或选择 GET /v1/months 中已结账的月份' }],
    },
  );
}
