/** Where time comes from. Rules take a Date; whoever calls them asks the clock. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
