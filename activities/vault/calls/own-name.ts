/** Matches names of our own members. Errors of a call are written to history and the log, and must not repeat any other name. */
export const OWN_NAME = /^[a-z0-9_]{1,40}$/;
