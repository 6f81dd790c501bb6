/** The four services in the order in which an order passes through them. */
export const SERVICES = [
  { name: 'order-ingest', port: 4101, database: 'order_ingest' },
  { name: 'customer-profile', port: 4102, database: 'customer_profile' },
  { name: 'segmentation', port: 4103, database: 'segmentation' },
  { name: 'notification', port: 4104, database: 'notification' },
] as const;

export type ServiceName = (typeof SERVICES)[number]['name'];

/** Default ports of the engines. */
export const ENGINE_PORTS = { postgres: 4132, kafka: 4192 } as const;

/** Where a service listens. */
export function serviceUrl(name: ServiceName, portOffset: number): string {
  return `http://127.0.0.1:${portOf(name, portOffset)}`;
}

/** The port of a service. */
export function portOf(name: ServiceName, portOffset: number): number {
  const service = SERVICES.find((candidate) => candidate.name === name);
  if (!service) throw new RangeError(`no service "${name}"`);
  return service.port + portOffset;
}
