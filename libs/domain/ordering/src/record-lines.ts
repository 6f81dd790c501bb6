import type { OrderSubmission, RecordedLine } from '@orderweave/contracts';
import { type Amount, formatAmount, multiplyAmounts, parseAmount } from './amount.js';

/** An order's lines as they are recorded, and the sum of their amounts in the document's currency. */
export interface RecordedLines {
  readonly lines: RecordedLine[];
  readonly sum: Amount;
}

/** Multiplies out the lines: amount = quantity × unit price − discount. */
export function recordLines(submitted: OrderSubmission['lines']): RecordedLines {
  let sum = 0n;
  const lines = submitted.map((line): RecordedLine => {
    const quantity = parseAmount(line.quantity);
    const unitPrice = parseAmount(line.unitPrice);
    const discount = line.discount === undefined ? 0n : parseAmount(line.discount);
    const amount = multiplyAmounts(quantity, unitPrice) - discount;
    sum += amount;
    return {
      sku: line.sku,
      ...(line.name !== undefined && { name: line.name }),
      ...(line.category !== undefined && { category: line.category }),
      quantity: formatAmount(quantity),
      unitPrice: formatAmount(unitPrice),
      discount: formatAmount(discount),
      amount: formatAmount(amount),
    };
  });
  return { lines, sum };
}

/** The same lines in the other direction: what was sold comes back. */
export function negateLines({ lines, sum }: RecordedLines): RecordedLines {
  return {
    lines: lines.map((line) => ({
      ...line,
      quantity: negateDecimal(line.quantity),
      discount: negateDecimal(line.discount),
      amount: negateDecimal(line.amount),
    })),
    sum: -sum,
  };
}

function negateDecimal(text: string): string {
  if (text === '0') return text;
  return text.startsWith('-') ? text.slice(1) : `-${text}`;
}
