import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';

/** Name and password. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** A client's side of one SCRAM conversation (RFC 5802), without channel binding. */
export class ScramConversation {
  private readonly bare: string;
  private expected: Buffer | undefined;

  constructor(
    private readonly credentials: Credentials,
    private readonly hash: 'sha256' | 'sha512' = 'sha512',
    private readonly nonce = randomBytes(24).toString('base64'),
  ) {
    const name = credentials.username.replaceAll('=', '=3D').replaceAll(',', '=2C');
    this.bare = `n=${name},r=${this.nonce}`;
  }

  /** The first message to the server. */
  first(): string {
    return `n,,${this.bare}`;
  }

  /** The answer to the server's challenge; throws when it is not one to our first message. */
  answer(challenge: string): string {
    const { r: nonce = '', s: salt = '', i: iterations = '' } = attributes(challenge);
    if (!nonce.startsWith(this.nonce) || !salt || !(Number(iterations) >= 4_096))
      throw new Error('The server answered SCRAM with a challenge that does not fit');
    const { hash } = this;
    const length = hash === 'sha512' ? 64 : 32;
    const salted = pbkdf2Sync(this.credentials.password, Buffer.from(salt, 'base64'), Number(iterations), length, hash);
    const clientKey = this.sign(salted, 'Client Key');
    const message = `c=biws,r=${nonce}`;
    const signed = `${this.bare},${challenge},${message}`;
    const signature = this.sign(createHash(hash).update(clientKey).digest(), signed);
    const proof = clientKey.map((byte, index) => byte ^ signature[index]!);
    this.expected = this.sign(this.sign(salted, 'Server Key'), signed);
    return `${message},p=${Buffer.from(proof).toString('base64')}`;
  }

  /** Makes sure that the server knows the password too; throws when it does not. */
  verify(final: string): void {
    const given = Buffer.from(attributes(final)['v'] ?? '', 'base64');
    if (this.expected?.length !== given.length || !timingSafeEqual(this.expected, given))
      throw new Error('The server could not prove that it knows the password');
  }

  private sign(key: Buffer, text: string): Buffer {
    return createHmac(this.hash, key).update(text).digest();
  }
}

function attributes(message: string): Record<string, string> {
  return Object.fromEntries(message.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
}
