import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The order network: customers and their identifiers, orders and lines, products and contact points. */
export class OrderNetwork1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE customer (
        customer_id text PRIMARY KEY,
        tenant text NOT NULL,
        origin text NOT NULL,
        merged_into text,
        version integer NOT NULL,
        first_at timestamptz NOT NULL,
        name text,
        company text,
        owner text,
        country text,
        region text
      ) WITH (fillfactor = 85)`);
    await runner.query(`CREATE INDEX customer_alias ON customer (merged_into) WHERE merged_into IS NOT NULL`);
    await runner.query(`
      CREATE TABLE identifier (
        tenant text NOT NULL,
        identifier text NOT NULL,
        customer_id text,
        shared boolean NOT NULL,
        links integer NOT NULL,
        PRIMARY KEY (tenant, identifier)
      ) WITH (fillfactor = 85)`);
    await runner.query(`CREATE INDEX identifier_customer ON identifier (customer_id) WHERE customer_id IS NOT NULL`);
    await runner.query(`
      CREATE TABLE identifier_link (
        tenant text NOT NULL,
        identifier text NOT NULL,
        customer_identifier text NOT NULL,
        PRIMARY KEY (tenant, identifier, customer_identifier)
      )`);
    // One value a process and block of 10,000 orders: ids rise with time, so the lines' index grows at its right edge.
    await runner.query(`CREATE SEQUENCE purchase_order_block INCREMENT BY 10000 MINVALUE 0 START 0`);
    await runner.query(`
      CREATE TABLE purchase_order (
        order_id bigint NOT NULL,
        revised_at timestamptz NOT NULL,
        placed_at timestamptz NOT NULL,
        placed_on date NOT NULL,
        version integer NOT NULL,
        revision_rank smallint NOT NULL,
        counts boolean NOT NULL,
        tenant text NOT NULL,
        channel text NOT NULL,
        external_id text NOT NULL,
        customer_id text,
        kind text NOT NULL,
        refunds_order text,
        status text NOT NULL,
        revision_hash text NOT NULL,
        currency text NOT NULL,
        base_currency text NOT NULL,
        value numeric,
        net numeric,
        refunds jsonb,
        identifiers text[] NOT NULL,
        customer_name text,
        company text,
        sales_rep text,
        ship_to text,
        lines_hash text NOT NULL,
        PRIMARY KEY (tenant, channel, external_id)
      ) WITH (fillfactor = 85)`);
    await runner.query(
      `CREATE INDEX purchase_order_customer ON purchase_order (customer_id, placed_at) WHERE customer_id IS NOT NULL`,
    );
    await runner.query(
      `CREATE INDEX purchase_order_refund ON purchase_order (tenant, channel, refunds_order) WHERE refunds_order IS NOT NULL`,
    );
    await runner.query(`
      CREATE TABLE order_line (
        order_id bigint NOT NULL,
        line_no smallint NOT NULL,
        sku text NOT NULL,
        name text,
        quantity numeric NOT NULL,
        unit_price numeric NOT NULL,
        discount numeric NOT NULL,
        PRIMARY KEY (order_id, line_no)
      )`);
    await runner.query(`
      CREATE TABLE product (
        tenant text NOT NULL,
        sku text NOT NULL,
        name text,
        category text,
        first_at timestamptz NOT NULL,
        PRIMARY KEY (tenant, sku)
      )`);
    await runner.query(`
      CREATE TABLE contact_point (
        tenant text NOT NULL,
        contact_id text NOT NULL,
        address jsonb NOT NULL,
        PRIMARY KEY (tenant, contact_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE contact_point, product, order_line, purchase_order, identifier_link, identifier, customer',
    );
    await runner.query('DROP SEQUENCE purchase_order_block');
  }
}
