/** A statement with constant text: its name lets PostgreSQL prepare it once a connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Names a constant statement. */
export const statement = (name: string, text: string): Statement => Object.freeze({ name, text });
