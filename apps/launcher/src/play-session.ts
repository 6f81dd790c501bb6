import { formatDay, type TenantSettings } from '@orderweave/domain-ordering';
import { trickle } from '@orderweave/simulator';
import { SystemApi } from './api/system-api.js';
import type { Credentials } from './home/credentials.js';
import type { HomeFolder } from './home/home-folder.js';
import { savePlayState, type PlayState } from './home/play-state.js';
import { sendLive, watchLive } from './live/send-live.js';
import type { LauncherOptions } from './options/parse-options.js';
import { closedMonths } from './player/closed-months.js';
import { Player } from './player/player.js';
import type { ChosenSource } from './sources/choose-source.js';
import type { PlaySource } from './sources/play-source.js';
import { Board } from './view/board.js';
import { renderSummary } from './view/render-summary.js';
import { Screen } from './view/screen.js';
import type { Words } from './view/words.js';

/** What a session needs to know. */
export interface SessionParts {
  options: LauncherOptions;
  words: Words;
  home: HomeFolder;
  tenant: TenantSettings;
  source: ChosenSource;
  credentials: Credentials;
  signal: AbortSignal;
}

/** One start's play: history on the manual clock, then live orders, with the view of both. */
export class PlaySession {
  /** Whether all history has been played. */
  played = false;
  private readonly board = new Board();
  private readonly api: SystemApi;
  private readonly screen: Screen;
  private source: PlaySource | undefined;

  constructor(private readonly parts: SessionParts) {
    const { options, words, credentials, source } = parts;
    const { portOffset, language } = options;
    this.api = new SystemApi({ apiKey: credentials.apiKey, portOffset, language, timeZone: source.timeZone });
    this.screen = new Screen(this.board, words, source.title, process.stdout);
  }

  /** Reads the orders; a file takes seconds. Nothing to read when all was played before. */
  async open(state: PlayState): Promise<void> {
    if (state.finished && this.parts.source.live(state.startedAt) === undefined) return;
    let told = 0;
    this.source = await this.parts.source.open(state.startedAt, (orders, rows) => {
      if (rows - told < 100_000) return;
      told = rows;
      this.screen.print(this.parts.words.reading(orders, rows));
    });
  }

  /** Plays what is left, tells where to look, and goes on live unless it is to exit. */
  async run(state: PlayState): Promise<void> {
    const { words, options } = this.parts;
    const begun = performance.now();
    if (state.finished) this.screen.print(words.alreadyPlayed);
    else await this.playHistory(state);
    this.played = true;
    this.screen.print(this.summary((performance.now() - begun) / 1000));
    if (!options.exit) await this.goOn(state);
  }

  /** Ends the view, so that what is printed next stays readable. */
  hide(): void {
    this.screen.close();
  }

  /** Ends the view and the connections. */
  async close(): Promise<void> {
    this.hide();
    await this.api.close();
  }

  private async playHistory(state: PlayState): Promise<void> {
    const { words, home, options, tenant, signal } = this.parts;
    if (!this.source) throw new Error('the orders were not opened');
    if (state.doneThrough !== null) this.screen.print(words.resumed(formatDay(state.doneThrough)));
    this.screen.open();
    const player = new Player(this.api, this.source, this.board, {
      daysPerStep: options.step === 'week' ? 7 : 1,
      graceDays: tenant.graceDays,
      save: (done) => savePlayState(home.playState, done),
      signal,
    });
    await player.play(state);
    this.screen.close();
  }

  /** Live orders after a simulated year; after a file the system just stays up. */
  private async goOn(state: PlayState): Promise<void> {
    const { source, signal } = this.parts;
    const year = source.live(state.startedAt);
    this.board.live = true;
    this.screen.open();
    const watching = watchLive(this.api, this.board, signal);
    await Promise.all([watching, year ? sendLive(trickle(year, Date.now()), this.api, this.board, signal) : undefined]);
  }

  private summary(seconds: number): string {
    const { words, options, credentials, home, tenant } = this.parts;
    const { source } = this;
    const closed = source ? closedMonths(source.firstDay, source.lastDay + 1, tenant.graceDays) : [];
    return renderSummary(
      {
        ...{ messages: this.board.messages, seconds, apiKey: credentials.apiKey, portOffset: options.portOffset },
        ...{ month: closed.at(-1), logs: home.logs, staysUp: !options.exit },
      },
      words,
    );
  }
}
