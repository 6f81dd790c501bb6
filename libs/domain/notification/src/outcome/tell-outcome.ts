import type { Locale } from '../locale.js';

/** What is told of an outcome. */
export interface ToldOutcome {
  readonly orders: number;
  /** Decimal text, rounded as it is to be shown. */
  readonly amount: string;
  readonly currency: string;
}

/** One sentence on what came of an alert. */
export function tellOutcome({ orders, amount, currency }: ToldOutcome, locale: Locale): string {
  if (locale === 'zh-CN') return `已挽回：提醒后下单 ${orders} 笔，净额 ${amount} ${currency}`;
  return `Recovered: ${orders} ${orders === 1 ? 'order' : 'orders'} since, ${amount} ${currency} net`;
}
