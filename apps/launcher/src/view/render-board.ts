import { formatDay } from '@orderweave/domain-ordering';
import { SERVICES } from '../services/service-catalogue.js';
import type { Board } from './board.js';
import type { Words } from './words.js';

const BAR = 24;
const MONTHS = 6;
const ALERTS = 8;

/** The live view as lines of text, none wider than `width` columns. */
export function renderBoard(board: Board, words: Words, title: string, width: number): string[] {
  const lines = [headline(board, words, title), '', ordersLine(board, words), waitingLine(board, words), ''];
  lines.push(`${words.tiers}`, `  ${' '.repeat(7)}${['A', 'B', 'C', 'D'].map((tier) => tier.padStart(8)).join('')}`);
  for (const { month, tiers } of board.months.slice(-MONTHS)) {
    lines.push(`  ${month}${[tiers.A, tiers.B, tiers.C, tiers.D].map((count) => String(count).padStart(8)).join('')}`);
  }
  lines.push('', words.alerts);
  if (board.alertsShown.length === 0) lines.push(`  ${words.noAlerts}`);
  for (const { severity, day, title } of board.alertsShown.slice(0, ALERTS)) {
    lines.push(`  ${markOf(severity)} ${day}  ${title}`);
  }
  return lines.map((line) => cutToWidth(line, width - 1));
}

/** One line for a screen that cannot be repainted. */
export function renderLine(board: Board, words: Words): string {
  return `${progressText(board, words)} · ${ordersLine(board, words)}`;
}

/** ● for what cannot wait. */
export function markOf(severity: string): string {
  return severity === 'critical' ? '●' : severity === 'warning' ? '◐' : '○';
}

function headline(board: Board, words: Words, title: string): string {
  const full = Math.round(board.share * BAR);
  const bar = board.live ? '' : `  ${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${Math.floor(board.share * 100)} %`;
  return `Orderweave · ${title} · ${progressText(board, words)}${bar}`;
}

function progressText(board: Board, words: Words): string {
  if (board.live || board.day === undefined) return board.live ? words.live : words.playing;
  return `${words.playing} ${formatDay(board.day)}`;
}

function ordersLine(board: Board, words: Words): string {
  const counts = (['accepted', 'duplicate', 'stale', 'quarantined'] as const)
    .map((result) => `${words.results[result]} ${board.results[result].toLocaleString('en-US')}`)
    .join('   ');
  return `${words.orders}   ${counts}${board.live ? '' : `   ${board.rate.toLocaleString('en-US')}${words.perSecond}`}`;
}

function waitingLine(board: Board, words: Words): string {
  const counts = SERVICES.map(({ name }) => `${name} ${board.waiting[name].toLocaleString('en-US')}`).join('   ');
  return `${words.waiting}   ${counts}`;
}

/** Cuts a line to columns; Chinese characters take two. */
export function cutToWidth(text: string, columns: number): string {
  let used = 0;
  let cut = '';
  for (const character of text) {
    used += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
      character,
    )
      ? 2
      : 1;
    if (used > columns) return `${cut.trimEnd()}`;
    cut += character;
  }
  return cut;
}
