import { IDENTIFIER_KINDS } from '@orderweave/contracts';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { isTimeZone } from '../time-zone.js';

/**
 * Where a field of an order comes from: a column, else a fixed value. A cell is trimmed, an empty one is no value; `value` beside
 * `column` stands in for it. `stripSuffix` cuts an end such as ".0" off. A column with neither `value` nor `optional` must be in the file.
 */
const FieldSource = Type.Object(
  {
    column: Type.Optional(Type.String({ minLength: 1 })),
    value: Type.Optional(Type.String({ minLength: 1 })),
    optional: Type.Optional(Type.Boolean()),
    stripSuffix: Type.Optional(Type.String({ minLength: 1, maxLength: 16 })),
  },
  { additionalProperties: false },
);
export type FieldSource = Static<typeof FieldSource>;

const Optional = Type.Optional(FieldSource);

/** How one row of a file becomes one line of an order; rows with the same external id and channel make up one order. */
export const ColumnMap = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z][a-z0-9-]{0,62}$' }),
    /** Zone of times that are written without an offset; also the zone to play the file in. */
    timeZone: Type.Optional(Type.String()),
    /** Base currency to play the file in. */
    baseCurrency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
    /** How a date with slashes is meant; ISO dates are always read. */
    slashDates: Type.Optional(Type.Union([Type.Literal('month-first'), Type.Literal('day-first')])),
    /** External ids that begin so are credit notes; all others are orders. */
    creditNotePrefix: Type.Optional(Type.String({ minLength: 1, maxLength: 16 })),
    order: Type.Object(
      {
        channel: FieldSource,
        externalId: FieldSource,
        kind: Optional,
        refundsOrder: Optional,
        status: Optional,
        placedAt: FieldSource,
        updatedAt: Optional,
        currency: FieldSource,
        customerName: Optional,
        company: Optional,
        industry: Optional,
        companySize: Optional,
        salesRep: Optional,
        country: Optional,
        shipping: Optional,
        tax: Optional,
      },
      { additionalProperties: false },
    ),
    identifiers: Type.Array(Type.Object({ kind: Type.Enum(IDENTIFIER_KINDS), source: FieldSource })),
    line: Type.Object(
      {
        sku: FieldSource,
        name: Optional,
        category: Optional,
        quantity: FieldSource,
        unitPrice: FieldSource,
        discount: Optional,
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type ColumnMap = Static<typeof ColumnMap>;

const validator = Compile(ColumnMap);

/** Thrown for a column map, or a file's header, that cannot be used; `faults` names everything that is wrong. */
export class ColumnMapError extends Error {
  override name = 'ColumnMapError';
  constructor(readonly faults: readonly string[]) {
    super(`the column map cannot be used:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
  }
}

/** A column map from a JSON document; throws `ColumnMapError` with all faults. */
export function parseColumnMap(json: unknown): ColumnMap {
  if (!validator.Check(json)) {
    throw new ColumnMapError(
      validator.Errors(json).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`),
    );
  }
  const faults = sourcesOf(json)
    .filter(([, { column, value }]) => column === undefined && value === undefined)
    .map(([path]) => `${path} names neither a column nor a value`);
  if (json.timeZone !== undefined && !isTimeZone(json.timeZone)) {
    faults.push(`/timeZone "${json.timeZone}" is no IANA time zone, such as Europe/London`);
  }
  if (faults.length) throw new ColumnMapError(faults);
  return json;
}

/** Checks that a file has the columns that a map needs; throws `ColumnMapError` naming those that are missing. */
export function checkHeader(header: readonly string[], map: ColumnMap): void {
  const missing = sourcesOf(map)
    .filter(([, { column, value, optional }]) => column !== undefined && value === undefined && !optional)
    .flatMap(([, { column }]) => (column !== undefined && !header.includes(column) ? [column] : []));
  if (missing.length) {
    const found = header.length ? header.join(', ') : 'none';
    throw new ColumnMapError([
      ...new Set(
        missing.map((column) => `column "${column}" is missing; map "${map.name}" needs it, the file has: ${found}`),
      ),
    ]);
  }
}

function sourcesOf({ order, line, identifiers }: ColumnMap): [path: string, source: FieldSource][] {
  const named = (folder: string, sources: Readonly<Record<string, FieldSource | undefined>>): [string, FieldSource][] =>
    Object.entries(sources).flatMap(([name, source]) => (source ? [[`/${folder}/${name}`, source]] : []));
  return [
    ...named('order', order),
    ...named('line', line),
    ...identifiers.map(({ source }, index): [string, FieldSource] => [`/identifiers/${index}/source`, source]),
  ];
}
