import { Inject, Injectable } from '@nestjs/common';
import {
  addWorkingTime,
  readLink,
  type LinkAction,
  type LinkClaim,
  type Locale,
} from '@orderweave/domain-notification';
import { Database } from '@orderweave/postgres';
import { Problem } from '@orderweave/service';
import { AlertInbox } from '../alerts/alert-inbox.js';
import { enableEndpoint, findEndpoint } from '../delivery/endpoints/endpoint.store.js';
import { CALENDAR_OF, type CalendarOf } from '../life/tenant-calendar.js';
import { KeyRing } from '../secrets/key-ring.js';

/** What a card's link does; a calendar's is none of a card. */
export type CardAction = Exclude<LinkAction, 'calendar'>;
/** A claim of a card's link. */
type CardClaim = LinkClaim & { readonly action: CardAction };

/** What the page of a link has to say. */
export type LinkOutcome =
  | { readonly kind: 'ask'; readonly action: CardAction; readonly about: string }
  | { readonly kind: 'done'; readonly action: CardAction; readonly about: string }
  | { readonly kind: 'invalid' | 'expired' | 'impossible' };

/** Longest snooze from a card, in working days. */
const MOST_DAYS = 20;

/** Does what signed links allow, in the name of the place that the card was sent to. */
@Injectable()
export class LinkActs {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly inbox: AlertInbox,
    @Inject(CALENDAR_OF) private readonly calendarOf: CalendarOf,
  ) {}

  /** What a link would do; changes nothing. */
  async look(token: string, locale: Locale): Promise<LinkOutcome> {
    const read = readLink(token, await this.keys.linkKeys(), Date.now());
    if ('fault' in read) return { kind: read.fault };
    const { claim } = read;
    if (!isCardClaim(claim)) return { kind: 'invalid' };
    const about = await this.about(claim, locale);
    return about === undefined ? { kind: 'invalid' } : { kind: 'ask', action: claim.action, about };
  }

  /** Does what a link allows; `days` are working days to snooze. Doing it again changes nothing. */
  async act(token: string, days: number, locale: Locale): Promise<LinkOutcome> {
    const read = readLink(token, await this.keys.linkKeys(), Date.now());
    if ('fault' in read) return { kind: read.fault };
    const { claim } = read;
    const about = isCardClaim(claim) ? await this.about(claim, locale) : undefined;
    if (about === undefined || !isCardClaim(claim)) return { kind: 'invalid' };
    if (claim.action === 'unsubscribe') {
      const { tenant, subject: id } = claim;
      await this.database.transaction((tx) => enableEndpoint(tx, { tenant, id }, 'the recipient unsubscribed'));
      return { kind: 'done', action: claim.action, about };
    }
    try {
      await this.change(claim, Number.isInteger(days) ? Math.min(MOST_DAYS, Math.max(1, days)) : 1, locale);
    } catch (error) {
      if (error instanceof Problem && error.parts.status === 409) return { kind: 'impossible' };
      throw error;
    }
    return { kind: 'done', action: claim.action, about };
  }

  private async change({ tenant, subject, actor, action }: CardClaim, days: number, locale: Locale): Promise<void> {
    const calendar = this.calendarOf(tenant);
    // The link itself is the permission, hence a role that sees every alert of the tenant.
    const caller = { tenant, name: actor, role: 'manager' as const };
    await this.inbox.change(
      caller,
      {
        alertId: subject,
        event: (now) =>
          action === 'snooze'
            ? { action, actor, until: addWorkingTime(now, 24 * days, calendar) }
            : { action: 'acknowledge', actor },
        note: 'from a card',
      },
      locale,
    );
  }

  private async about({ tenant, action, subject }: CardClaim, locale: Locale): Promise<string | undefined> {
    if (action === 'unsubscribe') return (await findEndpoint(this.database, tenant, subject))?.url;
    return this.inbox.titleOf(tenant, subject, locale);
  }
}

function isCardClaim(claim: LinkClaim): claim is CardClaim {
  return claim.action !== 'calendar';
}
