import { tooMany, type ToolAnswer, type ToolRules } from './fake-tool.js';

interface Text {
  type?: string;
  text?: string;
}
interface Block {
  type?: string;
  text?: Text;
  fields?: Text[];
  elements?: { type?: string; text?: Text; url?: string }[];
}

/** An incoming webhook of Slack as its pages document it: one a second (a few more at once), the limits of each block. */
export function slackRules(path: string): ToolRules {
  return ({ url, body, at }, accepted) => {
    if (url.pathname !== path) return no(404, 'no_service');
    if (tooMany(accepted, at, 1, 1_000)) return { ...no(429, ''), headers: { 'retry-after': '1' } };
    const message = JSON.parse(body) as { text?: string; blocks?: Block[] };
    const blocks = message.blocks ?? [];
    if (!message.text && blocks.length === 0) return no(400, 'no_text');
    if (blocks.length > 50 || !blocks.every(fits)) return no(400, 'invalid_blocks');
    if (JSON.stringify(blocks).length > 13_000) return no(400, 'msg_blocks_too_long');
    return { accepted: true, status: 200, body: 'ok' };
  };
}

function fits({ type, text, fields, elements }: Block): boolean {
  const within = (part: Text | undefined, most: number) => {
    const length = part?.text?.length ?? 0;
    return length > 0 && length <= most;
  };
  if (type === 'header') return text?.type === 'plain_text' && within(text, 150);
  if (type === 'section') {
    const kept = (fields ?? []).length <= 10 && (fields ?? []).every((field) => within(field, 2000));
    return kept && (text ? within(text, 3000) : (fields ?? []).length > 0);
  }
  if (type !== 'actions') return false;
  return (
    (elements ?? []).length >= 1 &&
    (elements ?? []).length <= 25 &&
    (elements ?? []).every((one) => one.type === 'button' && within(one.text, 75) && (one.url ?? '').length <= 3000)
  );
}

const no = (status: number, body: string): ToolAnswer => ({ accepted: false, status, body });
