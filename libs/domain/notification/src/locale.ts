/** Languages that everything a person reads exists in. */
export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** One text in every language. */
export type Wording = Readonly<Record<Locale, string>>;
