import type { ChannelName } from '@orderweave/domain-notification';
import Type, { type Static, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { DingTalkApp, FeishuApp, tooManyForOne, WeComApp } from './app-settings.js';
import type { SettingsFault } from './word-settings-fault.js';

const closed = { additionalProperties: false };
const Text = Type.String({ minLength: 1, maxLength: 2_000 });
const Webhook = Type.Object({ url: Text, secrets: Type.Array(Text, { minItems: 1, maxItems: 5 }) }, closed);
const Signed = Type.Object({ url: Text, secret: Type.Optional(Text) }, closed);
const Plain = Type.Object({ url: Text }, closed);
const Email = Type.Object({ to: Type.String({ pattern: '^[^\\s@<>,;]+@[^\\s@<>,;]+$', maxLength: 254 }) }, closed);
const Sms = Type.Object(
  {
    to: Type.String({ pattern: '^(\\+[1-9]\\d{6,14}|env:\\w+)$' }),
    url: Text,
    headers: Type.Optional(Type.Record(Type.String({ pattern: '^[A-Za-z0-9-]{1,60}$' }), Text)),
    body: Type.Record(Type.String(), Type.Unknown()),
    accepted: Type.Optional(Type.Object({ field: Text, value: Type.String() }, closed)),
  },
  closed,
);

/** What each channel needs to know of an endpoint. Any text may be `env:ENDPOINT_…` and is then read from the environment. */
export interface EndpointSettings {
  readonly webhook: Static<typeof Webhook>;
  readonly feishu: Static<typeof Signed>;
  readonly dingtalk: Static<typeof Signed>;
  readonly wecom: Static<typeof Plain>;
  readonly slack: Static<typeof Plain>;
  readonly teams: Static<typeof Plain>;
  readonly email: Static<typeof Email>;
  readonly sms: Static<typeof Sms>;
  readonly 'feishu-app': Static<typeof FeishuApp>;
  readonly 'wecom-app': Static<typeof WeComApp>;
  readonly 'dingtalk-app': Static<typeof DingTalkApp>;
}

const SCHEMAS: Readonly<Record<ChannelName, TSchema>> = {
  ...{ webhook: Webhook, feishu: Signed, dingtalk: Signed, wecom: Plain, slack: Plain, teams: Plain, email: Email },
  ...{ sms: Sms, 'feishu-app': FeishuApp, 'wecom-app': WeComApp, 'dingtalk-app': DingTalkApp },
};
const validators = new Map(Object.entries(SCHEMAS).map(([channel, schema]) => [channel, Compile(schema)]));

/** What is wrong with settings, a fault a field; nothing when they can be used. */
export function settingsFaults(channel: ChannelName, settings: unknown): SettingsFault[] {
  const validator = validators.get(channel)!;
  if (validator.Check(settings)) return tooManyForOne(settings);
  return validator.Errors(settings).flatMap(({ instancePath, keyword, params, message }) => {
    const { requiredProperties = [], additionalProperties = [] } = params as Record<string, string[] | undefined>;
    const named = [...requiredProperties, ...additionalProperties].map((name) => `/${name}`);
    return (named.length > 0 ? named : ['']).map((name) => {
      return { field: `/settings${instancePath}${name}`, keyword, message };
    });
  });
}

/** Names that settings may take from the environment: those meant for it, so that no endpoint can be sent anything else. */
const REFERENCE = /^env:(ENDPOINT_[A-Z0-9_]{1,60})$/;

/** Settings with their references resolved; throws for one whose variable is not set. */
export function resolveSettings<T>(settings: T, env: NodeJS.ProcessEnv = process.env): T {
  if (typeof settings === 'string') {
    const name = REFERENCE.exec(settings)?.[1];
    if (!name) return settings;
    const value = env[name];
    if (!value) throw new Error(`the environment has no ${name}`);
    return value as T;
  }
  if (Array.isArray(settings)) return settings.map((item: unknown) => resolveSettings(item, env)) as T;
  if (typeof settings !== 'object' || settings === null) return settings;
  const entries = Object.entries(settings).map(([name, value]) => [name, resolveSettings<unknown>(value, env)]);
  return Object.fromEntries(entries) as T;
}

/** References to variables that an endpoint may not read. */
export function forbiddenReferences(settings: unknown): string[] {
  const texts = JSON.stringify(settings).match(/"env:[^"]*"/g) ?? [];
  return texts.map((text) => text.slice(1, -1)).filter((text) => !REFERENCE.test(text));
}
