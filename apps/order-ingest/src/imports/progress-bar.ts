const WIDTH = 30;

/** Where a progress bar is drawn: a terminal, or a log to which it writes a line now and then. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** One line that fills up. On a terminal it is redrawn in place, elsewhere written at every tenth part. */
export class ProgressBar {
  private tenth = -1;
  private drawn = false;

  constructor(private readonly output: ProgressOutput) {}

  /** Shows a share (0 to 100 percent) of what `label` names, and a remark. */
  show(label: string, percent: number, remark: string): void {
    const line = `${label} ${percent.toFixed(1).padStart(5)} %  ${remark}`;
    if (this.output.isTTY) {
      const filled = Math.round((Math.min(100, Math.max(0, percent)) / 100) * WIDTH);
      this.output.write(`\r\x1b[2K${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${line}`);
      this.drawn = true;
      return;
    }
    const tenth = Math.floor(percent / 10);
    if (tenth === this.tenth) return;
    this.tenth = tenth;
    this.output.write(`${line}\n`);
  }

  /** Leaves the line as it is and goes to the next. */
  end(): void {
    if (this.drawn) this.output.write('\n');
    this.drawn = false;
    this.tenth = -1;
  }
}
