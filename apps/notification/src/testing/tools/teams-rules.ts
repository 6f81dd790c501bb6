import { tooMany, type ToolAnswer, type ToolRules } from './fake-tool.js';

interface TeamsMessage {
  type?: string;
  attachments?: {
    contentType?: string;
    content?: {
      type?: string;
      version?: string;
      body?: { type?: string }[];
      actions?: { type?: string; url?: string }[];
    };
  }[];
}

const BODY = new Set(['TextBlock', 'FactSet', 'ColumnSet', 'Container', 'Image']);

/** A workflow of Microsoft Teams that takes a webhook: 28 KB, four a second, an Adaptive Card of at most version 1.5. */
export function teamsRules(signature: string): ToolRules {
  return ({ url, body, at }, accepted) => {
    if (url.searchParams.get('sig') !== signature) return no(401, 'DirectApiInvalidAuthorizationScheme');
    if (tooMany(accepted, at, 4, 1_000)) return { ...no(429, 'TooManyRequests'), headers: { 'retry-after': '1' } };
    if (Buffer.byteLength(body) > 28 * 1024) return no(413, 'RequestEntityTooLarge');
    const { type, attachments = [] } = JSON.parse(body) as TeamsMessage;
    const [card] = attachments;
    const content = card?.content;
    if (type !== 'message' || card?.contentType !== 'application/vnd.microsoft.card.adaptive')
      return no(400, 'TriggerInputSchemaMismatch');
    const known =
      content?.type === 'AdaptiveCard' &&
      Number(content.version) <= 1.5 &&
      (content.body ?? []).every((block) => BODY.has(block.type ?? '')) &&
      (content.actions ?? []).every((action) => action.type === 'Action.OpenUrl' && /^https?:/.test(action.url ?? ''));
    return known ? { accepted: true, status: 202, body: '' } : no(400, 'BadCard');
  };
}

const no = (status: number, code: string): ToolAnswer => ({
  accepted: false,
  status,
  body: JSON.stringify({ error: { code } }),
});
