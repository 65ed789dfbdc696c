/**
 * Ports that no browser connects to, whatever a page requests and its name resolves to: the "bad ports" of the Fetch standard (section
 * 2.9, "Port blocking") that need no privilege to listen on. 4190 and 6679 are left out: Chromium connects to them. They don't keep other programs away.
 */
export const PORTS_CLOSED_TO_BROWSERS: readonly number[] = [
  6665, 6666, 6667, 6668, 6669, 6697, 6566, 10_080, 4045, 3659, 1719, 1720, 1723, 2049, 6000, 5060, 5061,
];
