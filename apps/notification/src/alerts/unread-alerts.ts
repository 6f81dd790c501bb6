import { Injectable } from '@nestjs/common';
import { Database } from '@orderweave/postgres';
import type { CallerIdentity } from '@orderweave/service';
import { tenantNow } from '../rules/versions/rule-directory.js';
import { personOf } from './alert-inbox.js';
import type { UnreadCounts } from './unread-view.js';
import { countUnread, seeAlerts, seeUntil, type Reading } from './unread.store.js';

/** What a caller has seen. */
export interface Seen {
  /** ISO 8601: everything that was raised until then. */
  readonly until?: string | undefined;
  readonly alerts?: readonly string[] | undefined;
}

/** What each caller has not read yet of the alerts that concern the caller. */
@Injectable()
export class UnreadAlerts {
  private readonly listeners = new Set<(reader: string) => void>();

  constructor(private readonly database: Database) {}

  /** How much waits for a caller. */
  async counts(caller: CallerIdentity): Promise<UnreadCounts> {
    const counts: UnreadCounts = { unread: 0, unreadBySeverity: {}, openBySeverity: {} };
    for (const { severity, open, unread } of await countUnread(this.database, readingOf(caller))) {
      counts.unread += unread;
      if (unread > 0) counts.unreadBySeverity[severity] = unread;
      if (open > 0) counts.openBySeverity[severity] = open;
    }
    return counts;
  }

  /** Marks what a caller has seen, never what is still to come; returns what is left. */
  async see(caller: CallerIdentity, { until, alerts = [] }: Seen): Promise<UnreadCounts> {
    const reading = readingOf(caller);
    await this.database.transaction(async (tx) => {
      if (alerts.length > 0) await seeAlerts(tx, reading, alerts);
      if (until === undefined) return;
      await seeUntil(tx, reading, Math.min(Date.parse(until), await tenantNow(tx, caller.tenant, Date.now())));
    });
    for (const listener of this.listeners) listener(nameOf(caller));
    return this.counts(caller);
  }

  /** Calls `listener` after a caller has marked something in this process, until the returned function is called. */
  onSeen(caller: CallerIdentity, listener: () => void): () => void {
    const own = (reader: string) => reader === nameOf(caller) && listener();
    this.listeners.add(own);
    return () => this.listeners.delete(own);
  }
}

function readingOf(caller: CallerIdentity): Reading {
  return { tenant: caller.tenant, reader: caller.name, person: personOf(caller) };
}

function nameOf({ tenant, name }: CallerIdentity): string {
  return `${tenant}/${name}`;
}
