import { parse } from 'csv-parse/sync';
import type { System } from '@orderweave/testing';

/** One row of a month's tiers as CSV. */
export interface TierRow {
  customer_id: string;
  identifiers: string;
  net_amount: string;
  currency: string;
  ahead: string;
  ordering_customers: string;
  tier: string;
  previous_tier: string;
}

/** A month's tiers, as anybody would download them. */
export async function readTiers(system: System, month: string, basis: 'live' | 'final'): Promise<TierRow[]> {
  const url = `${system.service('segmentation').url}/v1/months/${month}/tiers.csv?basis=${basis}`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${system.apiKey}` } });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return parse(text, { columns: true }) as TierRow[];
}
