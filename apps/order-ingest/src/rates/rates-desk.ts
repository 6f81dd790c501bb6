import { Injectable } from '@nestjs/common';
import { chooseLanguage, type Language, TenantDirectory } from '@orderweave/domain-ordering';
import { Database } from '@orderweave/postgres';
import { type CallerIdentity, Problem } from '@orderweave/service';
import { ExchangeRateStore, type KeptRate } from './exchange-rate.store.js';
import { judgeRates } from './judge-rates.js';
import { wordRateFault } from './rate-fault.js';
import { RateBook } from './rate-book.js';
import { ValuingLoop } from './valuing-loop.js';

/** Rates that one request may carry. */
export const MOST_RATES = 1_000;

/** Takes rates that people state, all of a request or none. */
@Injectable()
export class RatesDesk {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantDirectory,
    private readonly store: ExchangeRateStore,
    private readonly book: RateBook,
    private readonly loop: ValuingLoop,
  ) {}

  /** Keeps the rates of a body, for orders from now on and those that wait. Throws a `Problem` that names all faults. */
  async take(body: unknown, { tenant, name }: CallerIdentity, acceptLanguage?: string): Promise<KeptRate[]> {
    const language = chooseLanguage(acceptLanguage);
    const stated = read(body, language);
    const { rates, faults } = judgeRates(stated, this.tenants.get(tenant).baseCurrency);
    if (faults.length > 0) {
      throw new Problem({
        status: 422,
        code: 'invalid-rates',
        ...(language === 'zh-CN'
          ? { title: '汇率有误，均未保存', detail: `共 ${faults.length} 处错误，详见 errors。` }
          : { title: 'The rates have faults; none was kept', detail: `Faults: ${faults.length}, see errors.` }),
        faults: faults.map((fault) => wordRateFault(fault, language)),
      });
    }
    const kept = await this.database.transaction((tx) => this.store.put(tx, tenant, rates, name));
    await this.book.refresh();
    this.loop.hasten();
    return kept;
  }
}

function read(body: unknown, language: Language): unknown {
  const value = parse(body, language);
  if (!Array.isArray(value) || (value.length > 0 && value.length <= MOST_RATES)) return value;
  throw new Problem({
    status: value.length === 0 ? 400 : 413,
    code: value.length === 0 ? 'no-rates' : 'too-many-rates',
    title: language === 'zh-CN' ? `请发送 1 到 ${MOST_RATES} 条汇率` : `Send 1 to ${MOST_RATES} rates at once`,
  });
}

function parse(body: unknown, language: Language): unknown {
  try {
    return JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '');
  } catch {
    const title = language === 'zh-CN' ? '请求体不是 JSON' : 'The body is not JSON';
    throw new Problem({ status: 400, code: 'not-json', title });
  }
}
