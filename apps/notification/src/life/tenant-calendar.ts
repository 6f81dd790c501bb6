import { workdaysOf, type WorkingCalendar } from '@orderweave/domain-notification';
import { TenantDirectory } from '@orderweave/domain-ordering';

/** The working calendar of a tenant. */
export type CalendarOf = (tenant: string) => WorkingCalendar;

/** Injection token of `CalendarOf`. */
export const CALENDAR_OF = Symbol('CALENDAR_OF');

const NINE = 9 * 60;
const SIX = 18 * 60;

/** Working calendars by the tenants' settings: their zone, their country's workdays, 9 to 18. A tenant without settings gets the default ones. */
export function tenantCalendars(tenants: unknown): CalendarOf {
  const directory = TenantDirectory.parse(tenants);
  const fallback = TenantDirectory.parse([{ tenant: 'default' }]).get('default');
  const known = new Map<string, WorkingCalendar>();
  return (tenant) => {
    let calendar = known.get(tenant);
    if (!calendar) {
      const { timeZone, defaultCountry } = directory.has(tenant) ? directory.get(tenant) : fallback;
      calendar = { timeZone, from: NINE, to: SIX, isWorkday: workdaysOf(defaultCountry) };
      known.set(tenant, calendar);
    }
    return calendar;
  };
}
