import { readReply, type AnswerVerdict, type RenderedEmail } from '@orderweave/domain-notification';
import { createTransport, type Transporter } from 'nodemailer';

/** How e-mail leaves the service. */
export interface MailSettings {
  /** `smtp://user:password@host:port` or `smtps://…`. */
  readonly url: string;
  readonly from: string;
}

const TIMEOUT_MS = 10_000;

/** E-mail is sent where SMTP_URL and MAIL_FROM say; undefined where they are not set. */
export function mailSettings(env: NodeJS.ProcessEnv = process.env): MailSettings | undefined {
  const { SMTP_URL, MAIL_FROM } = env;
  return SMTP_URL && MAIL_FROM ? { url: SMTP_URL, from: MAIL_FROM } : undefined;
}

/** The domain of an address, for ids of messages and lists. */
export function domainOf(address: string): string {
  return /@([^\s>@]+)>?$/.exec(address)?.[1] ?? 'localhost';
}

/** Sends one e-mail. Never throws. */
export async function sendEmail(
  email: RenderedEmail,
  settings: MailSettings,
): Promise<{ status: number | null; response: string; verdict: AnswerVerdict }> {
  const { from, to, subject, text, html, messageId, headers } = email;
  const transport = transportFor(settings.url);
  try {
    const { response } = await transport.sendMail({
      from,
      to,
      subject,
      text,
      html,
      messageId,
      headers: { ...headers },
    });
    const status = Number(response.slice(0, 3));
    return { status, response, verdict: readReply(status, response) };
  } catch (error) {
    const { responseCode, response, message } = error as Error & { responseCode?: number; response?: string };
    const reply = response ?? message;
    return { status: responseCode ?? null, response: reply, verdict: readReply(responseCode, reply) };
  }
}

const transports = new Map<string, Transporter<{ response: string }>>();

/** One pool of connections a server. */
function transportFor(url: string): Transporter<{ response: string }> {
  let transport = transports.get(url);
  if (!transport) {
    const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
    // What a message says may not make this process read files or call addresses.
    const closed = { disableFileAccess: true, disableUrlAccess: true };
    transport = createTransport({ url, pool: true, maxConnections: 2, ...timeouts, ...closed }) as Transporter<{
      response: string;
    }>;
    transports.set(url, transport);
  }
  return transport;
}

/** Ends all connections. */
export function closeMail(): void {
  for (const transport of transports.values()) transport.close();
  transports.clear();
}
