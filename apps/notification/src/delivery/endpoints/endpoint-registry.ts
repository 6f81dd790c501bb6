import { Injectable } from '@nestjs/common';
import type { ChannelName } from '@orderweave/domain-notification';
import { Database } from '@orderweave/postgres';
import { KeyRing } from '../../secrets/key-ring.js';
import { resolveSettings, type EndpointSettings } from './endpoint-settings.js';
import { insertEndpoint, saveSettings, type EndpointRow, type NewEndpoint } from './endpoint.store.js';
import { appOf, shownAddress } from './shown-address.js';

/** Endpoints with their settings: sealed where they are kept, open only where they are used. */
@Injectable()
export class EndpointRegistry {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  /** Adds an endpoint. */
  async add<C extends ChannelName>(
    endpoint: Omit<NewEndpoint, 'settings' | 'url' | 'app' | 'channel'> & { channel: C },
    settings: EndpointSettings[C],
  ): Promise<EndpointRow> {
    const sealed = await this.keys.seal(JSON.stringify(settings), placeOf(endpoint));
    return insertEndpoint(this.database, { ...endpoint, ...known(endpoint.channel, settings), settings: sealed });
  }

  /** Replaces an endpoint's settings; undefined when it is gone. */
  async change(row: EndpointRow, settings: EndpointSettings[ChannelName]): Promise<EndpointRow | undefined> {
    const sealed = await this.keys.seal(JSON.stringify(settings), placeOf(row));
    return saveSettings(this.database, row, { ...known(row.channel, settings), settings: sealed });
  }

  /** An endpoint's settings, as they were stated. */
  async stated<C extends ChannelName>(row: EndpointRow & { channel: C }): Promise<EndpointSettings[C]> {
    if (row.settings === null) return { url: row.url, secrets: row.secrets ?? [] } as unknown as EndpointSettings[C];
    return JSON.parse(await this.keys.open(row.settings, placeOf(row))) as EndpointSettings[C];
  }

  /** An endpoint's settings with what they take from the environment; throws for what is not there. */
  async settings<C extends ChannelName>(row: EndpointRow & { channel: C }): Promise<EndpointSettings[C]> {
    return resolveSettings(await this.stated(row));
  }
}

/** What may be known of settings: as much of the address as may be shown, and which app it is that writes. */
function known(channel: ChannelName, settings: object): Pick<EndpointRow, 'url' | 'app'> {
  return { url: shownAddress(channel, settings), app: appOf(channel, settings) };
}

/** Settings open for the endpoint alone that they were sealed for. */
function placeOf({ tenant, id }: { tenant: string; id: string }): string {
  return `${tenant}/${id}`;
}
