/** Seconds of a week. */
export const WEEK_SECONDS = 604_800n
