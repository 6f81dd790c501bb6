import { Injectable } from '@nestjs/common';
import type { ChannelName } from '@orderweave/domain-notification';
import { Database } from '@orderweave/postgres';
import { KeyRing } from '../../secrets/key-ring.js';
import { resolveSettings, type EndpointSettings } from './endpoint-settings.js';
import { insertEndpoint, saveSettings, type EndpointRow, type NewEndpoint } from './endpoint.store.js';
import { shownAddress } from './shown-address.js';

/** Endpoints with their settings: sealed where they are kept, open only where they are used. */
@Injectable()
export class EndpointRegistry {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  /** Adds an endpoint. */
  async add<C extends ChannelName>(
    endpoint: Omit<NewEndpoint, 'settings' | 'url' | 'channel'> & { channel: C },
    settings: EndpointSettings[C],
  ): Promise<EndpointRow> {
    const sealed = await this.keys.seal(JSON.stringify(settings), placeOf(endpoint));
    const url = shownAddress(endpoint.channel, settings);
    return insertEndpoint(this.database, { ...endpoint, url, settings: sealed });
  }

  /** Replaces an endpoint's settings; undefined when it is gone. */
  async change(row: EndpointRow, settings: EndpointSettings[ChannelName]): Promise<EndpointRow | undefined> {
    const sealed = await this.keys.seal(JSON.stringify(settings), placeOf(row));
    return saveSettings(this.database, row, { settings: sealed, url: shownAddress(row.channel, settings) });
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

/** Settings open for the endpoint alone that they were sealed for. */
function placeOf({ tenant, id }: { tenant: string; id: string }): string {
  return `${tenant}/${id}`;
}
