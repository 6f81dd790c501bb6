import type { AppChannel, AppTarget, Card } from '@orderweave/domain-notification';
import type { AppTokens } from './app-tokens.js';
import { postMessage, type Sent } from './post-message.js';
import type { SendOptions } from './post-once.js';

/** A card of a round, as `AppSending` counts them. */
export interface AppMessage {
  readonly card: Card;
  readonly round: number;
}

/** Sends a card in an app's name; with a new token once more when the tool refuses the one that is known. Never throws. */
export async function sendByApp(
  tool: AppChannel,
  target: AppTarget,
  { card, round }: AppMessage,
  options: SendOptions & { readonly tokens: AppTokens },
): Promise<Sent> {
  const { tokens } = options;
  const once = async (): Promise<{ sent: Sent; refused: boolean }> => {
    const taken = await tokens.take(tool, target, options);
    if ('failed' in taken) return { sent: taken.failed, refused: false };
    const { token } = taken;
    let refused = false;
    const sent = await postMessage(
      tool.request(card, target, { token, round }),
      (answer) => {
        refused = tool.refusesToken(answer);
        return tool.read(answer, target);
      },
      options,
    );
    if (refused) tokens.forget(tool, target, token);
    return { sent, refused };
  };
  const first = await once();
  return first.refused ? (await once()).sent : first.sent;
}
