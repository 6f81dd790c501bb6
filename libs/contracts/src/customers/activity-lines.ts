const SPECIAL = /[\t\n\\]/;
const ALL_SPECIAL = /[\t\n\\]/g;
const ESCAPES: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\\': '\\\\' };
const MEANINGS: Readonly<Record<string, string>> = { t: '\t', n: '\n', '\\': '\\' };

/** What stands on one line of an order. */
export interface ActivityLine {
  readonly sku: string;
  readonly category?: string | undefined;
  /** A decimal. */
  readonly quantity: string;
  /** A decimal: quantity × unit price − discount, in the activity's currency; left out of a document in another one. */
  readonly net?: string | undefined;
}

/**
 * The lines of an activity as text: SKU, category, quantity and net amount between tabs, a line each; tab, line break and backslash
 * within them as `\t`, `\n` and `\\`. Every order passes through three services whose ledgers keep the text as it is: as objects, its lines
 * would take most of the time that reading an activity takes.
 */
export function packLines(lines: Iterable<ActivityLine>): string {
  let text = '';
  for (const { sku, category, quantity, net } of lines) {
    if (text !== '') text += '\n';
    text += `${escape(sku)}\t${category === undefined ? '' : escape(category)}\t${quantity}\t${net ?? ''}`;
  }
  return text;
}

/** The products and categories of a text by `packLines`, each once; none without a text. */
export function goodsIn(text: string | null): { products: string[]; categories: string[] } {
  if (!text) return { products: [], categories: [] };
  const products = new Set<string>();
  const categories = new Set<string>();
  for (const line of text.split('\n')) {
    const end = line.indexOf('\t');
    const category = line.slice(end + 1, line.indexOf('\t', end + 1));
    products.add(unescape(line.slice(0, end)));
    if (category !== '') categories.add(unescape(category));
  }
  return { products: [...products], categories: [...categories] };
}

function escape(text: string): string {
  return SPECIAL.test(text) ? text.replace(ALL_SPECIAL, (character) => ESCAPES[character]!) : text;
}

function unescape(text: string): string {
  return text.includes('\\') ? text.replace(/\\(.)/g, (_, character: string) => MEANINGS[character]!) : text;
}
