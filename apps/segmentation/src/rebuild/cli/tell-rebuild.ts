import type { RebuildResponse } from '../rebuild-responses.js';

/** How far a rebuild is, in one line. */
export function tellProgress({ id, state, percent, replayed, total, remainingSeconds }: RebuildResponse): string {
  const left = remainingSeconds === null ? '' : `, ${remainingSeconds} s left`;
  return `rebuild ${id} ${state} ${percent.toFixed(1).padStart(5)} %  ${replayed} of ${total} messages${left}`;
}

/** What a rebuild came to: its state, and how many rows of which table differ. */
export function tellComparison(
  { id, state, comparedAt, exchangedAt, fault, differences }: RebuildResponse,
  tenant: string,
): string {
  const at = state === 'switched' ? exchangedAt : comparedAt;
  const lines = [`rebuild ${id} is ${state}${at ? ` since ${at}` : ''}${fault ? `: ${fault}` : ''}`];
  if (comparedAt === null) return lines.join('\n');
  if (differences.length === 0) return [...lines, `nothing differs in tenant ${tenant}`].join('\n');
  const width = Math.max(...differences.map(({ table }) => table.length));
  const told = differences.map(
    ({ table, basis, kind, rows }) => `  ${table.padEnd(width)}  ${basis}  ${kind}  ${rows}`,
  );
  return [
    ...lines,
    `rows that differ in tenant ${tenant}:`,
    ...told,
    `row by row: GET /v1/rebuilds/${id}/differences`,
  ].join('\n');
}

/** How to come back to a rebuild that is left running. */
export function tellWayBack({ id }: RebuildResponse): string {
  return [
    `rebuild ${id} goes on without you; the same command comes back to it`,
    `to stop it: POST /v1/rebuilds/${id}/stop; to give it up: DELETE /v1/rebuilds/${id}`,
  ].join('\n');
}
