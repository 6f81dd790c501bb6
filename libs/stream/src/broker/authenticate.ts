import { ByteWriter } from '@orderweave/postgres';
import type { KafkaConnection } from './kafka-connection.js';
import { KafkaRefusedError } from './kafka-error.js';
import { ScramConversation, type Credentials } from './scram.js';

const SASL_HANDSHAKE = 17;
const SASL_AUTHENTICATE = 36;

/** Logs a connection in with SCRAM-SHA-512; rejects with `KafkaRefusedError` when Kafka knows nobody of that name and password. */
export async function authenticate(connection: KafkaConnection, credentials: Credentials): Promise<void> {
  const handshake = new ByteWriter(64).shortText('SCRAM-SHA-512').take();
  const code = (await connection.request({ apiKey: SASL_HANDSHAKE, apiVersion: 1, body: handshake })).int16();
  if (code !== 0) throw new KafkaRefusedError('SASL handshake', code);
  const conversation = new ScramConversation(credentials);
  const challenge = await say(connection, conversation.first());
  conversation.verify(await say(connection, conversation.answer(challenge)));
}

async function say(connection: KafkaConnection, text: string): Promise<string> {
  const bytes = Buffer.from(text);
  const body = new ByteWriter(bytes.length + 4).int32(bytes.length).raw(bytes).take();
  const answer = await connection.request({ apiKey: SASL_AUTHENTICATE, apiVersion: 1, body });
  const code = answer.int16();
  const detail = answer.shortText();
  if (code !== 0) throw new KafkaRefusedError('SASL authentication', code, detail ?? '');
  return answer.raw(answer.int32()).toString();
}
