import { addMonths, formatAmount, parseAmount, type Amount, type Day, type Month } from '@orderweave/domain-ordering';
import type { CustomerLedger } from '@orderweave/domain-segmentation';

/** Days as their gaps, the first one whole; documents 0 when they are the purchases; amounts from the first month on. */
type Packed = [
  purchases: number[],
  documents: number[] | 0,
  intents: number[],
  firstMonth?: Month,
  ...amounts: (string | 0)[],
];

/** What a customer's row keeps of its documents: `[[15000,28,31],0,[],"2011-01","29.33",0,"12"]`. Short, since every order writes it. */
export function packHistory(ledger: CustomerLedger, amounts: ReadonlyMap<Month, Amount>): string {
  const { purchaseDays, documentDays, intentDays } = ledger;
  const packed: Packed = [
    packDays(purchaseDays),
    sameDays(purchaseDays, documentDays) ? 0 : packDays(documentDays),
    packDays(intentDays),
  ];
  const months = [...amounts.keys()].sort();
  const [first] = months;
  if (first === undefined) return JSON.stringify(packed);
  packed.push(first);
  for (let month = first, index = 0; index < months.length; month = addMonths(month, 1)) {
    const known = months[index] === month;
    packed.push(known ? formatAmount(amounts.get(month)!) : 0);
    if (known) index++;
  }
  return JSON.stringify(packed);
}

/** The documents of a row written by `packHistory`. */
export function unpackHistory(text: string): { ledger: CustomerLedger; amounts: Map<Month, Amount> } {
  const [purchases, documents, intents, firstMonth, ...packed] = JSON.parse(text) as Packed;
  const purchaseDays = unpackDays(purchases);
  const documentDays = documents === 0 ? purchaseDays : unpackDays(documents);
  const amounts = new Map<Month, Amount>();
  let month = firstMonth ?? '';
  for (const amount of packed) {
    if (amount !== 0) amounts.set(month, parseAmount(amount));
    month = addMonths(month, 1);
  }
  return { ledger: { purchaseDays, documentDays, intentDays: unpackDays(intents) }, amounts };
}

function packDays(days: readonly Day[]): number[] {
  return days.map((day, index) => (index === 0 ? day : day - days[index - 1]!));
}

function unpackDays(gaps: readonly number[]): Day[] {
  let day = 0;
  return gaps.map((gap) => (day += gap));
}

function sameDays(a: readonly Day[], b: readonly Day[]): boolean {
  return a === b || (a.length === b.length && a.every((day, index) => day === b[index]));
}
