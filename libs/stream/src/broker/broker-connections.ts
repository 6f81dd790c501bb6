import type { KafkaOptions } from '../kafka-client.js';
import { authenticate } from './authenticate.js';
import type { BrokerPlace } from './cluster-layout.js';
import { KafkaConnection } from './kafka-connection.js';

/** One connection a broker, made when it is first asked for, logged in where Kafka wants that. */
export class BrokerConnections {
  private readonly connections = new Map<number, Promise<KafkaConnection>>();
  private closed = false;

  constructor(private readonly options: KafkaOptions) {}

  /** The connection to a broker; rejects when it cannot be made. */
  to(place: BrokerPlace): Promise<KafkaConnection> {
    if (this.closed) return Promise.reject(new Error('The connections to Kafka are closed'));
    let connection = this.connections.get(place.nodeId);
    if (!connection) this.connections.set(place.nodeId, (connection = this.open(place)));
    return connection;
  }

  /** Ends a broker's connection; the next question makes another one. */
  drop({ nodeId }: BrokerPlace): void {
    const connection = this.connections.get(nodeId);
    this.connections.delete(nodeId);
    connection?.then((open) => open.close()).catch(() => undefined);
  }

  /** Ends all connections; what is under way rejects. */
  close(): void {
    this.closed = true;
    for (const nodeId of this.connections.keys()) this.drop({ nodeId, host: '', port: 0 });
  }

  private async open({ host, port }: BrokerPlace): Promise<KafkaConnection> {
    const { clientId, ssl, sasl } = this.options;
    const tls = ssl === true ? {} : ssl || undefined;
    const connection = await KafkaConnection.open({ host, port, clientId, tls });
    if (sasl) await authenticate(connection, sasl);
    return connection;
  }
}
