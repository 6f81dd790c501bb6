import type { Locale } from '@orderweave/domain-notification';

/** The language asked for, else the first that Accept-Language names and that there is; English failing that. */
export function chosenLocale(asked: Locale | undefined, acceptLanguage: string | undefined): Locale {
  if (asked) return asked;
  for (const range of (acceptLanguage ?? '').split(',')) {
    const language = range.trim().slice(0, 2).toLowerCase();
    if (language === 'zh') return 'zh-CN';
    if (language === 'en') return 'en';
  }
  return 'en';
}
