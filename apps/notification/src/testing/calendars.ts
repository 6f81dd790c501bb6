import { tenantCalendars } from '../life/tenant-calendar.js';

/** Every tenant works in Shanghai, Chinese workdays, 9 to 18. */
export const calendarOf = tenantCalendars([{ tenant: 'default' }]);
