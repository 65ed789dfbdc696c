/** Whether Chromium is at its own page for an address that it did not get to: the site did not answer, or the wire kept it from going there. */
export const isErrorPage = (address: string): boolean => address.startsWith('chrome-error:');
