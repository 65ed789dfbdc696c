/**
 * Built-ins as they are when our code starts. In frames the page's own scripts run in the same world as our code, and some replace
 * built-ins later: fake clocks, old libraries, patched style sheets.
 */
export const setTimeout = globalThis.setTimeout.bind(globalThis);
export const requestAnimationFrame = globalThis.requestAnimationFrame.bind(globalThis);
export const getComputedStyle = globalThis.getComputedStyle.bind(globalThis);
export const now = performance.now.bind(performance);
export const escapeCss = CSS.escape.bind(CSS);
