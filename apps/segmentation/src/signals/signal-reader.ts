import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { formatDay } from '@orderweave/domain-ordering';
import { describeSignal } from '@orderweave/domain-segmentation';
import { Database, type Transaction } from '@orderweave/postgres';
import { csvRow, decodeCursor, encodeCursor } from '@orderweave/service';
import { unknownCustomer } from '../problems/unknown-customer.js';
import { readCustomer, readProfile } from '../read-api/customer-state.store.js';
import {
  readHeldSignals,
  readSignalPage,
  type HeldSignal,
  type OwnedSignal,
  type SignalPage,
} from './customer-signal.store.js';
import type {
  CustomerSignalsResponse,
  ListedSignalResponse,
  SignalResponse,
  SignalsResponse,
} from './signal-responses.js';
import { readJudgedOn } from './signal-work.store.js';

type After = SignalPage['after'];
const FIRST: After = ['', '', ''];
const CSV_PAGE = 1_000;
const CSV_COLUMNS = ['customer_id', 'name', 'owner', 'signal', 'subject', 'since', 'until', 'en', 'zh'];

/** Whose signals are asked for. */
export type SignalsAsked = Pick<SignalPage, 'kind' | 'owner'>;

/** Tells the signals that customers give. */
@Injectable()
export class SignalReader {
  constructor(private readonly database: Database) {}

  /** A customer's signals; a `Problem` (404) for one that is not known. `owner`: only a customer of this salesperson is. */
  async ofCustomer(tenant: string, customerId: string, owner: string | null): Promise<CustomerSignalsResponse> {
    const [state, profile] = await Promise.all([
      readCustomer(this.database, tenant, customerId),
      readProfile(this.database, tenant, customerId),
    ]);
    if (!state || (owner !== null && profile?.owner !== owner)) throw unknownCustomer(customerId, 'document');
    const items = await readSignalsOf(this.database, tenant, customerId);
    const judgedOn = await readJudgedOn(this.database, tenant, customerId);
    return {
      customerId,
      judgedOn: judgedOn === null ? null : formatDay(judgedOn),
      items,
    };
  }

  /** A page of signals, by name, customer and subject. */
  async list(
    tenant: string,
    asked: SignalsAsked,
    page: { cursor?: string | undefined; limit: number },
  ): Promise<SignalsResponse> {
    const { cursor, limit } = page;
    const after = cursor === undefined ? FIRST : (decodeCursor(cursor, 3).map(String) as unknown as After);
    const rows = await readSignalPage(this.database, tenant, { ...asked, after, limit: limit + 1 });
    const items = rows.slice(0, limit);
    return { items: items.map(listedOf), next: rows.length > limit ? encodeCursor([...placeOf(items.at(-1)!)]) : null };
  }

  /** All of them as CSV, read as fast as the receiver takes it. */
  csv(tenant: string, asked: SignalsAsked): Readable {
    return Readable.from(this.csvPages(tenant, asked));
  }

  private async *csvPages(tenant: string, asked: SignalsAsked): AsyncGenerator<string> {
    yield csvRow(CSV_COLUMNS);
    for (let after: After | null = FIRST; after !== null;) {
      const rows = await readSignalPage(this.database, tenant, { ...asked, after, limit: CSV_PAGE });
      if (rows.length > 0) yield rows.map(csvOf).join('');
      after = rows.length === CSV_PAGE ? placeOf(rows.at(-1)!) : null;
    }
  }
}

/** The signals that a customer gives. */
export async function readSignalsOf(
  reader: Pick<Transaction, 'query'>,
  tenant: string,
  customerId: string,
): Promise<SignalResponse[]> {
  const held = await readHeldSignals(reader, tenant, [customerId]);
  return held.get(customerId)!.map(toldOf);
}

function toldOf({ signal, subject, since, until, reasons }: HeldSignal): SignalResponse {
  return {
    signal,
    subject: subject === '' ? null : subject,
    since: formatDay(since),
    until: formatDay(until),
    description: {
      'zh-CN': describeSignal({ signal, subject }, 'zh-CN'),
      en: describeSignal({ signal, subject }, 'en'),
    },
    because: [...reasons],
  };
}

function listedOf(row: OwnedSignal): ListedSignalResponse {
  return { customerId: row.customerId, name: row.name, owner: row.owner, ...toldOf(row) };
}

function placeOf({ signal, customerId, subject }: HeldSignal): After {
  return [signal, customerId, subject];
}

function csvOf(row: OwnedSignal): string {
  const { since, until, description } = toldOf(row);
  const words = [description.en, description['zh-CN']];
  return csvRow([row.customerId, row.name ?? '', row.owner ?? '', row.signal, row.subject, since, until, ...words]);
}
