import type { Summary } from './summary.js';

/** One figure of the quality table: ours beside its peer, measured in the same run. */
export interface Figure {
  /** `P1` … */
  id: string;
  what: string;
  ours: Summary & { unit: string };
  peer: Summary & { unit: string; what: string };
  /** Ratio ours/peer run by run. */
  ratio: Summary;
  target: string;
  met: boolean;
  /** Anything that a reader needs to judge the figure: sizes, CPU seconds per 1,000 orders, peak memory. */
  notes: Record<string, string | number>;
}

/** Prints figures as a table. */
export function printFigures(figures: readonly Figure[]): string {
  const rows = figures.map(({ id, what, ours, peer, ratio, target, met }) => [
    id,
    what,
    `${show(ours.median)} ${ours.unit} (${show(ours.min)}–${show(ours.max)})`,
    `${show(peer.median)} ${peer.unit} (${show(peer.min)}–${show(peer.max)}): ${peer.what}`,
    `${show(ratio.median)} (${show(ratio.min)}–${show(ratio.max)})`,
    `${target} ${met ? 'met' : 'MISSED'}`,
  ]);
  const lines = [['', 'figure', 'ours', 'peer', 'ratio', 'target'], ...rows].map((row) => `| ${row.join(' | ')} |`);
  lines.splice(1, 0, '|---|---|---|---|---|---|');
  const notes = figures.map(
    ({ id, notes: more }) =>
      `${id}: ${Object.entries(more)
        .map((note) => note.join(' '))
        .join('; ')}`,
  );
  return `${lines.join('\n')}\n\n${notes.join('\n')}\n`;
}

function show(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.01) return value.toExponential(2);
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
}
