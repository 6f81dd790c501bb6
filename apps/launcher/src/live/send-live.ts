import { setTimeout as sleep } from 'node:timers/promises';
import type { SimulatedMessage } from '@orderweave/simulator';
import type { SystemApi } from '../api/system-api.js';
import type { Board } from '../view/board.js';
import { SERVICES } from '../services/service-catalogue.js';

const LOOK_MS = 2_000;

/** Sends live orders, each at its instant, until the signal aborts. */
export async function sendLive(
  orders: Iterator<SimulatedMessage>,
  api: SystemApi,
  board: Board,
  signal: AbortSignal,
): Promise<void> {
  for (let next = orders.next(); !next.done; next = orders.next()) {
    await sleep(Math.max(0, next.value.at - Date.now()), undefined, { signal });
    board.countResults(await api.postOrders([JSON.stringify(next.value.body)], signal));
  }
}

/** Keeps the board's lag and alerts up to date until the signal aborts. */
export async function watchLive(api: SystemApi, board: Board, signal: AbortSignal): Promise<void> {
  for (;;) {
    board.alerts(await api.latestAlerts(20, signal));
    for (const { name } of SERVICES) board.progress(name, await api.progress(name, 0, signal));
    await sleep(LOOK_MS, undefined, { signal });
  }
}
