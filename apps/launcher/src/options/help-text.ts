/** What `npm start -- --help` prints. */
export const HELP_TEXT = `Orderweave: starts PostgreSQL, Kafka and the four services, plays a year of orders through them, and stays up.

  npm start                                       a simulated year that ends today, then a trickle of live orders
  npm start -- --orders FILE --map NAME           the orders of a CSV file (plain or gzip), by a column map
  npm start -- --exit                             stop everything after the last order

  --orders FILE      file of orders               --map NAME       online-retail, generic, or the path of a JSON map
  --time-zone ZONE   of the file's days       --currency CODE  its amounts are added up in (else the map's, else the first order's)
  --customers N      of the simulated year (2000) --days N         its length (365)
  --seed N           another year (1)             --step day|week  how far the clock moves at once (day)
  --fresh            forget earlier orders first  --exit           end with status 0 after the last order
  --port-offset N    added to every port (also ORDERWEAVE_PORT_OFFSET)
  --lang zh|en       language of this screen (by LANG)
  --help             this text

Ports: order-ingest 4101, customer-profile 4102, segmentation 4103, notification 4104, PostgreSQL 4132, Kafka 4192.
Data, logs and credentials are in .orderweave (another folder by ORDERWEAVE_HOME). Started again without --fresh it goes on where it was.
`;
