import Type, { type Static } from 'typebox';
import { LOCALES } from '../locale.js';

const closed = { additionalProperties: false };
const Name = Type.String({ minLength: 1, maxLength: 200 });
const Time = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
const DayText = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
/** How urgent an alert is, from the least on. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const;

const Hours = Type.Object({ from: Time, to: Time }, closed);

/** Days on which somebody is away, both included, and who stands in. */
export const Absence = Type.Object({ from: DayText, to: DayText, substitute: Type.Optional(Name) }, closed);

/** A salesperson, by the name that orders and API keys carry, with preferences. */
export const Person = Type.Object(
  {
    name: Name,
    team: Type.Optional(Name),
    locale: Type.Optional(Type.Enum(LOCALES)),
    /** IANA zone; the tenant's unless told. */
    timeZone: Type.Optional(Type.String()),
    /** The hours in which this person works; 09:00 to 18:00 unless told. */
    workingHours: Type.Optional(Hours),
    /** Nothing but urgent alerts arrives from `from` to `to`, across midnight if `to` is earlier. */
    quietHours: Type.Optional(Hours),
    /** Alerts that are less severe do not leave the inbox for this person; all do unless told. */
    minSeverity: Type.Optional(Type.Enum(SEVERITIES)),
    /** How what is not urgent arrives: as it happens, once a working day, or once a week. */
    digest: Type.Optional(Type.Enum(['none', 'daily', 'weekly'])),
    absences: Type.Optional(Type.Array(Absence, { maxItems: 100 })),
  },
  closed,
);
export type Person = Static<typeof Person>;

/** Alerts that nobody is told of: of these rules, customers and owners, from a moment to before another. */
export const MutedAlerts = Type.Object(
  {
    id: Name,
    rules: Type.Optional(Type.Array(Name)),
    customers: Type.Optional(Type.Array(Name)),
    owners: Type.Optional(Type.Array(Name)),
    from: Type.String(),
    until: Type.String(),
    reason: Type.Optional(Type.String({ maxLength: 500 })),
  },
  closed,
);
export type MutedAlerts = Static<typeof MutedAlerts>;

/** How alerts to one endpoint are gathered into one message, as in Alertmanager. */
export const Grouping = Type.Object(
  {
    /** Seconds that the first alert waits for others. */
    waitSeconds: Type.Integer({ minimum: 0, maximum: 3_600 }),
    /** Least seconds between two messages of alerts that are not urgent. */
    intervalSeconds: Type.Integer({ minimum: 0, maximum: 86_400 }),
    /** An alert that nobody has seen to is told again after so many seconds; never unless told. Unless urgent, in working hours. */
    repeatSeconds: Type.Optional(Type.Integer({ minimum: 300, maximum: 2_592_000 })),
    /** More alerts than this in one message are told by number alone beyond it. */
    stormOver: Type.Integer({ minimum: 1, maximum: 50 }),
  },
  closed,
);
export type Grouping = Static<typeof Grouping>;

/** Who sells, who manages whom, and how each wants to be told. */
export const SalesTeam = Type.Object(
  {
    people: Type.Array(Person, { maxItems: 10_000 }),
    teams: Type.Array(Type.Object({ name: Name, manager: Name }, closed), { maxItems: 1_000 }),
    /** Who sees to what nobody else does. */
    pool: Type.Array(Name, { maxItems: 100 }),
    grouping: Type.Optional(Grouping),
    silences: Type.Optional(Type.Array(MutedAlerts, { maxItems: 1_000 })),
    /** Share of customers that is not alerted, so that what alerts bring in can be measured. */
    holdout: Type.Optional(Type.Number({ minimum: 0, maximum: 0.5 })),
    tasks: Type.Optional(
      Type.Object(
        {
          /** Working days after which the manager is told of an overdue task, too; 3 unless told. */
          managerAfterDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
          /** Customers that one person can see to on a day, for the visit plan; 8 unless told. */
          visitsPerDay: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type SalesTeam = Static<typeof SalesTeam>;

/** A tenant that has told nothing: alerts go to their owners alone. */
export const NO_TEAM: SalesTeam = Object.freeze({ people: [], teams: [], pool: [] });

/** As Alertmanager has it, but for what is urgent, which never waits. */
export const DEFAULT_GROUPING: Grouping = Object.freeze({
  ...{ waitSeconds: 30, intervalSeconds: 300, stormOver: 10 },
});
