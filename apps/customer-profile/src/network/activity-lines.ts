import { packLines, type ActivityLine } from '@orderweave/contracts';
import type { ToldLine } from './line.store.js';
import type { OrderState } from './order-state.js';

/** An order's lines as its activity tells them; their amounts only where they are in the activity's currency. */
export function activityLines(lines: readonly ToldLine[], { currency, baseCurrency }: OrderState): string {
  const comparable = currency === baseCurrency;
  return packLines(
    lines.map(({ sku, category, quantity, amount }): ActivityLine => {
      return { sku, category, quantity, net: comparable ? amount : undefined };
    }),
  );
}
