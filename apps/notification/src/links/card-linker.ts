import { Injectable } from '@nestjs/common';
import { signLink, type CardLinks, type LinkAction } from '@orderweave/domain-notification';
import type { EndpointRow } from '../delivery/endpoints/endpoint.store.js';
import { KeyRing } from '../secrets/key-ring.js';
import { publicUrl } from './public-url.js';

/** A card may lie about for so long before its links expire. */
const LIFE_MS = 14 * 86_400_000;
/** Who reads an e-mail late can still end them. */
const UNSUBSCRIBE_LIFE_MS = 365 * 86_400_000;

/** Makes the links of cards: each acts in the name of the place that the card was sent to. */
@Injectable()
export class CardLinker {
  private readonly base = publicUrl();

  constructor(private readonly keys: KeyRing) {}

  /** What the buttons of an alert's card open. `now` in epoch milliseconds, wall clock. */
  async linksOf(alertId: string, endpoint: EndpointRow, now: number): Promise<CardLinks> {
    if (!this.base) return {};
    const [acknowledge, snooze] = await Promise.all([
      this.link('acknowledge', alertId, endpoint, now + LIFE_MS),
      this.link('snooze', alertId, endpoint, now + LIFE_MS),
    ]);
    return { acknowledge, snooze, open: `${this.base}/?alert=${encodeURIComponent(alertId)}` };
  }

  /** Ends the e-mails to an endpoint. */
  async unsubscribe(endpoint: EndpointRow, now: number): Promise<string | undefined> {
    return this.base && this.link('unsubscribe', endpoint.id, endpoint, now + UNSUBSCRIBE_LIFE_MS);
  }

  private async link(action: LinkAction, subject: string, endpoint: EndpointRow, until: number): Promise<string> {
    const [key] = await this.keys.linkKeys();
    const { tenant, person, name, channel } = endpoint;
    const expiresAt = Math.floor(until / 1000);
    return `${this.base}/a?t=${signLink({ tenant, action, subject, actor: person ?? name ?? channel, expiresAt }, key!)}`;
  }
}
