/** A statement with constant text; a name lets PostgreSQL prepare it once a connection. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
}

/** Names a constant statement. */
export const statement = (name: string, text: string): Statement => Object.freeze({ name, text });

/** A statement over whole tables: planned anew each time, by the size that they have by then. */
export const wideStatement = (text: string): Statement => Object.freeze({ text });
