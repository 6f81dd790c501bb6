import type { ActivityLine } from '@orderweave/contracts';
import type { ToldLine } from './line.store.js';
import type { OrderState } from './order-state.js';

/** An order's lines as its activity tells them; their amounts only where they are in the activity's currency. */
export function activityLines(lines: readonly ToldLine[], { currency, baseCurrency }: OrderState): ActivityLine[] {
  const comparable = currency === baseCurrency;
  return lines.map(({ sku, category, quantity, amount }) => {
    const line: ActivityLine = { sku, quantity };
    if (category !== undefined) line.category = category;
    if (comparable) line.net = amount;
    return line;
  });
}
