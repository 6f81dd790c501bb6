import type { Month } from '@orderweave/domain-ordering';
import { SERVICES, serviceUrl } from '../services/service-catalogue.js';
import type { Words } from './words.js';

/** What the summary is made of. */
export interface SummaryFacts {
  /** Messages sent in this start; 0 when there was nothing left to send. */
  messages: number;
  seconds: number;
  apiKey: string;
  portOffset: number;
  /** A month that has final tiers. */
  month: Month | undefined;
  logs: string;
  /** Whether the services stay up. */
  staysUp: boolean;
}

/** Totals, and where to look next: addresses, the key and commands that can be pasted. */
export function renderSummary(facts: SummaryFacts, words: Words): string {
  const { summary } = words;
  const rate = Math.round(facts.messages / Math.max(facts.seconds, 0.001));
  const lines = ['', ...(facts.messages > 0 ? [summary.took(facts.messages, facts.seconds.toFixed(1), rate)] : [])];
  if (!facts.staysUp) return lines.join('\n');
  const url = (name: (typeof SERVICES)[number]['name']) =>
    serviceUrl(name, facts.portOffset).replace('127.0.0.1', 'localhost');
  const curl = (address: string) => `    curl -H "Authorization: Bearer $KEY" "${address}"`;
  const month = facts.month ?? 'YYYY-MM';
  return [
    ...lines,
    '',
    summary.look,
    `  ${summary.key}`,
    `    KEY=${facts.apiKey}`,
    `  ${summary.page}`,
    `    ${url('notification')}/`,
    `  ${summary.inbox}`,
    curl(`${url('notification')}/v1/alerts?limit=10`),
    `  ${summary.state}`,
    curl(`${url('segmentation')}/v1/customers/<id>/state`),
    `  ${summary.tiersCsv}`,
    curl(`${url('segmentation')}/v1/months/${month}/tiers.csv?basis=final`),
    `  ${summary.docs}`,
    ...SERVICES.map(({ name }) => `    ${url(name)}/docs   ${name}`),
    `  ${summary.logs} ${facts.logs}`,
    '',
    summary.stop,
  ].join('\n');
}
