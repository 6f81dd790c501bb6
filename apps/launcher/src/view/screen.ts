import type { WriteStream } from 'node:tty';
import type { Board } from './board.js';
import { markOf, renderBoard, renderLine } from './render-board.js';
import type { Words } from './words.js';

const REPAINT_MS = 250;
const LINE_MS = 5_000;
const ALERT_LINES_A_SECOND = 5;

/** What the view writes to. */
export type Output = Pick<WriteStream, 'write'> & Partial<Pick<WriteStream, 'isTTY' | 'columns' | 'rows'>>;

/** Shows a board: repainted in place on a terminal, line by line elsewhere. */
export class Screen {
  private timer: NodeJS.Timeout | undefined;
  private painted = 0;
  private alertBudget = ALERT_LINES_A_SECOND;

  constructor(
    private readonly board: Board,
    private readonly words: Words,
    private readonly title: string,
    private readonly output: Output,
  ) {}

  /** Begins to show. */
  open(): void {
    if (this.output.isTTY) {
      this.timer = setInterval(() => this.paint(), REPAINT_MS);
      return;
    }
    const print = (line: string) => this.output.write(`${line}\n`);
    let sinceLine = 0;
    this.board.onMonth = ({ month, tiers: { A, B, C, D } }) =>
      print(`${this.words.monthClosed} ${month}: A ${A}, B ${B}, C ${C}, D ${D}`);
    this.board.onAlert = ({ severity, day, title }) => {
      if (this.alertBudget-- > 0) print(`${markOf(severity)} ${day} ${title}`);
    };
    this.timer = setInterval(() => {
      this.alertBudget = ALERT_LINES_A_SECOND;
      if (this.board.live || (sinceLine += 1_000) < LINE_MS) return;
      sinceLine = 0;
      print(renderLine(this.board, this.words));
    }, 1_000);
  }

  /** Shows the last state and stops. */
  close(): void {
    clearInterval(this.timer);
    if (this.timer && this.output.isTTY) this.paint();
    else if (this.timer) this.output.write(`${renderLine(this.board, this.words)}\n`);
    this.timer = undefined;
    this.painted = 0;
  }

  /** Prints text that stays above whatever is painted next. */
  print(text: string): void {
    this.painted = 0;
    this.output.write(`${text}\n`);
  }

  private paint(): void {
    const lines = renderBoard(this.board, this.words, this.title, this.output.columns ?? 100);
    // More lines than the terminal has could not be painted over.
    const shown = lines.slice(0, Math.max(4, (this.output.rows ?? 40) - 2));
    const up = this.painted > 0 ? `\u001b[${this.painted}A` : '';
    this.output.write(`${up}${shown.map((line) => `\u001b[2K${line}\n`).join('')}\u001b[J`);
    this.painted = shown.length;
  }
}
