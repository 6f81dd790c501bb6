import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** A key of 32 bytes with the short name that sealed texts carry. */
export interface ServiceKey {
  readonly id: string;
  readonly bytes: Buffer;
}

const PREFIX = 'sealed1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A key with its name: the first 32 bits of its SHA-256. */
export function serviceKey(bytes: Buffer): ServiceKey {
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes };
}

/** Seals a text by AES-256-GCM: `sealed1.<key>.<base64url>`. `context` binds it to its place: it opens nowhere else. */
export function seal(text: string, context: string, key: ServiceKey): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', derive(key), nonce).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${PREFIX}.${key.id}.${sealed.toString('base64url')}`;
}

/** Opens a sealed text; throws when the key is not among those known, or the text was changed or moved. */
export function open(sealed: string, context: string, keys: readonly ServiceKey[]): string {
  const [prefix, id, body] = sealed.split('.');
  const key = keys.find((one) => one.id === id);
  if (prefix !== PREFIX || !body) throw new Error('this is no sealed text');
  if (!key) throw new Error(`the key ${id} that sealed this is not known; add it to NOTIFICATION_KEYS`);
  const bytes = Buffer.from(body, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', derive(key), bytes.subarray(0, NONCE_BYTES));
  decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-TAG_BYTES));
  return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
}

/** Sealing and signing of links use keys of their own, derived from the one. */
function derive({ bytes }: ServiceKey, purpose = 'seal'): Buffer {
  return Buffer.from(hkdfSync('sha256', bytes, '', `orderweave-${purpose}`, 32));
}

/** The key that links are signed with. */
export function linkKey(key: ServiceKey): Buffer {
  return derive(key, 'links');
}
